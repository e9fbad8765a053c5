package org.touchstone.engine.timeshap;

/** Which events and features are relevant, so that their cells become players of their own. */
public sealed interface CellSelection {

  /**
   * Those whose absolute value is at least theta.
   *
   * @param theta on the scale of the model's output, above 0
   */
  record Threshold(double theta) implements CellSelection {
    /**
     * Checks the threshold.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Threshold {
      if (!(theta > 0)) {
        throw new IllegalArgumentException("The cell threshold is " + theta + "; it is above 0");
      }
    }
  }

  /**
   * Those with the largest absolute values; of equal ones the more recent event, the feature that
   * comes first.
   *
   * @param events number of events, 1 or more; all where there are fewer
   * @param features number of features, 1 or more; all where there are fewer
   */
  record Top(int events, int features) implements CellSelection {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Top {
      if (events < 1 || features < 1) {
        throw new IllegalArgumentException(
            "The numbers of top events and features are 1 or more, found "
                + events
                + " and "
                + features);
      }
    }
  }
}
