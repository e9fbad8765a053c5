package org.touchstone.engine.model;

/**
 * How a tree ensemble compares, adds and transforms: what differs between the libraries that train
 * them.
 *
 * @param comparison when a row goes left
 * @param inputPrecision width that an input is rounded to before it is compared with a threshold
 * @param missing what becomes of a missing value
 * @param aggregation how the trees' values are combined
 * @param baseMargin added to the combined values, before the link
 * @param arithmetic width in which the values are added up, in the order of the trees, and the link
 *     is computed
 * @param link turns the margin into the output
 */
public record EnsembleRules(
    Comparison comparison,
    Precision inputPrecision,
    Missing missing,
    Aggregation aggregation,
    double baseMargin,
    Precision arithmetic,
    Link link) {

  /** When a row goes left at a node. */
  public enum Comparison {
    /** Where {@code x < threshold}, as XGBoost does. */
    LESS,
    /** Where {@code x <= threshold}, as scikit-learn and LightGBM do. */
    LESS_OR_EQUAL
  }

  /** Width of floating-point numbers. */
  public enum Precision {
    /** 32 bits. */
    SINGLE,
    /** 64 bits. */
    DOUBLE
  }

  /** What becomes of a missing value ({@code NaN}). */
  public enum Missing {
    /** It goes in the direction that the node states. */
    BY_NODE,
    /** A row with a missing value in an input that a tree looks at scores {@code NaN}. */
    NOT_SUPPORTED
  }

  /** How the values of the leaves that a row reaches are combined. */
  public enum Aggregation {
    /** Their sum. */
    SUM,
    /** Their sum divided by the number of trees. */
    MEAN
  }

  /** Turns the margin into the output. */
  public enum Link {
    /** The margin is the probability already. */
    IDENTITY,
    /**
     * The logistic function. Also the softmax of two classes, where a leaf's value is the second
     * class's minus the first's.
     */
    LOGISTIC
  }

  /**
   * Creates rules.
   *
   * @throws IllegalArgumentException if the base margin is not finite
   */
  public EnsembleRules {
    if (!Double.isFinite(baseMargin)) {
      throw new IllegalArgumentException("The base margin is " + baseMargin + "; it is finite");
    }
  }

  /**
   * The rules of XGBoost's logistic objectives: {@code (float) x < threshold}, a missing value by
   * the node's default, sums and logistic function in single precision.
   *
   * @param baseMargin the log odds that every prediction starts from
   */
  public static EnsembleRules xgboostLogistic(float baseMargin) {
    return new EnsembleRules(
        Comparison.LESS,
        Precision.SINGLE,
        Missing.BY_NODE,
        Aggregation.SUM,
        baseMargin,
        Precision.SINGLE,
        Link.LOGISTIC);
  }

  /**
   * The rules of scikit-learn's forests: {@code (double) (float) x <= threshold}, the mean of the
   * trees' class fractions in double precision.
   *
   * @param missing whether the nodes state a direction for missing values
   */
  public static EnsembleRules scikitLearnForest(Missing missing) {
    return new EnsembleRules(
        Comparison.LESS_OR_EQUAL,
        Precision.SINGLE,
        missing,
        Aggregation.MEAN,
        0,
        Precision.DOUBLE,
        Link.IDENTITY);
  }

  /** Whether a value, which may be missing where nodes state a direction, goes left at a node. */
  boolean goesLeft(DecisionTree tree, int node, double x) {
    if (Double.isNaN(x)) {
      return tree.missingGoesLeft(node);
    }
    double compared = inputPrecision == Precision.SINGLE ? (float) x : x;
    return comparison == Comparison.LESS
        ? compared < tree.threshold(node)
        : compared <= tree.threshold(node);
  }
}
