package org.touchstone.engine.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the table of the entities that sequences are about, one row for each, from a CSV file: a
 * file of its own with one row for each entity, or the file of the events, where what is known of
 * an entity (its label, its region) stands again on each of its rows.
 *
 * <p>What {@link CsvDatasets} says about columns, numbers, missing values and errors holds here as
 * well. Entities are in the order in which they first appear.
 */
public final class CsvEntities {

  private CsvEntities() {}

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @param schema the columns of an entity
   * @param format how the file is written; its id column is the one that names the entity
   * @return one row for each entity, named by it, with its {@link Dataset#source}
   * @throws DataException as {@link CsvDatasets#read(Path, Schema, CsvFormat)}, and if the format
   *     has no id column, or two rows of an entity differ in a column of the schema, for example in
   *     the label; but an id may be there several times
   */
  public static Dataset read(Path file, Schema schema, CsvFormat format) {
    return read(InputSource.file(file), schema, format);
  }

  /** Reads a source; see {@link #read(Path, Schema, CsvFormat)}. */
  public static Dataset read(InputSource source, Schema schema, CsvFormat format) {
    if (format.idColumn().isEmpty()) {
      throw new DataException(
          "Entities need the column that names them; set it by CsvFormat.withIdColumn");
    }
    CsvProblems problems = new CsvProblems(source.name());
    CsvRowHandler rows = new CsvRowHandler(schema, format, problems, true);
    String sha256 = CsvDatasets.readRows(source, format, rows, problems);
    CsvHeader header = rows.header().orElseThrow();
    double[] values = rows.values();
    Map<String, Integer> firstRows = new LinkedHashMap<>();
    for (int row = 0; row < rows.rows(); row++) {
      Integer first = firstRows.putIfAbsent(rows.ids().get(row), row);
      if (first != null) {
        requireSame(schema, values, first, row, rows, problems);
      }
    }
    problems.throwIfAny();
    double[] entities = new double[firstRows.size() * schema.size()];
    int to = 0;
    for (int row : firstRows.values()) {
      System.arraycopy(values, row * schema.size(), entities, to, schema.size());
      to += schema.size();
    }
    schema.derive(entities, firstRows.size());
    return Dataset.of(schema, entities, List.copyOf(firstRows.keySet()))
        .from(
            new DataSource(
                source.name(),
                sha256,
                rows.rows(),
                header.names().size(),
                CsvDatasets.missing(schema, entities),
                header.ignored()));
  }

  /** Derived columns need no look: they follow from the others. */
  private static void requireSame(
      Schema schema,
      double[] values,
      int first,
      int row,
      CsvRowHandler rows,
      CsvProblems problems) {
    int width = schema.size();
    for (int column = 0; column < width; column++) {
      double expected = values[first * width + column];
      double found = values[row * width + column];
      Feature feature = schema.features().get(column);
      boolean same = expected == found || (Double.isNaN(expected) && Double.isNaN(found));
      if (same || schema.derivation(feature.name()).isPresent()) {
        continue;
      }
      problems.add(
          rows.lineOfRow(row),
          feature.name(),
          () ->
              "found "
                  + text(feature, found)
                  + " for "
                  + Wording.quote(rows.ids().get(row))
                  + ", which has "
                  + text(feature, expected)
                  + " on line "
                  + rows.lineOfRow(first)
                  + "; a column of an entity is the same on all its rows");
    }
  }

  private static String text(Feature feature, double value) {
    if (Double.isNaN(value)) {
      return "no value";
    }
    return feature.levels().isEmpty()
        ? Wording.number(value)
        : Wording.quote(feature.levels().get((int) value));
  }
}
