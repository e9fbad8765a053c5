package org.touchstone.engine.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The columns of a table, in order. Immutable. */
public final class Schema {

  private final List<Feature> features;
  private final Map<String, Integer> indexByName;

  private Schema(List<Feature> features) {
    this.features = List.copyOf(features);
    this.indexByName = new HashMap<>();
    for (int i = 0; i < this.features.size(); i++) {
      if (indexByName.putIfAbsent(this.features.get(i).name(), i) != null) {
        throw new DataException(
            "The schema declares \""
                + this.features.get(i).name()
                + "\" twice; give each column one name");
      }
    }
  }

  /**
   * A schema with these columns.
   *
   * @throws DataException if two columns have the same name
   */
  public static Schema of(List<? extends Feature> features) {
    return new Schema(new ArrayList<>(features));
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
                    "There is no column \"" + name + "\"; the schema has " + names()));
  }

  /**
   * A column.
   *
   * @throws DataException if there is no column of this name
   */
  public Feature feature(String name) {
    return features.get(indexOf(name));
  }

  /** The schema of the named columns only, in this schema's order. */
  public Schema only(Set<String> names) {
    return of(features.stream().filter(feature -> names.contains(feature.name())).toList());
  }
}
