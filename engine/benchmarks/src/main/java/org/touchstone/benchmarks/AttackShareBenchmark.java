package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.model.Classifier;

/**
 * The share of PermuteAttack's time that it spends in the model, a forest of 10 trees behind its
 * encoder, by a clock around each of its calls.
 */
@Promised(
    value = "Share of PermuteAttack's time in the model, forest of 10 trees, German Credit",
    counter = "inModel",
    atLeast = 0.5)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AttackShareBenchmark {

  private static final int WARM_UP_ITERATIONS = 3;

  private final AttackCase attackCase = new AttackCase();
  private final Clocked model = new Clocked();
  private final PermuteAttack attack = attackCase.attack(model).build();
  private long whole;
  private int iterations;

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Share {
    /** The time in the model over the whole time. */
    public double inModel;
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

  /** Attacks every row. */
  @Benchmark
  @OperationsPerInvocation(AttackCase.ROWS)
  public int touchstone(Share share) {
    long start = System.nanoTime();
    int turned = attackCase.turned(attack);
    whole += System.nanoTime() - start;
    share.inModel = (double) model.nanos / whole;
    return turned;
  }

  private final class Clocked implements Classifier {
    private long nanos;

    @Override
    public int inputWidth() {
      return attackCase.model.inputWidth();
    }

    @Override
    public void score(double[] rows, int count, double[] scores) {
      long start = System.nanoTime();
      attackCase.model.score(rows, count, scores);
      nanos += System.nanoTime() - start;
    }
  }
}
