package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * Prints how the cost of explaining a sequence grows with its length, its features, the coalitions
 * and the model: CPU time, best of 5.
 */
public final class TimeShapScaling {

  private static final double WARM_UP_SECONDS = 1.5;

  private TimeShapScaling() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (int length : new int[] {20, 50, 100, 200, 500}) {
      out.printf("%d events: %.0f ms%n", length, events(length, 1, 6, 32, 32_000));
    }
    for (int coalitions : new int[] {2_000, 8_000, 32_000, 128_000}) {
      out.printf("%d coalitions: %.0f ms%n", coalitions, events(100, 1, 6, 32, coalitions));
    }
    for (int units : new int[] {16, 32, 64, 128}) {
      out.printf("%d units: %.0f ms%n", units, events(100, 1, 6, units, 8_000));
    }
    for (int features : new int[] {6, 25, 100}) {
      out.printf("%d features: %.0f ms%n", features, events(100, 1, features, 32, 8_000));
    }
    for (int layers : new int[] {1, 2, 3}) {
      out.printf("%d layers: %.0f ms%n", layers, events(100, layers, 6, 32, 8_000));
    }
    for (int length : new int[] {60, 120, 240, 480, 960}) {
      SequenceCase sequence = new SequenceCase(length, 2);
      TimeShap explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);
      out.printf(
          "pruning table of %d events: %.0f ms%n",
          length, best(() -> explainer.pruning(sequence.events)));
    }
    SequenceCase sequence = new SequenceCase(480, 2);
    TimeShap explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);
    for (int kept : new int[] {10, 20, 40, 80, 160}) {
      out.printf(
          "480 events, %d kept: %.0f ms%n",
          kept, best(() -> explainer.explainEvents(sequence.events, 480 - kept)));
    }
  }

  private static double events(int length, int layers, int features, int units, int coalitions) {
    SequenceCase sequence = new SequenceCase(length, layers, features, units);
    TimeShap explainer = sequence.explainer(sequence.model, coalitions);
    return best(() -> explainer.explainEvents(sequence.events, 0));
  }

  private static double best(Runnable work) {
    double warm = SequenceCase.cpuSeconds() + WARM_UP_SECONDS;
    while (SequenceCase.cpuSeconds() < warm) {
      work.run();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 5; i++) {
      double start = SequenceCase.cpuSeconds();
      work.run();
      best = Math.min(best, 1000 * (SequenceCase.cpuSeconds() - start));
    }
    return best;
  }
}
