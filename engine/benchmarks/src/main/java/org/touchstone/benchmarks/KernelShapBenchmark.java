package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.KernelShap;

/**
 * Time of one KernelSHAP explanation. shap 0.46 made 3.7 a second (30 features, 50 background rows,
 * 2,108 coalitions, logistic model): 30 times as many take 9 ms each.
 */
@Budget(
    value = "KernelSHAP, 30 features, 50 background rows, 2108 coalitions; shap takes 270 ms",
    atMost = 9,
    unit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelShapBenchmark {

  private final KernelCase kernelCase = new KernelCase();
  private final KernelShap explainer = kernelCase.explainer(kernelCase.model);

  /** One explanation. */
  @Benchmark
  public Attribution touchstone() {
    return explainer.explain(kernelCase.row);
  }
}
