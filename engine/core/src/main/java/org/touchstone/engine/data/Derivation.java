package org.touchstone.engine.data;

import java.util.List;
import java.util.Map;

/**
 * How a column is computed from another one when a table is read, for example {@code sex} from
 * {@code personal_status}. Where the source's value is missing the derived one is missing too.
 */
public sealed interface Derivation {

  /** The column that it is computed from. */
  String from();

  /**
   * Each level of the source becomes a level of the derived column.
   *
   * @param from a column with levels
   * @param levels the derived level of every level of the source
   */
  record Mapped(String from, Map<String, String> levels) implements Derivation {
    /** Copies the levels. */
    public Mapped {
      levels = Map.copyOf(levels);
    }
  }

  /**
   * A number is cut into the levels of the derived column. With cuts c1 &lt; ... &lt; ck the levels
   * stand for (-inf, c1], (c1, c2], ..., (ck, inf): left-open, right-closed.
   *
   * @param from a continuous column
   * @param cuts the cuts, strictly increasing and finite, one fewer than the derived column's
   *     levels
   */
  record Cut(String from, List<Double> cuts) implements Derivation {
    /** Copies the cuts. */
    public Cut {
      cuts = List.copyOf(cuts);
    }
  }
}
