package org.touchstone.engine.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of a table in one flat row-major array; levels are stored as codes (see {@link Feature}).
 * Immutable. Rows are named by an id: the value of an id column, or the number of the row in its
 * file, from 1.
 */
public final class Dataset {

  private final Schema schema;
  private final double[] values;
  private final List<String> rowIds;
  private final boolean numbered;
  private final Optional<DataSource> source;

  private Dataset(
      Schema schema,
      double[] values,
      List<String> rowIds,
      boolean numbered,
      Optional<DataSource> source) {
    this.schema = schema;
    this.values = values;
    this.rowIds = rowIds;
    this.numbered = numbered;
    this.source = source;
  }

  /**
   * A table that takes over {@code values}; the caller no longer changes it.
   *
   * @param schema the columns
   * @param values row-major values, {@code rowIds.size() * schema.size()} long
   * @param rowIds one id per row
   * @throws DataException if the lengths do not agree, or a value of a column with levels is
   *     neither the code of a level nor {@code NaN}
   */
  public static Dataset of(Schema schema, double[] values, List<String> rowIds) {
    if (values.length != (long) rowIds.size() * schema.size()) {
      throw new DataException(
          "A table of "
              + rowIds.size()
              + " rows and "
              + schema.size()
              + " columns needs "
              + (long) rowIds.size() * schema.size()
              + " values, found "
              + values.length);
    }
    requireCodes(schema, values, rowIds);
    return new Dataset(schema, values, rowIds, rowIds instanceof RowNumbers, Optional.empty());
  }

  /** A code that is no level would be read as another one, or as none, without a word. */
  private static void requireCodes(Schema schema, double[] values, List<String> rowIds) {
    int width = schema.size();
    for (int column = 0; column < width; column++) {
      List<String> levels = schema.features().get(column).levels();
      if (levels.isEmpty()) {
        continue;
      }
      for (int at = column; at < values.length; at += width) {
        double value = values[at];
        boolean code = value >= 0 && value < levels.size() && value == Math.rint(value);
        if (!code && !Double.isNaN(value)) {
          throw new DataException(
              "Row "
                  + rowIds.get(at / width)
                  + " has "
                  + value
                  + " as the code of "
                  + Wording.quote(schema.features().get(column).name())
                  + "; its codes are 0 to "
                  + (levels.size() - 1)
                  + ", for "
                  + Wording.list(levels)
                  + ", and NaN for a missing value");
        }
      }
    }
  }

  /** A table whose rows are numbered from 1. */
  public static Dataset of(Schema schema, double[] values) {
    int rows = schema.size() == 0 ? 0 : values.length / schema.size();
    return of(schema, values, new RowNumbers(rows));
  }

  /** This table with what it was read from. */
  Dataset from(DataSource read) {
    return new Dataset(schema, values, rowIds, numbered, Optional.of(read));
  }

  /**
   * What the rows were read from, empty if they were not read from a file. It describes the whole
   * file, also where this table is a selection of its rows.
   */
  public Optional<DataSource> source() {
    return source;
  }

  /** The columns. */
  public Schema schema() {
    return schema;
  }

  /** Number of rows. */
  public int rowCount() {
    return rowIds.size();
  }

  /** The id of a row, counted from 0. */
  public String rowId(int row) {
    return rowIds.get(row);
  }

  /** Whether the ids are the numbers of the rows, for want of an id column. */
  public boolean hasNumberedRows() {
    return numbered;
  }

  /** The number or the code at a row and a column, both counted from 0; NaN if missing. */
  public double value(int row, int column) {
    return values[row * schema.size() + column];
  }

  /** Copies rows {@code from} (included) to {@code to} (excluded) into {@code out}, row-major. */
  public void copyRows(int from, int to, double[] out) {
    System.arraycopy(values, from * schema.size(), out, 0, (to - from) * schema.size());
  }

  /** A copy of one column. */
  public double[] column(String name) {
    int column = schema.indexOf(name);
    double[] out = new double[rowCount()];
    for (int i = 0, at = column; i < out.length; i++, at += schema.size()) {
      out[i] = values[at];
    }
    return out;
  }

  /**
   * The codes of a column with levels; -1 where the value is missing.
   *
   * @throws DataException if the column is continuous
   */
  public int[] codes(String name) {
    int[] codes = new int[rowCount()];
    copyCodes(columnWithLevels(name), 0, codes.length, codes);
    return codes;
  }

  /**
   * The codes of some rows, for readers that keep no copy of a whole column.
   *
   * @param column a column with levels, counted from 0
   * @param from first row, counted from 0
   * @param to row after the last one
   * @param out takes {@code to - from} codes, from its start; -1 where the value is missing
   * @throws DataException if the column is continuous
   */
  public void copyCodes(int column, int from, int to, int[] out) {
    requireLevels(schema.features().get(column));
    int width = schema.size();
    for (int row = from, at = from * width + column; row < to; row++, at += width) {
      out[row - from] = code(values[at]);
    }
  }

  private static int code(double value) {
    return Double.isNaN(value) ? -1 : (int) value;
  }

  private int columnWithLevels(String name) {
    requireLevels(schema.feature(name));
    return schema.indexOf(name);
  }

  private static void requireLevels(Feature feature) {
    if (feature instanceof Feature.Continuous) {
      throw new DataException(
          "Column \""
              + feature.name()
              + "\" is continuous and has no levels; declare it ordinal, categorical"
              + " or binary, or derive such a column from it");
    }
  }

  /** How many values of a column are missing. */
  public int missing(String name) {
    int missing = 0;
    for (int at = schema.indexOf(name); at < values.length; at += schema.size()) {
      missing += Double.isNaN(values[at]) ? 1 : 0;
    }
    return missing;
  }

  /**
   * How many rows have each level of a column, in code order; rows without a value are not counted.
   *
   * @throws DataException if the column is continuous
   */
  public int[] levelCounts(String name) {
    int column = columnWithLevels(name);
    int[] counts = new int[schema.feature(name).levels().size()];
    for (int at = column; at < values.length; at += schema.size()) {
      int code = code(values[at]);
      if (code >= 0) {
        counts[code]++;
      }
    }
    return counts;
  }

  /**
   * Checks that a column can serve as a label: every row has a value, and at least two levels
   * occur.
   *
   * @throws DataException if the column is continuous, a row has no value, or all rows have the
   *     same
   */
  public void requireClasses(String label) {
    int column = columnWithLevels(label);
    String where =
        source.map(read -> read.file() + ", column ").orElse("Column ") + Wording.quote(label);
    for (int row = 0; row < rowCount(); row++) {
      if (Double.isNaN(value(row, column))) {
        throw new DataException(
            where + ": row " + rowId(row) + " has no label; every row needs one");
      }
    }
    int[] counts = levelCounts(label);
    if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
      throw new DataException(
          where
              + ": the label has one class, found "
              + Wording.quote(
                  schema.feature(label).levels().get(rowCount() == 0 ? 0 : code(value(0, column))))
              + " in all "
              + Wording.count(rowCount(), "row")
              + "; rows of at least two of "
              + Wording.list(schema.feature(label).levels())
              + " are needed");
    }
  }

  /** The rows at these positions, counted from 0, in this order; their ids stay. */
  public Dataset select(int[] rows) {
    int width = schema.size();
    double[] selected = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, selected, i * width, width);
    }
    return new Dataset(
        schema, selected, IntStream.of(rows).mapToObj(rowIds::get).toList(), numbered, source);
  }

  /** The ids "1", "2", ... without storing them. */
  private static final class RowNumbers extends java.util.AbstractList<String> {
    private final int size;

    RowNumbers(int size) {
      this.size = size;
    }

    @Override
    public String get(int index) {
      return Integer.toString(java.util.Objects.checkIndex(index, size) + 1);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
