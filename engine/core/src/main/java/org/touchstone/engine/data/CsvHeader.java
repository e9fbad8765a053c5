package org.touchstone.engine.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which field of a record is which column of the schema, matched by name. */
final class CsvHeader {

  private static final char[] OTHER_SEPARATORS = {';', '\t', '|', ','};

  private final List<String> names;
  private final int[] column;
  private final int id;
  private final List<String> ignored;

  private CsvHeader(List<String> names, int[] column, int id, List<String> ignored) {
    this.names = names;
    this.column = column;
    this.id = id;
    this.ignored = ignored;
  }

  /** The header. */
  List<String> names() {
    return names;
  }

  /** Number of fields. */
  int size() {
    return column.length;
  }

  /** The position of a field's column in the schema, or -1. */
  int column(int field) {
    return column[field];
  }

  /** The field that names the row, or -1. */
  int id() {
    return id;
  }

  /** The fields that are neither a column nor the id. */
  List<String> ignored() {
    return ignored;
  }

  /**
   * Matches a header.
   *
   * @throws DataException if columns are missing or there twice
   */
  static CsvHeader of(
      List<String> names, long line, Schema schema, CsvFormat format, CsvProblems problems) {
    Map<String, Integer> fields = new HashMap<>();
    int[] column = new int[names.size()];
    List<String> ignored = new ArrayList<>();
    for (int field = 0; field < column.length; field++) {
      String name = names.get(field);
      Integer other = fields.putIfAbsent(name, field);
      if (other != null) {
        int here = field + 1;
        problems.add(
            line,
            name,
            () ->
                "the header names it twice, as columns "
                    + (other + 1)
                    + " and "
                    + here
                    + "; rename one of them");
      }
      column[field] = schema.find(name).orElse(-1);
      if (schema.derivation(name).isPresent()) {
        problems.add(
            line,
            name,
            () ->
                "the file has it, and the schema derives it from "
                    + Wording.quote(schema.derivation(name).get().from())
                    + "; keep one of the two");
      }
      if (column[field] < 0 && format.idColumn().filter(name::equals).isEmpty()) {
        ignored.add(name);
      }
    }
    requireAll(fields, names, line, schema, format, problems);
    problems.throwIfAny();
    int id = format.idColumn().map(fields::get).orElse(-1);
    return new CsvHeader(names, column, id, ignored);
  }

  private static void requireAll(
      Map<String, Integer> fields,
      List<String> names,
      long line,
      Schema schema,
      CsvFormat format,
      CsvProblems problems) {
    List<String> needed = new ArrayList<>(schema.names());
    needed.removeIf(name -> schema.derivation(name).isPresent());
    format.idColumn().filter(id -> !needed.contains(id)).ifPresent(needed::add);
    needed.removeIf(fields::containsKey);
    if (needed.size() > 1 && names.size() == 1) {
      problems.add(line, () -> oneField(names.get(0), format));
      return;
    }
    for (String name : needed) {
      problems.add(
          line,
          name,
          () ->
              "the file does not have it"
                  + "; the header has "
                  + Wording.list(names)
                  + Wording.suggestion(name, names));
    }
  }

  private static String oneField(String header, CsvFormat format) {
    String hint = "";
    for (char other : OTHER_SEPARATORS) {
      if (other != format.separator() && header.indexOf(other) >= 0) {
        hint = "; is the separator " + Wording.quote("" + other) + "?";
        break;
      }
    }
    return "the header is one column, "
        + Wording.quote(header)
        + ", with the separator "
        + Wording.quote("" + format.separator())
        + hint;
  }
}
