package org.touchstone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.timeshap.SequenceAttribution;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * The events of one sequence, not pruned, on one thread. timeshap 1.0.4 with PyTorch takes 1.15,
 * 3.7 and 16.8 CPU seconds (measured elsewhere on such a machine), and 3.4 GB for 500 events.
 */
@Promised(
    value = "TimeSHAP, all events, GRU 1x32, 32,000 coalitions; timeshap takes 1.15, 3.7, 16.8 s",
    counter = "timesPeer",
    atLeast = 1.5)
@Promised(
    value = "TimeSHAP, all events, GRU 1x32: most memory of the process, in megabytes",
    counter = "peakMegabytes",
    atMost = 300)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx160m")
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class TimeShapEventsBenchmark {

  /** Number of events. */
  @Param({"20", "100", "500"})
  public int events;

  private SequenceCase sequence;
  private TimeShap explainer;

  /** Makes the model. */
  @Setup
  public void make() {
    sequence = new SequenceCase(events, 1);
    explainer = sequence.explainer(sequence.model, SequenceCase.COALITIONS);
  }

  /** One explanation. */
  @Benchmark
  public SequenceAttribution touchstone(PeerRatio ratio, Memory memory) {
    double start = SequenceCase.cpuSeconds();
    SequenceAttribution attribution = explainer.explainEvents(sequence.events, 0);
    ratio.set(peerSeconds(), start);
    memory.read();
    return attribution;
  }

  private double peerSeconds() {
    return switch (events) {
      case 20 -> 1.15;
      case 100 -> 3.7;
      case 500 -> 16.8;
      default -> Double.NaN;
    };
  }

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    /** The most resident memory that the process ever had. */
    public double peakMegabytes;

    void read() {
      peakMegabytes = ResidentMemory.peakMegabytes();
    }
  }
}
