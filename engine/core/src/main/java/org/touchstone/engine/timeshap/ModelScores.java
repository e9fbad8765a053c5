package org.touchstone.engine.timeshap;

import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.SequenceClassifier;

/** What is required of the scores that a model returns. */
final class ModelScores {

  private ModelScores() {}

  /**
   * Checks scores.
   *
   * @param events the sequence that is explained, time x features
   * @param width number of features
   * @throws ModelException if one is not a probability; the message names the first missing value
   *     of the sequence, which is the common cause
   */
  static void requireProbabilities(double[] scores, int count, double[] events, int width) {
    for (int i = 0; i < count; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new ModelException(
            "The model returned "
                + scores[i]
                + " for a perturbed sequence; a probability lies in [0, 1]"
                + missing(events, width));
      }
    }
  }

  private static String missing(double[] events, int width) {
    for (int i = 0; i < events.length; i++) {
      if (Double.isNaN(events[i])) {
        return ". The sequence has a missing value in feature "
            + i % width
            + " (from 0) of event "
            + (i / width - events.length / width)
            + " (-1 is the last); encode missing values as the model was trained with them";
      }
    }
    return "";
  }

  /** Throws if the model takes other events than the background has. */
  static void requireWidth(SequenceClassifier model, int width) {
    if (model.eventWidth() != width) {
      throw new IllegalArgumentException(
          "The model takes events of "
              + model.eventWidth()
              + " inputs, the background has "
              + width
              + " features");
    }
  }
}
