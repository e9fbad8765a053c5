package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.KernelShap;

/**
 * What KernelSHAP adds to the model's own work: the time of an explanation over the time that it
 * spends in the model, by a clock around each of its calls. (Scoring prepared rows instead would
 * flatter or hurt: all rows of an explanation do not fit into the cache, and a few that take turns
 * teach the processor their branches.)
 */
@Promised(
    value = "KernelSHAP's time over its model evaluations, logistic model, 50 background rows",
    counter = "overModel",
    atMost = 1.25)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelShapShareBenchmark {

  private static final int WARM_UP_ITERATIONS = 3;

  private final KernelCase kernelCase = new KernelCase();
  private final Clocked model = new Clocked();
  private final KernelShap explainer = kernelCase.explainer(model);
  private long whole;
  private int iterations;

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Share {
    /** The time of an explanation over the time in the model, of one iteration. */
    public double overModel;
  }

  /** Forgets the iterations that warm up. */
  @Setup(Level.Iteration)
  public void begin() {
    if (iterations == WARM_UP_ITERATIONS) {
      whole = 0;
      model.nanos = 0;
    }
    iterations++;
  }

  /** One explanation. */
  @Benchmark
  public Attribution touchstone(Share share) {
    long start = System.nanoTime();
    Attribution attribution = explainer.explain(kernelCase.row);
    whole += System.nanoTime() - start;
    share.overModel = (double) whole / model.nanos;
    return attribution;
  }

  private final class Clocked implements Classifier {
    private long nanos;

    @Override
    public int inputWidth() {
      return KernelCase.FEATURES;
    }

    @Override
    public void score(double[] rows, int count, double[] scores) {
      long start = System.nanoTime();
      kernelCase.model.score(rows, count, scores);
      nanos += System.nanoTime() - start;
    }
  }
}
