package org.touchstone.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.touchstone.engine.model.LoadedSequenceModel;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceLengths;
import org.touchstone.engine.model.StatefulSequenceClassifier;

/**
 * Opens ONNX files of sequence models with ONNX Runtime on the CPU.
 *
 * <p>The model has an input of events, batch x time x inputs, of floats, with time open, and an
 * output of floats, batch or batch x outputs, with the probability. It may have inputs for its
 * state, of fixed size but for the batch, and an output of the same shape for each that continues
 * it: then it is a {@link StatefulSequenceClassifier}. Several states are matched in the order in
 * which the file lists them; the state before the first event is 0.
 */
public final class OnnxSequenceModels {

  /** The id of this format. */
  public static final String ID = "onnx-sequence";

  private OnnxSequenceModels() {}

  /**
   * Opens a model.
   *
   * @return a {@link StatefulSequenceClassifier} where the model has state inputs; input names are
   *     those of the metadata {@code feature_names}, if there
   * @throws org.touchstone.engine.model.ModelException if the runtime cannot read the file, or the
   *     model is not one of sequences; the message names the inputs and outputs that it has
   */
  public static LoadedSequenceModel<SequenceClassifier> load(
      ModelFile file, OnnxSequenceOptions options) {
    OnnxSequenceSession session = OnnxSequenceSession.open(file, options);
    try {
      SequenceClassifier model =
          session.signature().states().isEmpty() ? new Plain(session) : new Stateful(session);
      return new LoadedSequenceModel<>(
          model, file.source(ID), OnnxInputNames.of(session.metadata(), file));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Scores whole sequences, those of one length together. */
  private static class Plain implements SequenceClassifier {
    final OnnxSequenceSession session;

    Plain(OnnxSequenceSession session) {
      this.session = session;
    }

    @Override
    public int eventWidth() {
      return session.signature().eventWidth();
    }

    @Override
    public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
      SequenceLengths.check(lengths, count, maxLength);
      Map<Integer, List<Integer>> rowsOfLength = new TreeMap<>();
      for (int s = 0; s < count; s++) {
        rowsOfLength.computeIfAbsent(lengths[s], length -> new ArrayList<>()).add(s);
      }
      double[] states = new double[count * session.stateWidth()];
      rowsOfLength.forEach(
          (length, rows) ->
              session.run(
                  events,
                  maxLength * eventWidth(),
                  rows.stream().mapToInt(Integer::intValue).toArray(),
                  length,
                  states,
                  out));
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static final class Stateful extends Plain implements StatefulSequenceClassifier {

    Stateful(OnnxSequenceSession session) {
      super(session);
    }

    @Override
    public int stateWidth() {
      return session.stateWidth();
    }

    @Override
    public void initialState(double[] state) {
      Arrays.fill(state, 0, stateWidth(), 0);
    }

    @Override
    public void advance(double[] events, int count, int steps, double[] states, double[] out) {
      if (steps < 1) {
        throw new IllegalArgumentException("A sequence advances by 1 or more events, not " + steps);
      }
      int[] rows = new int[count];
      Arrays.setAll(rows, s -> s);
      session.run(events, steps * eventWidth(), rows, steps, states, out);
    }
  }
}
