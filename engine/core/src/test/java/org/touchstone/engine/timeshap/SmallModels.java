package org.touchstone.engine.timeshap;

import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.RecurrentLayer;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceHead;

/** Models of the tests. */
final class SmallModels {

  private SmallModels() {}

  /** A GRU with random weights. */
  static Gru gru(long seed, int width, int hidden) {
    SplittableRandom random = new SplittableRandom(seed);
    RecurrentLayer layer =
        new RecurrentLayer(
            width,
            hidden,
            random.doubles(3L * hidden * width, -1, 1).toArray(),
            random.doubles(3L * hidden * hidden, -1, 1).toArray(),
            random.doubles(3L * hidden, -1, 1).toArray(),
            random.doubles(3L * hidden, -1, 1).toArray());
    return new Gru(
        List.of(layer),
        new SequenceHead(random.doubles(hidden, -2, 2).toArray(), new double[1], 0));
  }

  /** The same model, of which only the scores of whole sequences can be had. */
  static SequenceClassifier withoutState(SequenceClassifier model) {
    return new SequenceClassifier() {
      @Override
      public int eventWidth() {
        return model.eventWidth();
      }

      @Override
      public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
        model.score(events, count, maxLength, lengths, out);
      }
    };
  }

  /** A model without states: {@code 0.5 + sum over t, j of weights[j] x_tj}, cut to [0, 1]. */
  static SequenceClassifier linear(double... weights) {
    return new SequenceClassifier() {
      @Override
      public int eventWidth() {
        return weights.length;
      }

      @Override
      public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
        for (int s = 0; s < count; s++) {
          double sum = 0.5;
          for (int i = 0; i < lengths[s] * weights.length; i++) {
            sum += weights[i % weights.length] * events[s * maxLength * weights.length + i];
          }
          out[s] = Math.max(0, Math.min(1, sum));
        }
      }
    };
  }

  /**
   * A model of events of one feature: {@code 0.5 + 0.4 / (T - 2) sum over t of a_t x_t x_t+1 x_t+2}
   * for sequences of as many events as there are factors and two more. With ones on a background of
   * zeros, the Shapley value of an event is a third of the terms that it is in.
   *
   * @param factors a, in [-1, 1]
   */
  static SequenceClassifier triples(double... factors) {
    return new SequenceClassifier() {
      @Override
      public int eventWidth() {
        return 1;
      }

      @Override
      public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
        for (int s = 0; s < count; s++) {
          double sum = 0;
          for (int t = 0; t < factors.length; t++) {
            int at = s * maxLength + t;
            sum += factors[t] * events[at] * events[at + 1] * events[at + 2];
          }
          out[s] = 0.5 + 0.4 / factors.length * sum;
        }
      }
    };
  }
}
