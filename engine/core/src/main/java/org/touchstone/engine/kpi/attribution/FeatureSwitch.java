package org.touchstone.engine.kpi.attribution;

import java.util.Arrays;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.timeshap.SequenceBackground;

/** Switches one feature of a sequence between its own values and those of the background. */
final class FeatureSwitch {

  private final SequenceClassifier model;
  private final double[] background;
  private final boolean repeated;
  private final int width;

  FeatureSwitch(SequenceClassifier model, SequenceBackground background) {
    this.model = model;
    this.background = background.values();
    this.repeated = background.isRepeatedEvent();
    this.width = background.width();
  }

  /**
   * Whether the output changes when the feature alone is replaced, or when it alone is kept.
   *
   * @param events time x features, row-major
   * @param feature from 0
   */
  boolean changesOutput(double[] events, int feature) {
    int length = events.length / width;
    // Four sequences: all, all but the feature, the feature alone, none.
    double[] batch = new double[4 * events.length];
    for (int i = 0; i < events.length; i++) {
      double own = events[i];
      double other = background[repeated ? i % width : i];
      boolean switched = i % width == feature;
      batch[i] = own;
      batch[events.length + i] = switched ? other : own;
      batch[2 * events.length + i] = switched ? own : other;
      batch[3 * events.length + i] = other;
    }
    int[] lengths = new int[4];
    Arrays.fill(lengths, length);
    double[] out = new double[4];
    model.score(batch, 4, length, lengths, out);
    return out[0] != out[1] || out[2] != out[3];
  }
}
