package org.touchstone.engine.model;

/** Standardisation of a model's inputs: {@code (x_j - mean_j) / scale_j}. */
final class InputScaling {

  private final double[] mean;
  private final double[] scale;

  /**
   * Creates a scaling.
   *
   * @throws IllegalArgumentException if a mean is not finite or a scale is not positive and finite
   */
  InputScaling(double[] mean, double[] scale) {
    if (mean.length != scale.length) {
      throw new IllegalArgumentException(
          "Scaling has " + mean.length + " means and " + scale.length + " scales");
    }
    for (int j = 0; j < mean.length; j++) {
      if (!Double.isFinite(mean[j]) || !(scale[j] > 0) || Double.isInfinite(scale[j])) {
        throw new IllegalArgumentException(
            "Scaling of input "
                + j
                + " has mean "
                + mean[j]
                + " and scale "
                + scale[j]
                + "; a mean is finite and a scale positive and finite");
      }
    }
    this.mean = mean.clone();
    this.scale = scale.clone();
  }

  static InputScaling none(int width) {
    double[] ones = new double[width];
    java.util.Arrays.fill(ones, 1);
    return new InputScaling(new double[width], ones);
  }

  int width() {
    return mean.length;
  }

  double mean(int input) {
    return mean[input];
  }

  double scale(int input) {
    return scale[input];
  }

  /** Scales {@code count} row-major rows that start at row {@code from}. */
  void apply(double[] rows, int from, int count, double[] scaled) {
    int width = mean.length;
    for (int i = 0; i < count; i++) {
      int row = (from + i) * width;
      for (int j = 0; j < width; j++) {
        scaled[i * width + j] = (rows[row + j] - mean[j]) / scale[j];
      }
    }
  }
}
