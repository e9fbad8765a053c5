package org.touchstone.engine.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table was read from, for evidence.
 *
 * @param file the file's name, as it was given
 * @param sha256 SHA-256 of the file's bytes, 64 lower-case hexadecimal digits
 * @param rows number of rows, without the header
 * @param columns number of columns in the file, those the schema does not declare included
 * @param missing how many values are missing, for every column of the schema, in its order
 * @param ignoredColumns the columns of the file that the schema does not declare, in the file's
 *     order; the id column is not among them
 */
public record DataSource(
    String file,
    String sha256,
    int rows,
    int columns,
    Map<String, Integer> missing,
    List<String> ignoredColumns) {

  /** Copies the collections; the order of {@code missing} stays. */
  public DataSource {
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    ignoredColumns = List.copyOf(ignoredColumns);
  }
}
