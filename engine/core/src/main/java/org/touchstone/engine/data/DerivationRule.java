package org.touchstone.engine.data;

import java.util.Arrays;

/** A {@link Derivation} as a function of numbers and codes. */
interface DerivationRule {

  /** The code of the derived level for a value of the source, which is not missing. */
  int code(double value);

  /**
   * The rule of a derivation.
   *
   * @throws DataException if it does not fit the two columns
   */
  static DerivationRule of(Derivation derivation, Feature source, Feature derived) {
    if (derivation instanceof Derivation.Mapped mapped) {
      return mapping(mapped, source, derived);
    }
    return cutting((Derivation.Cut) derivation, source, derived);
  }

  private static DerivationRule mapping(Derivation.Mapped mapped, Feature source, Feature derived) {
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

  private static DerivationRule cutting(Derivation.Cut cut, Feature source, Feature derived) {
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
