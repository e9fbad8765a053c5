package org.touchstone.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

/**
 * CSVP where all of 50,000 rows of 20 features are next to the threshold, half of them on each
 * side: 625 million pairs, in a process of its own.
 */
@Promised(
    value = "CSVP, 50,000 rows in the window: most memory of the process, in megabytes",
    counter = "peakMegabytes",
    atMost = 1000)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 0)
@org.openjdk.jmh.annotations.Measurement(iterations = 3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class CosineSimilarPairsBenchmark {

  private static final int ROWS = 50_000;
  private static final int FEATURES = 20;

  private final Kpi kpi =
      KpiCatalogue.load(CosineSimilarPairsBenchmark.class.getClassLoader())
          .find(KpiId.of("CSVP"))
          .orElseThrow();
  private Dataset data;

  /** Draws the rows. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    List<Feature> features = new java.util.ArrayList<>();
    for (int j = 0; j < FEATURES; j++) {
      features.add(new Feature.Continuous("x" + j, -1, 1, false, Attributes.NONE));
    }
    features.add(new Feature.Binary("y", List.of("0", "1"), Attributes.NONE));
    double[] rows = new double[ROWS * (FEATURES + 1)];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < FEATURES; j++) {
        rows[i * (FEATURES + 1) + j] = 2 * random.nextDouble() - 1;
      }
      rows[i * (FEATURES + 1) + FEATURES] = i % 2;
    }
    data = Dataset.of(Schema.of(features), rows);
  }

  /** Counts the similar pairs. */
  @Benchmark
  public List<Measurement> touchstone(Memory memory) {
    try (Audit audit = Audit.of(new NextToTheThreshold(), data, Roles.of("y", "1", "1")).build()) {
      List<Measurement> measured =
          kpi.measure(audit, KpiParameters.of(Map.of("delta", "0.5", "space", "standardised")));
      String inWindow = measured.get(0).evidence().get(0).rows().toString();
      if (!inWindow.contains("25000")) {
        throw new IllegalStateException("Expected 25,000 rows on each side, found " + inWindow);
      }
      memory.read();
      return measured;
    }
  }

  /** Just below the threshold for one half of the rows, just above for the other. */
  private static final class NextToTheThreshold implements Classifier {

    @Override
    public int inputWidth() {
      return FEATURES + 1;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * (FEATURES + 1) + FEATURES] == 1 ? 0.505 : 0.495;
      }
    }
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
