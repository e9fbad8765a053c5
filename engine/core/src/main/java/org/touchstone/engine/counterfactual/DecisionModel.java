package org.touchstone.engine.counterfactual;

import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.MulticlassMlp;

/**
 * A classifier together with its decision rule: the probabilities of K classes, and the class that
 * they stand for. Classes are numbered from 0; of a {@link Classifier} the positive class is class
 * 1. Implementations are safe for use by several threads at once.
 */
public interface DecisionModel {

  /** Number of inputs of one row, the stride of the row-major buffer that the model takes. */
  int inputWidth();

  /** Number of classes K, 2 or more. */
  int classes();

  /**
   * Computes the probabilities of all classes.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the row-major probabilities, at least {@code count * classes()} long
   * @throws org.touchstone.engine.model.ModelException if the model cannot score the rows
   */
  void probabilities(double[] rows, int count, double[] out);

  /**
   * The class that the model decides for.
   *
   * @param probabilities probabilities of all classes, from index {@code from} on
   */
  default int decide(double[] probabilities, int from) {
    int best = 0;
    for (int k = 1; k < classes(); k++) {
      if (probabilities[from + k] > probabilities[from + best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * Two classes, decided by the larger probability; of equal ones the lower class is taken, so that
   * a probability of exactly 0.5 is class 0, as scikit-learn's classifiers decide.
   *
   * @param model gives the probability of class 1
   */
  static DecisionModel argmax(Classifier model) {
    return new BinaryDecision(model, 0.5, false);
  }

  /**
   * Two classes: class 1 where its probability is at least the threshold, else class 0.
   *
   * @param model gives the probability of class 1
   * @param threshold in (0, 1)
   * @throws IllegalArgumentException if the threshold is not in (0, 1)
   */
  static DecisionModel threshold(Classifier model, double threshold) {
    return new BinaryDecision(model, threshold, true);
  }

  /**
   * Several classes, decided by the largest probability; of equal ones the lowest class is taken.
   *
   * @param encoder turns a readable row into the model's inputs
   * @param model gives the probabilities of the classes
   * @throws org.touchstone.engine.model.ModelException if the encoder gives another number of
   *     inputs than the model takes
   */
  static DecisionModel argmax(Encoder encoder, MulticlassMlp model) {
    return new MulticlassDecision(encoder, model);
  }
}
