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
import org.touchstone.engine.timeshap.PruningTable;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * The pruning table of a sequence of 480 events, two-layer GRU. timeshap 1.0.4 takes 24.6 CPU
 * seconds (measured elsewhere on such a machine).
 */
@Promised(
    value = "TimeSHAP, pruning table of 480 events, GRU 2x32; timeshap takes 24.6 s",
    counter = "timesPeer",
    atLeast = 100)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 10)
public class TimeShapPruningBenchmark {

  private static final double PEER_SECONDS = 24.6;

  private final SequenceCase sequence = new SequenceCase(480, 2);
  private final TimeShap explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);

  /** One table. */
  @Benchmark
  public PruningTable touchstone(PeerRatio ratio) {
    double start = SequenceCase.cpuSeconds();
    PruningTable table = explainer.pruning(sequence.events);
    ratio.set(PEER_SECONDS, start);
    return table;
  }
}
