package org.touchstone.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The columns of a table, in order. Immutable.
 *
 * <p>A derived column is computed when a table is read (see {@link Derivation}); afterwards it is a
 * column like any other.
 */
public final class Schema {

  private final List<Feature> features;
  private final Map<String, Derivation> derivations;
  private final Map<String, Integer> indexByName;

  private Schema(List<Feature> features, Map<String, Derivation> derivations) {
    this.features = List.copyOf(features);
    this.derivations = new LinkedHashMap<>(derivations);
    this.indexByName = new HashMap<>();
    for (int i = 0; i < this.features.size(); i++) {
      if (indexByName.putIfAbsent(this.features.get(i).name(), i) != null) {
        throw new DataException(
            "The schema declares \""
                + this.features.get(i).name()
                + "\" twice; give each column one name");
      }
    }
    this.derivations.forEach(this::check);
  }

  /**
   * A schema with these columns.
   *
   * @throws DataException if two columns have the same name
   */
  public static Schema of(List<? extends Feature> features) {
    return new Schema(new ArrayList<>(features), Map.of());
  }

  /**
   * A schema with these columns, some of which are derived from others.
   *
   * @param features all columns, the derived ones included
   * @param derivations how a column is computed, by the name of the derived column
   * @throws DataException if two columns have the same name, or a derivation does not fit: its
   *     source is unknown, is itself derived or is of the wrong kind, a level is not mapped, or the
   *     number of cuts is not one less than the number of levels
   */
  public static Schema of(
      List<? extends Feature> features, Map<String, ? extends Derivation> derivations) {
    return new Schema(new ArrayList<>(features), new LinkedHashMap<>(derivations));
  }

  /**
   * Reads a schema from a JSON file; the format is published as the JSON Schema {@code
   * org/touchstone/engine/data/data.schema.json}.
   *
   * @throws DataException if there is no such file, or it is wrong; the message names file, line,
   *     column, JSON pointer and what would be right
   */
  public static Schema read(Path file) {
    return read(InputSource.file(file));
  }

  /** Reads a schema from a JSON source; see {@link #read(Path)}. */
  public static Schema read(InputSource source) {
    return SchemaReader.read(source);
  }

  /** The columns in order. */
  public List<Feature> features() {
    return features;
  }

  /** The column names in order. */
  public List<String> names() {
    return features.stream().map(Feature::name).toList();
  }

  /** Number of columns. */
  public int size() {
    return features.size();
  }

  /** The position of a column, or empty if there is none of this name. */
  public OptionalInt find(String name) {
    Integer index = indexByName.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * The position of a column.
   *
   * @throws DataException if there is no column of this name
   */
  public int indexOf(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new DataException(
                    "There is no column "
                        + Wording.quote(name)
                        + "; the schema has "
                        + Wording.list(names())
                        + Wording.suggestion(name, names())));
  }

  /**
   * A column.
   *
   * @throws DataException if there is no column of this name
   */
  public Feature feature(String name) {
    return features.get(indexOf(name));
  }

  /** How a column is computed from another one, or empty if it is read from the file. */
  public Optional<Derivation> derivation(String name) {
    return Optional.ofNullable(derivations.get(name));
  }

  /**
   * Computes the derived columns of rows whose other columns are set, for example after a
   * counterfactual changed their sources.
   *
   * @param rows row-major values of this schema's columns, at least {@code count * size()} long;
   *     the derived columns are overwritten
   * @param count number of rows
   */
  public void derive(double[] rows, int count) {
    for (Map.Entry<String, Derivation> entry : derivations.entrySet()) {
      int target = indexOf(entry.getKey());
      int source = indexOf(entry.getValue().from());
      DerivationRule rule =
          DerivationRule.of(entry.getValue(), features.get(source), features.get(target));
      for (int at = 0; at < count * size(); at += size()) {
        double value = rows[at + source];
        rows[at + target] = Double.isNaN(value) ? Double.NaN : rule.code(value);
      }
    }
  }

  /**
   * The schema of the named columns only, in this schema's order. A derived column whose source is
   * not among them is a column that is read from the file.
   */
  public Schema only(Set<String> names) {
    Map<String, Derivation> kept = new LinkedHashMap<>(derivations);
    kept.keySet().retainAll(names);
    kept.values().removeIf(derivation -> !names.contains(derivation.from()));
    return of(features.stream().filter(feature -> names.contains(feature.name())).toList(), kept);
  }

  private void check(String name, Derivation derivation) {
    Feature derived = feature(name);
    if (derived.levels().isEmpty()) {
      throw new DataException(
          "The derived column "
              + Wording.quote(name)
              + " is continuous; derived columns have levels: make it ordinal, categorical or"
              + " binary");
    }
    if (find(derivation.from()).isEmpty()) {
      throw new DataException(
          "The derived column "
              + Wording.quote(name)
              + " is computed from "
              + Wording.quote(derivation.from())
              + ", which is no column of the schema"
              + Wording.suggestion(derivation.from(), names()));
    }
    if (derivations.containsKey(derivation.from()) || derivation.from().equals(name)) {
      throw new DataException(
          "The derived column "
              + Wording.quote(name)
              + " is computed from "
              + Wording.quote(derivation.from())
              + ", which is derived itself; name a column of the file");
    }
    DerivationRule.of(derivation, feature(derivation.from()), derived);
  }
}
