package org.touchstone.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong with one file: the first problems in words, and how many there are. */
final class CsvProblems {

  private static final int MOST_SHOWN = 20;

  private final String file;
  private final List<String> shown = new ArrayList<>();
  private long count;

  CsvProblems(String file) {
    this.file = file;
  }

  /** Adds a problem at a line of the file, from 1. */
  void add(long line, Supplier<String> what) {
    count++;
    if (shown.size() < MOST_SHOWN) {
      shown.add("line " + line + ": " + what.get());
    }
  }

  /** Adds a problem in a column. */
  void add(long line, String column, Supplier<String> what) {
    add(line, () -> "column " + Wording.quote(column) + ": " + what.get());
  }

  /** How many problems there are. */
  long count() {
    return count;
  }

  /** Forgets all but the first {@code count} problems. */
  void forgetAfter(long earlier) {
    count = earlier;
    if (shown.size() > earlier) {
      shown.subList((int) earlier, shown.size()).clear();
    }
  }

  /** Throws if there are problems. */
  void throwIfAny() {
    if (count > 0) {
      throw exception();
    }
  }

  /** The problems so far and one that ends the reading. */
  DataException fatal(String what) {
    return new DataException(
        count == 0 ? file + ", " + what : exception().getMessage() + "\n  " + what);
  }

  private DataException exception() {
    if (count == 1) {
      return new DataException(file + ", " + shown.get(0));
    }
    String title = file + " has " + Wording.count(count, "problem");
    String first = count > shown.size() ? ", the first " + shown.size() + " are:" : ":";
    return new DataException(title + first + "\n  " + String.join("\n  ", shown));
  }
}
