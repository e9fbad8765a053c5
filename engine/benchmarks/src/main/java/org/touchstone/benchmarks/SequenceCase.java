package org.touchstone.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.RecurrentLayer;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceHead;
import org.touchstone.engine.timeshap.SequenceBackground;
import org.touchstone.engine.timeshap.TimeShap;
import org.touchstone.engine.timeshap.TimeShapOptions;

/**
 * The case that TimeSHAP is measured on: sequences of events of 6 features, a GRU of 32 units in
 * one layer or two, in single precision as PyTorch computes, and 32,000 coalitions. Weights and
 * events are random: what they are does not change the work.
 */
final class SequenceCase {

  static final int FEATURES = 6;
  static final int UNITS = 32;
  static final int COALITIONS = 32_000;

  final Gru model;
  final double[] events;

  SequenceCase(int length, int layers) {
    this(length, layers, FEATURES, UNITS);
  }

  SequenceCase(int length, int layers, int features, int units) {
    SplittableRandom random = new SplittableRandom(1);
    List<RecurrentLayer> weights =
        IntStream.range(0, layers)
            .mapToObj(i -> layer(random, i == 0 ? features : units, units))
            .toList();
    SequenceHead head = new SequenceHead(numbers(random, units, 1), new double[1], 0);
    model = new Gru(weights, head).withPrecision(Precision.SINGLE);
    events = numbers(random, (long) length * features, 2);
  }

  /** An explainer of this model, or of one that does the same; nothing is pruned. */
  TimeShap explainer(SequenceClassifier explained, int coalitions) {
    return new TimeShap(
        explained,
        SequenceBackground.event(new double[explained.eventWidth()]),
        TimeShapOptions.DEFAULT.withoutPruning().withNsamples(coalitions));
  }

  /** Processor time of this thread, in seconds. */
  static double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static RecurrentLayer layer(SplittableRandom random, int inputs, int units) {
    // As PyTorch draws them; larger ones would drive the gates to 0 and 1.
    double bound = 1 / Math.sqrt(units);
    return new RecurrentLayer(
        inputs,
        units,
        numbers(random, 3L * units * inputs, bound),
        numbers(random, 3L * units * units, bound),
        numbers(random, 3L * units, bound),
        numbers(random, 3L * units, bound));
  }

  private static double[] numbers(SplittableRandom random, long count, double bound) {
    double[] values = new double[Math.toIntExact(count)];
    Arrays.setAll(values, i -> random.nextDouble(-bound, bound));
    return values;
  }
}
