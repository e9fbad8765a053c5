package org.touchstone.engine.model;

import java.util.List;
import java.util.Optional;
import org.touchstone.engine.data.Encoder;

/**
 * A sequence model together with the encoder that turns a readable event into its inputs: a
 * classifier over the columns of a schema. A model that embeds a categorical feature takes its
 * code, and the encoder leaves it as it is.
 */
public final class EncodedSequenceClassifier {

  private EncodedSequenceClassifier() {}

  /**
   * A classifier of readable events. It offers its state where the model does.
   *
   * @throws ModelException if the encoder gives another number of inputs than the model takes
   */
  public static SequenceClassifier of(Encoder encoder, SequenceClassifier model) {
    return of(encoder, model, Optional.empty());
  }

  private static SequenceClassifier of(
      Encoder encoder, SequenceClassifier model, Optional<ModelSource> source) {
    if (encoder.inputWidth() != model.eventWidth()) {
      throw new ModelException(
          "The model has "
              + model.eventWidth()
              + " inputs for an event, the encoding "
              + encoder.inputWidth()
              + "; encode the data as it was encoded for the training of the model");
    }
    return model instanceof StatefulSequenceClassifier stateful
        ? new Stateful(encoder, stateful, source)
        : new Plain(encoder, model, source);
  }

  /**
   * A classifier of readable events with a model that was read from a file.
   *
   * @throws ModelException if the encoder gives other inputs than the model takes, by number, or by
   *     name where the file names them
   */
  public static SequenceClassifier of(Encoder encoder, LoadedSequenceModel<?> model) {
    if (model.inputNames().isPresent() && !model.inputNames().get().equals(encoder.inputNames())) {
      throw new ModelException(
          "The encoding gives the inputs "
              + encoder.inputNames()
              + ", the model in "
              + model.source().file()
              + " takes "
              + model.inputNames().get()
              + "; put the encoded columns into the model's order");
    }
    return of(encoder, model.classifier(), Optional.of(model.source()));
  }

  /**
   * The file that a classifier of this class was read from; empty if it was made in code, or is of
   * another class.
   */
  public static Optional<ModelSource> source(SequenceClassifier model) {
    return unwrap(model) instanceof Plain plain ? plain.source : Optional.empty();
  }

  /**
   * The columns of an event that the model reads, in the order of the schema; empty if the
   * classifier is of another class, which may read all of them.
   */
  public static Optional<List<String>> features(SequenceClassifier model) {
    return unwrap(model) instanceof Plain plain
        ? Optional.of(plain.encoder.features())
        : Optional.empty();
  }

  private static SequenceClassifier unwrap(SequenceClassifier model) {
    return model instanceof CheckedSequenceClassifier checked ? checked.unwrap() : model;
  }

  /** Encodes the events of whole sequences, and no padding. */
  private static class Plain implements SequenceClassifier {
    final Encoder encoder;
    final Optional<ModelSource> source;
    private final SequenceClassifier model;

    Plain(Encoder encoder, SequenceClassifier model, Optional<ModelSource> source) {
      this.encoder = encoder;
      this.source = source;
      this.model = model;
    }

    @Override
    public int eventWidth() {
      return encoder.schema().size();
    }

    @Override
    public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
      SequenceLengths.check(lengths, count, maxLength);
      int from = eventWidth();
      int to = encoder.inputWidth();
      double[] inputs = new double[count * maxLength * to];
      double[] rows = new double[maxLength * from];
      double[] encoded = new double[maxLength * to];
      for (int s = 0; s < count; s++) {
        System.arraycopy(events, s * maxLength * from, rows, 0, lengths[s] * from);
        encoder.encode(rows, lengths[s], encoded);
        System.arraycopy(encoded, 0, inputs, s * maxLength * to, lengths[s] * to);
      }
      model.score(inputs, count, maxLength, lengths, out);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static final class Stateful extends Plain implements StatefulSequenceClassifier {
    private final StatefulSequenceClassifier model;

    Stateful(Encoder encoder, StatefulSequenceClassifier model, Optional<ModelSource> source) {
      super(encoder, model, source);
      this.model = model;
    }

    @Override
    public int stateWidth() {
      return model.stateWidth();
    }

    @Override
    public void initialState(double[] state) {
      model.initialState(state);
    }

    @Override
    public void advance(double[] events, int count, int steps, double[] states, double[] out) {
      double[] inputs = new double[count * steps * encoder.inputWidth()];
      encoder.encode(events, count * steps, inputs);
      model.advance(inputs, count, steps, states, out);
    }
  }
}
