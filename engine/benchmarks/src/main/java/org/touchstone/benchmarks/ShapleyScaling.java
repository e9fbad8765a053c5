package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.PathDependentTreeShap;
import org.touchstone.engine.shapley.Players;

/**
 * Prints how the cost of a row grows with rows, features, background, depth: CPU time, best of 7.
 */
public final class ShapleyScaling {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final long WARM_UP_NANOS = 1_500_000_000;

  private ShapleyScaling() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int[][] shapes = {{16, 4}, {16, 8}, {64, 8}, {256, 12}, {549, 12}, {549, 24}};
    for (int[] shape : shapes) {
      Explainer path =
          new PathDependentTreeShap(RandomForest.of(shape[0], shape[1]), RandomForest.players());
      out.printf("path, %d leaves, depth %d: %.1f us%n", shape[0], shape[1], cost(path, 256));
    }
    Explainer path = new PathDependentTreeShap(RandomForest.of(16, 8), RandomForest.players());
    for (int rows : new int[] {1, 10, 100, 1000, 10000}) {
      out.printf("path, 16 leaves, depth 8, %d rows: %.1f us%n", rows, cost(path, rows));
    }
    for (int background : new int[] {10, 100, 1000}) {
      Explainer interventional =
          new InterventionalTreeShap(
              RandomForest.of(16, 8),
              RandomForest.players(),
              Background.of(RandomForest.rows(background), RandomForest.INPUTS));
      out.printf("interventional, background %d: %.1f us%n", background, cost(interventional, 512));
    }
    for (int[] shape : new int[][] {{10, 50}, {30, 50}, {100, 50}, {30, 10}, {30, 200}}) {
      out.printf(
          "kernel, %d features, background %d: %.0f us%n",
          shape[0], shape[1], kernelCost(shape[0], shape[1]));
    }
  }

  private static double kernelCost(int features, int background) {
    SplittableRandom random = new SplittableRandom(1);
    double[] coefficients = new double[features];
    Arrays.setAll(coefficients, i -> random.nextDouble() - 0.5);
    double[] rows = new double[Math.max(background, 4) * features];
    Arrays.setAll(rows, i -> random.nextDouble());
    KernelShap explainer =
        new KernelShap(
            new LogisticRegression(coefficients, 0),
            Players.of(IntStream.range(0, features).mapToObj(i -> "x" + i).toList()),
            Background.of(Arrays.copyOf(rows, background * features), features),
            KernelShap.Options.DEFAULT.withBudget(2108));
    return best(() -> explainer.explain(rows, 4, Execution.SINGLE, attribution -> {})) / 4;
  }

  private static double cost(Explainer explainer, int count) {
    double[] rows = RandomForest.rows(count);
    int repeats = Math.max(1, 200 / count);
    return best(
            () -> {
              for (int i = 0; i < repeats; i++) {
                explainer.explain(rows, count, Execution.SINGLE, attribution -> {});
              }
            })
        / count
        / repeats;
  }

  private static double best(Runnable work) {
    long warm = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
    while (THREADS.getCurrentThreadCpuTime() < warm) {
      work.run();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 7; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1000.0);
    }
    return best;
  }
}
