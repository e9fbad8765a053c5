package org.touchstone.benchmarks;

import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * All that is said about one sequence as the AReM data has them, 480 events of 6 features and a
 * two-layer GRU: pruning table, then events, features and cells with 464 events pruned, which is
 * where the tolerance 0.025 prunes them. timeshap 1.0.4 takes 10 to 16 CPU seconds (measured
 * elsewhere on such a machine); the least is taken.
 */
@Promised(
    value = "TimeSHAP, pruning, events, features, cells of 480 events, GRU 2x32; timeshap: 10 s",
    counter = "timesPeer",
    atLeast = 10)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class TimeShapSequenceBenchmark {

  private static final double PEER_SECONDS = 10;
  private static final int PRUNED = 464;

  private final SequenceCase sequence = new SequenceCase(480, 2);
  private final TimeShap explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);

  /** One sequence. */
  @Benchmark
  public void touchstone(PeerRatio ratio, Blackhole results) {
    double start = SequenceCase.cpuSeconds();
    results.consume(explainer.pruning(sequence.events));
    results.consume(explainer.explainEvents(sequence.events, PRUNED));
    results.consume(explainer.explainFeatures(sequence.events, PRUNED));
    results.consume(
        explainer.explainCells(sequence.events, PRUNED, List.of(-4, -2, -1), List.of(0, 2, 4)));
    ratio.set(PEER_SECONDS, start);
  }
}
