package org.touchstone.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads sequences from CSV files in the long format: one row for each event, with the entity that
 * it belongs to and its place in time.
 *
 * <p>What {@link CsvDatasets} says about columns, numbers, missing values and errors holds here as
 * well. The rows of an entity need not stand together. Sequences are in the order in which their
 * entities first appear.
 */
public final class CsvSequences {

  private CsvSequences() {}

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @param schema the columns of an event; the entity column is not one of them, the order column
   *     may be
   * @param format how the file is written; its id column is the one that names the entity
   * @param orderColumn a column of numbers by which the events of an entity are sorted, for example
   *     seconds since some day; without one they are in the order of the file
   * @return the sequences, with their {@link Sequences#source}
   * @throws DataException as {@link CsvDatasets#read(Path, Schema, CsvFormat)}, and if the format
   *     has no id column, an event has no entity or no place, or two events of an entity have the
   *     same place
   */
  public static Sequences read(
      Path file, Schema schema, CsvFormat format, Optional<String> orderColumn) {
    return read(InputSource.file(file), schema, format, orderColumn);
  }

  /** Reads a source; see {@link #read(Path, Schema, CsvFormat, Optional)}. */
  public static Sequences read(
      InputSource source, Schema schema, CsvFormat format, Optional<String> orderColumn) {
    String entity =
        format
            .idColumn()
            .orElseThrow(
                () ->
                    new DataException(
                        "Sequences need the column that names the entity of an event; set it by"
                            + " CsvFormat.withIdColumn"));
    if (orderColumn.filter(entity::equals).isPresent() || schema.find(entity).isPresent()) {
      throw new DataException(
          "Column "
              + Wording.quote(entity)
              + " names the entity; it cannot be the order or a feature of an event, too");
    }
    Schema read = orderColumn.map(order -> withOrder(schema, order)).orElse(schema);
    CsvProblems problems = new CsvProblems(source.name());
    CsvRowHandler rows = new CsvRowHandler(read, format, problems, true);
    String sha256 = CsvDatasets.readRows(source, format, rows, problems);
    CsvHeader header = rows.header().orElseThrow();
    double[] values = rows.values();
    read.derive(values, rows.rows());
    Map<String, List<Integer>> rowsOf = rowsOfEntities(rows.ids());
    orderColumn.ifPresent(order -> sort(rowsOf, values, read, order, rows, problems));
    problems.throwIfAny();
    double[] events = inOrder(rowsOf, values, read.size(), schema.size());
    DataSource from =
        new DataSource(
            source.name(),
            sha256,
            rows.rows(),
            header.names().size(),
            CsvDatasets.missing(schema, events),
            header.ignored());
    int[] lengths = rowsOf.values().stream().mapToInt(List::size).toArray();
    return Sequences.of(schema, events, lengths, List.copyOf(rowsOf.keySet())).from(from);
  }

  /** The schema with the order as its last column, if it is not one of its features. */
  private static Schema withOrder(Schema schema, String order) {
    if (schema.find(order).isPresent()) {
      if (!(schema.feature(order) instanceof Feature.Continuous)) {
        throw new DataException(
            "Events cannot be sorted by column "
                + Wording.quote(order)
                + ", which has levels; name a column of numbers");
      }
      return schema;
    }
    List<Feature> features = new ArrayList<>(schema.features());
    features.add(
        new Feature.Continuous(
            order,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            false,
            Feature.Attributes.NONE));
    Map<String, Derivation> derivations = new LinkedHashMap<>();
    for (String name : schema.names()) {
      schema.derivation(name).ifPresent(derivation -> derivations.put(name, derivation));
    }
    return Schema.of(features, derivations);
  }

  private static Map<String, List<Integer>> rowsOfEntities(List<String> ids) {
    Map<String, List<Integer>> rowsOf = new LinkedHashMap<>();
    for (int row = 0; row < ids.size(); row++) {
      rowsOf.computeIfAbsent(ids.get(row), id -> new ArrayList<>()).add(row);
    }
    return rowsOf;
  }

  private static void sort(
      Map<String, List<Integer>> rowsOf,
      double[] values,
      Schema schema,
      String order,
      CsvRowHandler rows,
      CsvProblems problems) {
    int width = schema.size();
    int column = schema.indexOf(order);
    for (int row = 0; row < rows.rows(); row++) {
      if (Double.isNaN(values[row * width + column])) {
        problems.add(
            rows.lineOfRow(row), order, () -> "the event has no place; every event needs one");
      }
    }
    problems.throwIfAny();
    for (Map.Entry<String, List<Integer>> entity : rowsOf.entrySet()) {
      Integer[] sorted = entity.getValue().toArray(Integer[]::new);
      Arrays.sort(
          sorted,
          (a, b) -> {
            double first = values[a * width + column];
            double second = values[b * width + column];
            // 0.0 and -0.0 are one place.
            return first == second ? 0 : Double.compare(first, second);
          });
      for (int i = 1; i < sorted.length; i++) {
        double place = values[sorted[i] * width + column];
        if (place == values[sorted[i - 1] * width + column]) {
          long other = rows.lineOfRow(sorted[i - 1]);
          problems.add(
              rows.lineOfRow(sorted[i]),
              order,
              () ->
                  "found "
                      + Wording.number(place)
                      + " again for "
                      + Wording.quote(entity.getKey())
                      + ", it is on line "
                      + other
                      + " too; events of one entity need different places");
        }
      }
      entity.setValue(Arrays.asList(sorted));
    }
  }

  private static double[] inOrder(
      Map<String, List<Integer>> rowsOf, double[] values, int width, int kept) {
    double[] events = new double[values.length / width * kept];
    int to = 0;
    for (List<Integer> rows : rowsOf.values()) {
      for (int row : rows) {
        System.arraycopy(values, row * width, events, to, kept);
        to += kept;
      }
    }
    return events;
  }
}
