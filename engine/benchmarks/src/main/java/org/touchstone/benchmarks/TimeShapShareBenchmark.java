package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * TimeSHAP over the time that it spends in the model, by a clock around each of its calls: all but
 * the steps is at most a quarter of the whole.
 */
@Promised(
    value = "TimeSHAP's time over its model evaluations, all of 100 events, GRU 1x32",
    counter = "overModel",
    atMost = 1.3333)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class TimeShapShareBenchmark {

  private final SequenceCase sequence = new SequenceCase(100, 1);
  private final ClockedSequenceModel model = new ClockedSequenceModel(sequence.model);
  private final TimeShap explainer = sequence.explainer(model, SequenceCase.COALITIONS);

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Share {
    /** The time of an explanation over the time in the model. */
    public double overModel;
  }

  /** One explanation. */
  @Benchmark
  public SequenceAttribution touchstone(Share share) {
    long inModel = model.nanos();
    long start = System.nanoTime();
    SequenceAttribution attribution = explainer.explainEvents(sequence.events, 0);
    share.overModel = (double) (System.nanoTime() - start) / (model.nanos() - inModel);
    return attribution;
  }
}
