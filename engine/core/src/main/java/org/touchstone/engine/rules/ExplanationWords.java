package org.touchstone.engine.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * The application's words for an explanation.
 *
 * @param outcome what the probability is of, for example {@code diabetes}
 * @param featureNames what people call a feature, by its name in the schema; the others keep theirs
 * @param decimals decimals of the probability, 1 to 15
 */
public record ExplanationWords(String outcome, Map<String, String> featureNames, int decimals) {

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if {@code decimals} is not 1 to 15
   */
  public ExplanationWords {
    featureNames = Map.copyOf(featureNames);
    if (decimals < 1 || decimals > 15) {
      throw new IllegalArgumentException(
          "A probability is written with 1 to 15 decimals, found " + decimals);
    }
  }

  /** The features' names in the schema, and two decimals, as in the paper. */
  public static ExplanationWords of(String outcome) {
    return new ExplanationWords(outcome, Map.of(), 2);
  }

  /** What a feature is called. */
  String name(String feature) {
    return featureNames.getOrDefault(feature, feature);
  }

  /** Rounded half up; what would be written as 0 or 1 and is not, is said to be below or above. */
  String probability(double probability) {
    BigDecimal rounded = BigDecimal.valueOf(probability).setScale(decimals, RoundingMode.HALF_UP);
    BigDecimal smallest = BigDecimal.ONE.movePointLeft(decimals);
    if (rounded.signum() == 0 && probability > 0) {
      return "less than " + smallest.toPlainString();
    }
    if (rounded.compareTo(BigDecimal.ONE) >= 0 && probability < 1) {
      return "more than " + BigDecimal.ONE.subtract(smallest).toPlainString();
    }
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
