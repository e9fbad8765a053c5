package org.touchstone.engine.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads tables from CSV files (RFC 4180).
 *
 * <p>Columns are matched by the names in the header, in any order; columns that the schema does not
 * declare are not read and are listed in {@link DataSource#ignoredColumns}. Derived columns are
 * computed. Numbers are decimal, with a point; {@code NaN}, {@code Infinity} and spaces are not
 * numbers. Blank lines are allowed before the header and at the end; in a file of one column a
 * blank line after the header is a row with an empty field.
 *
 * <p>The problems of a file are collected: the error shows the first 20, each with line, column,
 * the value found and what is allowed, and never a value of another cell. A line is the one on
 * which the row starts, from 1.
 */
public final class CsvDatasets {

  private CsvDatasets() {}

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @param schema the columns
   * @param format how the file is written
   * @return the table, with its {@link Dataset#source}
   * @throws DataException if there is no such file, or it is wrong: empty, without rows, not in its
   *     encoding, columns missing or there twice, rows with too few or too many fields, unknown
   *     levels, something that is not a number or not a whole one, numbers out of bounds, a quote
   *     that is not closed, an id that is missing or there twice
   */
  public static Dataset read(Path file, Schema schema, CsvFormat format) {
    return read(InputSource.file(file), schema, format);
  }

  /** Reads a source; see {@link #read(Path, Schema, CsvFormat)}. */
  public static Dataset read(InputSource source, Schema schema, CsvFormat format) {
    CsvProblems problems = new CsvProblems(source.name());
    CsvRowHandler rows = new CsvRowHandler(schema, format, problems);
    String sha256 = readRows(source, format, rows, problems);
    CsvHeader header = rows.header().orElseThrow();
    double[] values = rows.values();
    schema.derive(values, rows.rows());
    DataSource read =
        new DataSource(
            source.name(),
            sha256,
            rows.rows(),
            header.names().size(),
            missing(schema, values),
            header.ignored());
    return header.id() < 0
        ? Dataset.of(schema, values).from(read)
        : Dataset.of(schema, values, rows.ids()).from(read);
  }

  /**
   * Reads all rows of a source, one or more.
   *
   * @return the SHA-256 of its bytes
   * @throws DataException if the source is wrong
   */
  static String readRows(
      InputSource source, CsvFormat format, CsvRowHandler rows, CsvProblems problems) {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(source.open(), digest)) {
      parse(in, format, rows, problems);
    } catch (IOException e) {
      throw new DataException(source.name() + " cannot be read: " + e, e);
    }
    if (rows.header().isEmpty()) {
      throw new DataException(source.name() + " is empty; a header and rows are needed");
    }
    problems.throwIfAny();
    if (rows.rows() == 0) {
      throw new DataException(
          source.name() + ", line " + rows.line() + ": there is a header and no row");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void parse(
      InputStream in, CsvFormat format, CsvRowHandler rows, CsvProblems problems)
      throws IOException {
    try (CsvReader<Boolean> reader =
        CsvReader.builder()
            .fieldSeparator(format.separator())
            .quoteCharacter(format.quote())
            .allowUnclosedQuote(false)
            .skipEmptyLines(false)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(rows, new StrictDecoder(in, format.charset()))) {
      // The handler consumes every record itself, so the iterator runs to the end and returns none.
      if (reader.iterator().hasNext()) {
        throw new IllegalStateException("The handler left a record to the reader");
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof StrictDecoder.MalformedTextException malformed) {
        throw problems.fatal(Objects.requireNonNull(malformed.getMessage()));
      }
      throw e.getCause();
    } catch (CsvParseException e) {
      if (e.getCause() instanceof DataException refused) {
        throw refused;
      }
      throw problems.fatal(
          "line "
              + rows.line()
              + rows.currentColumn().map(name -> ", column " + Wording.quote(name)).orElse("")
              + ": "
              + e.getMessage()
              + "; a quoted field ends with a quote before the next separator, and a quote inside"
              + " it is doubled");
    }
  }

  /** How many values are missing, by column. */
  static Map<String, Integer> missing(Schema schema, double[] values) {
    int width = schema.size();
    int[] counts = new int[width];
    for (int i = 0, column = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        counts[column]++;
      }
      column = column + 1 == width ? 0 : column + 1;
    }
    Map<String, Integer> missing = new LinkedHashMap<>();
    for (int i = 0; i < width; i++) {
      missing.put(schema.features().get(i).name(), counts[i]);
    }
    return missing;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
