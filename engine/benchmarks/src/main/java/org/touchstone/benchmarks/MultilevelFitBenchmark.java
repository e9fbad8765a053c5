package org.touchstone.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.model.fit.LogisticFit;
import org.touchstone.engine.model.fit.LogisticTraining;
import org.touchstone.engine.model.fit.MultilevelFit;
import org.touchstone.engine.model.fit.RandomTerms;

/**
 * A random-intercept fit with standard errors against one plain logistic fit of the same rows. The
 * set-up fails if the fit does not find the parameters that the rows were drawn with.
 */
@Compared(
    value = "Fits of a random-intercept model, 100,000 rows x 20 features x 50 groups",
    atLeast = 0.05)
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(MultilevelFitBenchmark.ROWS)
@Fork(1)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 3, time = 10)
public class MultilevelFitBenchmark {

  static final int ROWS = 100_000;
  private static final int FEATURES = 20;
  private static final int GROUPS = 50;

  private final LogisticTraining training = training();

  /** Compares the fit with the simulation. */
  @Setup
  public void requireTheSimulatedParameters() {
    MultilevelFit fit = touchstone();
    double[] coefficients = fit.model().fixed().coefficients();
    double[] errors = fit.model().fixed().standardErrors().orElseThrow();
    for (int j = 0; j < FEATURES; j++) {
      if (!(Math.abs(coefficients[j] - coefficient(j)) <= 5 * errors[j + 1])) {
        throw new IllegalStateException(
            "Coefficient " + j + " is " + coefficients[j] + ", drawn with " + coefficient(j));
      }
    }
    double deviation = fit.standardDeviation("(Intercept)");
    if (!(deviation > 0.4 && deviation < 0.8)) {
      throw new IllegalStateException("The groups' deviation is " + deviation);
    }
  }

  /** Laplace approximation, standard errors from the Hessian. */
  @Benchmark
  public MultilevelFit touchstone() {
    return MultilevelFit.of(training, RandomTerms.interceptOnly());
  }

  /** Newton's method on all rows. */
  @Benchmark
  public LogisticFit plainLogistic() {
    return LogisticFit.of(training);
  }

  private static double coefficient(int feature) {
    return (feature - 9.5) / 20;
  }

  private static LogisticTraining training() {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = new double[ROWS * FEATURES];
    boolean[] positive = new boolean[ROWS];
    int[] codes = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      codes[i] = random.nextInt(GROUPS);
      // Evenly spread from -1 to 1: a standard deviation of 0.59.
      double logOdds = -0.5 + 2.0 * codes[i] / (GROUPS - 1) - 1;
      for (int j = 0; j < FEATURES; j++) {
        values[i * FEATURES + j] = 4 * random.nextDouble() - 2;
        logOdds += coefficient(j) * values[i * FEATURES + j];
      }
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
    }
    return LogisticTraining.of(names("x", FEATURES), values, positive)
        .groupedBy("group", names("g", GROUPS), codes);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
