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

/**
 * Processor time of PermuteAttack on one row, one thread: genetic search, minimality pass and the
 * last check. The published code takes 190 ms; DiCE 130 to 260 ms (random, 42 % valid), 350 ms
 * (genetic) and 12,900 ms (kd-tree), elsewhere on such a machine.
 */
@Budget(
    value = "PermuteAttack per row, forest of 10 trees, German Credit; the published code: 190 ms",
    part = "cpu",
    atMost = 5,
    unit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AttackBenchmark {

  private final AttackCase attackCase = new AttackCase();
  private final PermuteAttack attack = attackCase.attack(attackCase.model).build();

  /** The attack has to succeed on every row. */
  @Setup
  public void requireSuccess() {
    int turned = attackCase.turned(attack);
    if (turned < AttackCase.ROWS) {
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
