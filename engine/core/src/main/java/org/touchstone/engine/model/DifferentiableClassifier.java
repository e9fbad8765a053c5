package org.touchstone.engine.model;

/** A classifier whose probability has a gradient with respect to its inputs. */
public interface DifferentiableClassifier extends Classifier {

  /**
   * Computes the gradient of the probability of each row: {@code gradients[i * inputWidth() + j] =
   * dp_i / dx_ij}.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param gradients receives the row-major gradients, at least {@code count * inputWidth()} long
   * @throws ModelException if the model cannot score the rows
   */
  void gradient(double[] rows, int count, double[] gradients);
}
