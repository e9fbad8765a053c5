package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.touchstone.engine.flip.FlipSearch;

/**
 * Prints what a closest flip point costs on one thread, in processor time, best of 7, and how many
 * gradients of the network that is.
 */
public final class FlipCost {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private FlipCost() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    print(out, "8-12-8-2", 8, List.of(12, 8));
    print(out, "61-13-9-6-2", 61, List.of(13, 9, 6));
  }

  private static void print(PrintWriter out, String name, int features, List<Integer> hidden) {
    FlipCase one = new FlipCase(features, hidden, FlipSearch.SINGLE);
    FlipCase many = new FlipCase(features, hidden, FlipSearch.THOROUGH);
    double gradient = best(one::gradients);
    for (FlipCase flips : List.of(one, many)) {
      double cost = best(flips::closest);
      out.printf(
          Locale.ROOT,
          "%s, %s: %.3f ms a row, %.0f gradients of %.2f us%n",
          name,
          flips == one ? "one start" : "many starts",
          cost / 1000,
          cost / gradient,
          gradient);
    }
  }

  /** Microseconds a row. */
  private static double best(DoubleSupplier work) {
    double sum = 0;
    long warm = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
    while (THREADS.getCurrentThreadCpuTime() < warm) {
      sum += work.getAsDouble();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 7; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      sum += work.getAsDouble();
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1000.0);
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("A distance is not a number");
    }
    return best / FlipCase.ROWS;
  }
}
