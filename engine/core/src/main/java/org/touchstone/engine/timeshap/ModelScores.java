package org.touchstone.engine.timeshap;

import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.SequenceClassifier;

/** What is required of the scores that a model returns. */
final class ModelScores {

  private ModelScores() {}

  /**
   * Checks scores.
   *
   * @throws ModelException if one is not a probability
   */
  static void requireProbabilities(double[] scores, int count) {
    for (int i = 0; i < count; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new ModelException(
            "The model returned "
                + scores[i]
                + " for a perturbed sequence; a probability lies in [0, 1]. A missing value in the"
                + " sequence is one cause");
      }
    }
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
