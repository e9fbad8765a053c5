package org.touchstone.benchmarks;

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
import org.openjdk.jmh.infra.Blackhole;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.PathDependentTreeShap;

/** Rows a second on two threads against one; both cores of the machine have to be free. */
@Compared(value = "Path-dependent TreeSHAP, two threads against one", atLeast = 1.7)
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeShapThreadsBenchmark {

  private static final int ROWS = 16384;

  private final double[] rows = RandomForest.rows(ROWS);
  private final PathDependentTreeShap explainer =
      new PathDependentTreeShap(RandomForest.of(16, 8), RandomForest.players());

  /** On two threads. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void touchstone(Blackhole sink) {
    explainer.explain(rows, ROWS, Execution.on(2), sink::consume);
  }

  /** On one. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void oneThread(Blackhole sink) {
    explainer.explain(rows, ROWS, Execution.SINGLE, sink::consume);
  }
}
