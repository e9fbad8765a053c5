package org.touchstone.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.flip.FlipSearch;

/** Time of a closest flip point, from one start, one thread. */
@Budget(
    value = "Closest flip point per row, erf network 8-12-8-2, from one start",
    atMost = 500,
    unit = TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlipSmallSingleBenchmark {

  private final FlipCase flipCase = new FlipCase(8, List.of(12, 8), FlipSearch.SINGLE);

  /** The closest flip point of each row. */
  @Benchmark
  @OperationsPerInvocation(FlipCase.ROWS)
  public double touchstone() {
    return flipCase.closest();
  }

  /** One gradient of the model, to compare with. */
  @Benchmark
  @OperationsPerInvocation(FlipCase.ROWS)
  public double oneGradient() {
    return flipCase.gradients();
  }
}
