package org.touchstone.engine.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a CSV file as the parser finds them and stores their values in one growing
 * row-major array; no text of a field is kept, except row ids and what problems quote.
 */
final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<Boolean> {

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Schema schema;
  private final CsvFormat format;
  private final CsvProblems problems;
  private final CellReader[] cells;
  private final List<String> headerFields = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Long> lineOfId = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final boolean idsRepeat;
  private @Nullable CsvHeader header;
  private double[] values = new double[1024];
  private long[] lines = new long[0];
  private int rows;
  private long firstBlankLine;
  private long blankLines;
  private long problemsBeforeRow;
  private Optional<String> rowId = Optional.empty();

  CsvRowHandler(Schema schema, CsvFormat format, CsvProblems problems) {
    this(schema, format, problems, false);
  }

  /**
   * A handler of rows whose id may be there on several of them, and whose lines are kept.
   *
   * @param idsRepeat whether the id column names something that has several rows
   */
  CsvRowHandler(Schema schema, CsvFormat format, CsvProblems problems, boolean idsRepeat) {
    this.idsRepeat = idsRepeat;
    this.schema = schema;
    this.format = format;
    this.problems = problems;
    this.cells = new CellReader[schema.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new CellReader(schema.features().get(i), format.missing());
    }
  }

  /** The header, or empty if the file has no record. */
  Optional<CsvHeader> header() {
    return Optional.ofNullable(header);
  }

  /** Number of rows read. */
  int rows() {
    return rows;
  }

  /** The values of the rows read; derived columns are not computed yet. */
  double[] values() {
    return Arrays.copyOf(values, rows * schema.size());
  }

  /** The ids of the rows read; empty without an id column. */
  List<String> ids() {
    return ids;
  }

  /** The line on which a row starts; only where ids repeat. */
  long lineOfRow(int row) {
    return lines[row];
  }

  /** Where the reading stands: the line on which the current record starts. */
  long line() {
    return getStartingLineNumber();
  }

  /** The column in which the current record ended, for a record that the parser cannot finish. */
  Optional<String> currentColumn() {
    return header()
        .map(CsvHeader::names)
        .filter(n -> getFieldCount() < n.size())
        .map(n -> n.get(getFieldCount()));
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    rowId = Optional.empty();
  }

  @Override
  protected void handleField(int field, char[] buffer, int offset, int length, boolean quoted) {
    CsvHeader known = header;
    if (known == null) {
      headerFields.add(new String(buffer, offset, length));
      return;
    }
    if (field == 0) {
      reportBlankLines();
      problemsBeforeRow = problems.count();
    }
    if (field >= known.size()) {
      return;
    }
    int column = known.column(field);
    if (column >= 0) {
      if ((rows + 1L) * schema.size() > values.length) {
        makeRoom();
      }
      values[rows * schema.size() + column] =
          cells[column].read(buffer, offset, length, getStartingLineNumber(), problems);
    }
    if (field == known.id()) {
      rowId = Optional.of(new String(buffer, offset, length));
    }
  }

  @Override
  protected void handleEmpty() {
    // In a file of one column a blank line is a record with one empty field.
    if (header != null && header.size() == 1) {
      handleField(0, new char[0], 0, 0, false);
    }
  }

  @Override
  protected @Nullable Boolean buildRecord() {
    CsvHeader known = header;
    boolean blank = getRecordType() == RecordType.EMPTY;
    if (known == null) {
      if (!blank) {
        header = CsvHeader.of(headerFields, getStartingLineNumber(), schema, format, problems);
      }
      return null;
    }
    if (blank && known.size() > 1) {
      firstBlankLine = blankLines == 0 ? getStartingLineNumber() : firstBlankLine;
      blankLines++;
      return null;
    }
    if (getFieldCount() != known.size()) {
      reportRaggedRow(known);
    }
    if (known.id() >= 0) {
      addId(known);
    }
    rows++;
    return null;
  }

  /** Blank lines at the end of a file are harmless; between rows they may be lost data. */
  private void reportBlankLines() {
    if (blankLines > 0) {
      long count = blankLines;
      problems.add(
          firstBlankLine,
          () ->
              count == 1
                  ? "the line is blank; remove it"
                  : count + " blank lines start here; remove them");
    }
    blankLines = 0;
  }

  private void reportRaggedRow(CsvHeader known) {
    // Its fields are shifted: what is wrong with them says nothing.
    problems.forgetAfter(problemsBeforeRow);
    int found = getFieldCount();
    int needed = known.size();
    problems.add(
        getStartingLineNumber(),
        () ->
            "found "
                + Wording.count(found, "field")
                + ", the header has "
                + needed
                + (found < needed
                    ? "; the first one missing is column " + Wording.quote(known.names().get(found))
                    : "; quote the fields that hold the separator "
                        + Wording.quote("" + format.separator())));
  }

  private void addId(CsvHeader known) {
    String column = known.names().get(known.id());
    long line = getStartingLineNumber();
    String id = rowId.orElse("");
    if (format.missing().contains(id)) {
      problems.add(line, column, () -> "the id is missing; every row needs one");
    }
    if (idsRepeat) {
      ids.add(known(id));
      if (rows == lines.length) {
        lines = Arrays.copyOf(lines, Math.max(1024, 2 * rows));
      }
      lines[rows] = line;
      return;
    }
    Long other = lineOfId.putIfAbsent(id, line);
    if (other != null && !format.missing().contains(id)) {
      problems.add(
          line,
          column,
          () ->
              "found the id "
                  + Wording.quote(id)
                  + " again, it is on line "
                  + other
                  + " too; ids must differ");
    }
    ids.add(id);
  }

  /** One text for all rows of an id. */
  private String known(String id) {
    return texts.computeIfAbsent(id, own -> own);
  }

  private void makeRoom() {
    long needed = (rows + 1L) * schema.size();
    if (needed > LARGEST_ARRAY) {
      throw problems.fatal(
          "line "
              + getStartingLineNumber()
              + ": the table has more than "
              + LARGEST_ARRAY
              + " values and does not fit into one array; split the file, or declare fewer columns");
    }
    long grown = Math.max(needed, values.length + (values.length >> 1));
    values = Arrays.copyOf(values, (int) Math.min(LARGEST_ARRAY, grown));
  }
}
