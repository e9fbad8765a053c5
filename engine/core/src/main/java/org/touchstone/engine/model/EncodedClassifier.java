package org.touchstone.engine.model;

import java.util.Optional;
import org.touchstone.engine.data.Encoder;

/**
 * A model together with the encoder that turns a readable row into its inputs: a classifier over
 * the columns of a schema. KPIs and explainers work on these columns, the ones a person reads.
 */
public final class EncodedClassifier implements Classifier {

  /** Rows that are encoded at a time: the encoded batch stays in the cache. */
  private static final int BLOCK = 4096;

  private final Encoder encoder;
  private final Classifier model;
  private final Optional<ModelSource> source;
  private final ThreadLocal<double[]> buffer = ThreadLocal.withInitial(() -> new double[0]);

  private EncodedClassifier(Encoder encoder, Classifier model, Optional<ModelSource> source) {
    this.encoder = encoder;
    this.model = model;
    this.source = source;
    if (encoder.inputWidth() != model.inputWidth()) {
      throw new ModelException(
          "The model has "
              + model.inputWidth()
              + " inputs, the encoding "
              + encoder.inputWidth()
              + "; encode the data as it was encoded for the training of the model");
    }
  }

  /**
   * A model that was made in code.
   *
   * @throws ModelException if the encoder gives another number of inputs than the model takes
   */
  public static EncodedClassifier of(Encoder encoder, Classifier model) {
    return new EncodedClassifier(encoder, model, Optional.empty());
  }

  /**
   * A model that was read from a file.
   *
   * @throws ModelException if the encoder gives other inputs than the model takes, by number, or by
   *     name where the file names them
   */
  public static EncodedClassifier of(Encoder encoder, LoadedModel<?> model) {
    model.requireInputs(encoder.inputNames());
    return new EncodedClassifier(encoder, model.classifier(), Optional.of(model.source()));
  }

  /** The encoder. */
  public Encoder encoder() {
    return encoder;
  }

  /** The model behind the encoder; it takes encoded rows. */
  public Classifier model() {
    return model;
  }

  /** The file that the model was read from; empty if it was made in code. */
  public Optional<ModelSource> source() {
    return source;
  }

  @Override
  public int inputWidth() {
    return encoder.schema().size();
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    int width = inputWidth();
    double[] encoded = buffer(Math.min(count, BLOCK) * model.inputWidth());
    if (count <= BLOCK) {
      encoder.encode(rows, count, encoded);
      model.score(encoded, count, out);
      return;
    }
    double[] block = new double[BLOCK * width];
    double[] scores = new double[BLOCK];
    for (int from = 0; from < count; from += BLOCK) {
      int rowsInBlock = Math.min(BLOCK, count - from);
      System.arraycopy(rows, from * width, block, 0, rowsInBlock * width);
      encoder.encode(block, rowsInBlock, encoded);
      model.score(encoded, rowsInBlock, scores);
      System.arraycopy(scores, 0, out, from, rowsInBlock);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  private double[] buffer(int length) {
    double[] current = buffer.get();
    if (current.length < length) {
      current = new double[length];
      buffer.set(current);
    }
    return current;
  }
}
