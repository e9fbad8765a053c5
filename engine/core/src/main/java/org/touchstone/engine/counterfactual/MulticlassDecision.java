package org.touchstone.engine.counterfactual;

import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.MulticlassMlp;

/** A network of several classes behind an encoder. */
final class MulticlassDecision implements DecisionModel {

  private final Encoder encoder;
  private final MulticlassMlp model;
  private final ThreadLocal<double[]> buffer = ThreadLocal.withInitial(() -> new double[0]);

  MulticlassDecision(Encoder encoder, MulticlassMlp model) {
    if (encoder.inputWidth() != model.inputWidth()) {
      throw new ModelException(
          "The model has "
              + model.inputWidth()
              + " inputs, the encoding "
              + encoder.inputWidth()
              + "; encode the data as it was encoded for the training of the model");
    }
    this.encoder = encoder;
    this.model = model;
  }

  @Override
  public int inputWidth() {
    return encoder.schema().size();
  }

  @Override
  public int classes() {
    return model.classCount();
  }

  @Override
  public void probabilities(double[] rows, int count, double[] out) {
    double[] inputs = buffer.get();
    if (inputs.length < count * model.inputWidth()) {
      inputs = new double[count * model.inputWidth()];
      buffer.set(inputs);
    }
    encoder.encode(rows, count, inputs);
    model.score(inputs, count, out);
  }
}
