package org.touchstone.engine.data;

import java.util.Arrays;
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

  /**
   * The derivation as a function of codes and numbers.
   *
   * @throws DataException if it does not fit the two columns
   */
  static Rule rule(Derivation derivation, Feature source, Feature derived) {
    if (derivation instanceof Mapped mapped) {
      return mapping(mapped, source, derived);
    }
    return cutting((Cut) derivation, source, derived);
  }

  /** From a source's value, not missing, to the code of the derived level. */
  interface Rule {
    /** The code of the derived level. */
    int code(double value);
  }

  private static Rule mapping(Mapped mapped, Feature source, Feature derived) {
    if (source.levels().isEmpty()) {
      throw refused(
          derived,
          "maps levels, but " + Wording.quote(source.name()) + " is continuous; use \"cuts\"");
    }
    for (String level : mapped.levels().keySet()) {
      if (source.code(level).isEmpty()) {
        throw refused(
            derived,
            "maps the level "
                + Wording.quote(level)
                + ", which "
                + Wording.quote(source.name())
                + " does not have; it has "
                + Wording.list(source.levels())
                + Wording.suggestion(level, source.levels()));
      }
    }
    int[] codes = new int[source.levels().size()];
    for (int i = 0; i < codes.length; i++) {
      String level = source.levels().get(i);
      String target = mapped.levels().get(level);
      if (target == null) {
        throw refused(
            derived,
            "does not map the level "
                + Wording.quote(level)
                + " of "
                + Wording.quote(source.name())
                + "; map every level");
      }
      codes[i] =
          derived
              .code(target)
              .orElseThrow(
                  () ->
                      refused(
                          derived,
                          "maps "
                              + Wording.quote(level)
                              + " to "
                              + Wording.quote(target)
                              + ", which is not one of its levels "
                              + Wording.list(derived.levels())
                              + Wording.suggestion(target, derived.levels())));
    }
    return value -> codes[(int) value];
  }

  private static Rule cutting(Cut cut, Feature source, Feature derived) {
    if (!source.levels().isEmpty()) {
      throw refused(
          derived,
          "cuts "
              + Wording.quote(source.name())
              + ", which has levels and is not a number; use \"map\"");
    }
    double[] cuts = cut.cuts().stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 0; i < cuts.length; i++) {
      if (!Double.isFinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1])) {
        throw refused(derived, "has cuts " + cut.cuts() + "; they must be finite and increase");
      }
    }
    if (cuts.length + 1 != derived.levels().size()) {
      throw refused(
          derived,
          "has "
              + Wording.count(cuts.length, "cut")
              + ", which need "
              + Wording.count(cuts.length + 1, "level")
              + ", but "
              + Wording.count(derived.levels().size(), "level")
              + ": "
              + Wording.list(derived.levels()));
    }
    return value -> {
      int at = Arrays.binarySearch(cuts, value);
      // A value equal to a cut belongs to the interval that the cut closes.
      return at >= 0 ? at : -at - 1;
    };
  }

  private static DataException refused(Feature derived, String what) {
    return new DataException("The derived column " + Wording.quote(derived.name()) + " " + what);
  }
}
