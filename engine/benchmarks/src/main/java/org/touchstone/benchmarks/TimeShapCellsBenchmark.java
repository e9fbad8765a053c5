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
import org.touchstone.engine.timeshap.SequenceAttribution;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * The cells of 3 events and 3 features of a sequence of 20 events, 17 players, 32,000 coalitions.
 * timeshap 1.0.4 takes 3.3 CPU seconds, of which the model 0.18 (measured elsewhere on such a
 * machine).
 */
@Promised(
    value = "TimeSHAP, cells of 3 events and 3 features, GRU 1x32; timeshap takes 3.3 s",
    counter = "timesPeer",
    atLeast = 10)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
public class TimeShapCellsBenchmark {

  private static final double PEER_SECONDS = 3.3;

  private final SequenceCase sequence = new SequenceCase(20, 1);
  private final TimeShap explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);

  /** One explanation. */
  @Benchmark
  public SequenceAttribution touchstone(PeerRatio ratio) {
    double start = SequenceCase.cpuSeconds();
    SequenceAttribution attribution =
        explainer.explainCells(sequence.events, 5, List.of(-4, -2, -1), List.of(0, 2, 4));
    ratio.set(PEER_SECONDS, start);
    return attribution;
  }
}
