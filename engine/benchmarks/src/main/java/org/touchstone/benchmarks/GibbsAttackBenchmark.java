package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;

/** The same for the realistic variant; the published code takes 3,600 ms (elsewhere). */
@Budget(
    value = "PermuteAttack with Gibbs sampling per row, forest of 10 trees; published: 3,600 ms",
    part = "cpu",
    atMost = 40,
    unit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class GibbsAttackBenchmark {

  private static final int MOST_ROWS = 360;

  private final AttackCase attackCase = new AttackCase();
  private final PermuteAttack attack =
      attackCase.attack(attackCase.model).realistic(RealisticSampling.PAPER).build();

  /** The attack has to succeed on nearly every row. */
  @Setup
  public void requireSuccess() {
    int turned = attackCase.turned(attack);
    if (turned < MOST_ROWS) {
      throw new IllegalStateException(turned + " of " + AttackCase.ROWS + " rows were turned");
    }
  }

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    /** Processor time of one row, in milliseconds. */
    public double cpu;
  }

  /** Attacks every row. */
  @Benchmark
  @OperationsPerInvocation(AttackCase.ROWS)
  public int touchstone(Cpu cpu) {
    double start = SequenceCase.cpuSeconds();
    int turned = attackCase.turned(attack);
    cpu.cpu = 1000 * (SequenceCase.cpuSeconds() - start) / AttackCase.ROWS;
    return turned;
  }
}
