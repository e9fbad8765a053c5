package org.touchstone.engine.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * How a CSV file is written. The first record is the header. Lines end with CR LF, LF or CR; fields
 * may be quoted, and a quote inside a quoted field is doubled (RFC 4180). Spaces belong to the
 * field.
 *
 * @param charset the encoding; bytes that it does not allow are an error. A byte order mark at the
 *     start is skipped
 * @param separator the character between two fields
 * @param quote the character around a field that holds separators, quotes or line breaks
 * @param missing the fields that stand for a missing value, letter by letter, quoted or not
 * @param idColumn the column whose values name the rows; without one they are named by their number
 *     in the file, from 1
 */
public record CsvFormat(
    Charset charset, char separator, char quote, Set<String> missing, Optional<String> idColumn) {

  /** UTF-8, comma, double quote; an empty field is a missing value; no id column. */
  public static final CsvFormat DEFAULT =
      new CsvFormat(StandardCharsets.UTF_8, ',', '"', Set.of(""), Optional.empty());

  /**
   * Copies the missing-value fields.
   *
   * @throws DataException if separator and quote are equal, or one is a line break
   */
  public CsvFormat {
    missing = Set.copyOf(missing);
    if (separator == quote) {
      throw new DataException(
          "Separator and quote are both " + Wording.quote("" + quote) + "; they must differ");
    }
    if (isLineBreak(separator) || isLineBreak(quote)) {
      throw new DataException("Separator and quote must not be a line break");
    }
  }

  /** This format in another encoding. */
  public CsvFormat withCharset(Charset other) {
    return new CsvFormat(other, separator, quote, missing, idColumn);
  }

  /** This format with another character between two fields. */
  public CsvFormat withSeparator(char other) {
    return new CsvFormat(charset, other, quote, missing, idColumn);
  }

  /** This format with another character around fields. */
  public CsvFormat withQuote(char other) {
    return new CsvFormat(charset, separator, other, missing, idColumn);
  }

  /** This format with these fields, and no others, as missing values. */
  public CsvFormat withMissing(String... fields) {
    return new CsvFormat(charset, separator, quote, Set.of(fields), idColumn);
  }

  /** This format with a column whose values name the rows. */
  public CsvFormat withIdColumn(String column) {
    return new CsvFormat(charset, separator, quote, missing, Optional.of(column));
  }

  private static boolean isLineBreak(char c) {
    return c == '\r' || c == '\n';
  }
}
