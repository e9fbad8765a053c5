package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

/**
 * Six KPIs with their intervals, overall and for each of 4 groups, on 1,000,000 rows, against what
 * nobody can save: reading the predictions once for each KPI, and sorting them once.
 *
 * <p>Measured from the table to the last interval: reading labels, groups and the sensitive
 * feature, and scoring by a model that costs nothing (it copies a column), are included.
 */
@Compared(
    value =
        "6 KPIs with intervals, overall and in 4 groups, 1,000,000 rows, against reading the"
            + " predictions 6 times and sorting them once",
    atLeast = 1.0 / 3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class AllKpisBenchmark {

  private static final int ROWS = 1_000_000;
  private static final List<String> KPIS = List.of("AUC", "F1", "FM", "EqualOdds", "DI", "SP");
  private static final int SCOPES = 5;
  private static final double THRESHOLD = 0.5;
  private static final int SCORE = 0;
  private static final int SEX = 1;
  private static final int REGION = 2;
  private static final int LABEL = 3;
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("score", 0, 1, false, Feature.Attributes.NONE),
              new Feature.Categorical(
                  "sex", List.of("female", "male", "other"), Feature.Attributes.NONE),
              new Feature.Categorical(
                  "region", List.of("north", "east", "south", "west"), Feature.Attributes.NONE),
              new Feature.Binary("default", List.of("no", "yes"), Feature.Attributes.NONE)));
  private static final Roles ROLES =
      new Roles(
          "default",
          "yes",
          "no",
          List.of(new Roles.SensitiveFeature("sex", "male")),
          Optional.of("region"));

  private final List<Kpi> kpis = new ArrayList<>();
  private Dataset data;
  private double[] predictions;

  /** Draws the rows, and checks that everything was measured. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    int width = SCHEMA.size();
    double[] values = new double[ROWS * width];
    predictions = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double score = random.nextDouble();
      predictions[i] = score;
      values[i * width + SCORE] = score;
      values[i * width + SEX] = random.nextInt(3);
      values[i * width + REGION] = random.nextInt(4);
      values[i * width + LABEL] = random.nextDouble() < 0.2 + 0.6 * score ? 1 : 0;
    }
    data = Dataset.of(SCHEMA, values);
    KpiCatalogue catalogue = KpiCatalogue.load(AllKpisBenchmark.class.getClassLoader());
    KPIS.forEach(id -> kpis.add(catalogue.find(KpiId.of(id)).orElseThrow()));
    List<org.touchstone.engine.kpi.Measurement> measured = touchstone();
    long intervals =
        measured.stream()
            .map(org.touchstone.engine.kpi.Measurement::result)
            .filter(org.touchstone.engine.kpi.Measurement.Value.class::isInstance)
            .map(org.touchstone.engine.kpi.Measurement.Value.class::cast)
            .filter(value -> value.interval().isPresent())
            .count();
    if (intervals != (long) KPIS.size() * SCOPES) {
      throw new IllegalStateException(
          "Expected " + KPIS.size() * SCOPES + " values with intervals, found " + measured);
    }
  }

  /** This project. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public List<org.touchstone.engine.kpi.Measurement> touchstone() {
    List<org.touchstone.engine.kpi.Measurement> measured = new ArrayList<>();
    try (Audit audit =
        Audit.of(new ScoreColumn(), data, ROLES).decisionThreshold(THRESHOLD).seed(1).build()) {
      for (Kpi kpi : kpis) {
        measured.addAll(kpi.measure(audit, KpiParameters.NONE));
      }
    }
    return measured;
  }

  /** The least that six KPIs, each on its own, would do. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double readingAndSorting() {
    long predicted = 0;
    for (int kpi = 0; kpi < KPIS.size(); kpi++) {
      predicted += predictedPositive(predictions);
    }
    double[] sorted = predictions.clone();
    Arrays.sort(sorted);
    return predicted + sorted[0];
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static long predictedPositive(double[] predictions) {
    long count = 0;
    for (double prediction : predictions) {
      count += prediction >= THRESHOLD ? 1 : 0;
    }
    return count;
  }

  /** Returns the first column. */
  private static final class ScoreColumn implements Classifier {

    @Override
    public int inputWidth() {
      return SCHEMA.size();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      int width = SCHEMA.size();
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * width + SCORE];
      }
    }
  }
}
