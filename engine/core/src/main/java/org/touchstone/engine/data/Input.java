package org.touchstone.engine.data;

import java.util.Map;

/** One input of a model, computed from one column of a row. */
public sealed interface Input {

  /** The input's name, as the model knows it. */
  String name();

  /** The column that it is computed from. */
  String feature();

  /**
   * A number: {@code (x - mean) / scale}. For an ordinal or binary column x is the code of the
   * level, from 0. Min-max scaling is {@code mean = min, scale = max - min}.
   *
   * @param name the input's name
   * @param feature a continuous, ordinal or binary column
   * @param mean what is subtracted, finite
   * @param scale what is divided by, finite and above 0
   */
  @SuppressWarnings("JavaLangClash") // Read as Input.Number, the word for what it is.
  record Number(String name, String feature, double mean, double scale) implements Input {
    /**
     * Checks mean and scale.
     *
     * @throws DataException if mean is not finite, or scale is not finite and above 0
     */
    public Number {
      if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
        throw new DataException(
            "Input "
                + Wording.quote(name)
                + " has mean "
                + mean
                + " and scale "
                + scale
                + "; mean must be finite, scale finite and above 0");
      }
    }

    /** The number as it is. */
    public static Number passthrough(String name, String feature) {
      return new Number(name, feature, 0, 1);
    }
  }

  /**
   * One-hot: 1 where the column has the level, else 0.
   *
   * @param name the input's name
   * @param feature a column with levels
   * @param level the level that the input stands for
   */
  record Indicator(String name, String feature, String level) implements Input {}

  /**
   * A number of its own for each level, for models that were trained on numbered levels.
   *
   * @param name the input's name
   * @param feature a column with levels
   * @param codes the number of every level, finite
   */
  record Codes(String name, String feature, Map<String, Double> codes) implements Input {
    /** Copies the numbers. */
    public Codes {
      codes = Map.copyOf(codes);
    }
  }
}
