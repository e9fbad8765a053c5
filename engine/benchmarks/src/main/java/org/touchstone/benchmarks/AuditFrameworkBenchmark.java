package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.CountingClassifier;

/**
 * The twenty KPIs of the audit framework with intervals, for the whole and for 5 groups, on 100,000
 * rows and 20 features, and what they ask of the model: printed for each KPI. Similar individuals
 * are those within a distance of 0.5 standard deviations.
 */
@Budget(
    value = "20 KPIs, 100,000 rows x 20 features, forest of 100 trees, or multilevel model",
    atMost = 60,
    unit = TimeUnit.SECONDS,
    counts = {"predictionsPerRow", "scoredAgain", "rowsScored"})
@Promised(
    value = "20 KPIs: predictions of a test row by the model",
    counter = "predictionsPerRow",
    atMost = 1)
@Promised(
    value = "20 KPIs: rows scored again for a result that another KPI has computed",
    counter = "scoredAgain",
    atMost = 0)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 1)
@Measurement(iterations = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class AuditFrameworkBenchmark {

  /** A KPI, and why it asks the model. */
  private record Part(String kpi, String why) {}

  private static final String PREDICTIONS = "shares the predictions";
  private static final String TRAINING = "shares the scores of the training rows";
  private static final String ATTRIBUTIONS = "shares the attributions of rhoOrder";
  private static final String COUNTERFACTUALS = "shares the counterfactuals of PVCF";

  private static final List<Part> PARTS =
      List.of(
          new Part("DOC", "reads the model's family"),
          new Part("AUC", "predicts each test row once"),
          new Part("F1", PREDICTIONS),
          new Part("EqualOdds", PREDICTIONS),
          new Part("DI", PREDICTIONS),
          new Part("SP", PREDICTIONS),
          new Part("CSVP", PREDICTIONS),
          new Part("DiffInd", PREDICTIONS),
          new Part("DiffIndGrp", "scores each test row in the 4 groups that it is not of"),
          new Part("SWT", "scores each training row once"),
          new Part("BPT", TRAINING),
          new Part("VIF", TRAINING),
          new Part("TSVR", PREDICTIONS + "; parameters are varied at one row"),
          new Part(
              "rhoOrder",
              "KernelSHAP: 500 rows in each of 6 scopes x coalitions x 100 background rows;"
                  + " TreeSHAP asks for no score"),
          new Part("PUX", ATTRIBUTIONS),
          new Part("POIFS", ATTRIBUTIONS),
          new Part("PVCF", "PermuteAttack: 1,000 rows, 3 counterfactuals of each"),
          new Part("PCF", COUNTERFACTUALS),
          new Part("SCF", COUNTERFACTUALS),
          new Part("DCF", COUNTERFACTUALS));

  private static final List<String> SHARING =
      PARTS.stream().filter(part -> part.why().startsWith("shares")).map(Part::kpi).toList();

  /** Which model is audited. */
  @Param({"forest", "multilevel"})
  public String model;

  private final AuditCase audited = new AuditCase();
  private final KpiCatalogue catalogue =
      KpiCatalogue.load(AuditFrameworkBenchmark.class.getClassLoader());
  private Classifier classifier;
  private List<String> lines = List.of();

  /** Fits the model. */
  @Setup
  public void fit() {
    classifier = audited.model(model);
  }

  /** All twenty. */
  @Benchmark
  public long touchstone(Evaluations evaluations) {
    CountingClassifier counting = CountingClassifier.of(classifier);
    List<String> table = new ArrayList<>();
    long results = 0;
    try (Audit audit = audited.audit(counting)) {
      for (Part part : PARTS) {
        long rows = counting.rows();
        long calls = counting.calls();
        long start = System.nanoTime();
        results +=
            catalogue
                .find(KpiId.of(part.kpi()))
                .orElseThrow()
                .measure(audit, parameters(part.kpi()))
                .size();
        rows = counting.rows() - rows;
        evaluations.add(part.kpi(), rows);
        table.add(
            String.format(
                Locale.ROOT,
                "%-10s %,14d %,9d %8.2f  %s",
                part.kpi(),
                rows,
                counting.calls() - calls,
                (System.nanoTime() - start) / 1e9,
                part.why()));
      }
    }
    table.add(
        String.format(Locale.ROOT, "%-10s %,14d %,9d", "all", counting.rows(), counting.calls()));
    lines = table;
    return results;
  }

  private static KpiParameters parameters(String kpi) {
    return kpi.equals("DiffInd") ? KpiParameters.of(Map.of("epsilon", "0.5")) : KpiParameters.NONE;
  }

  /** Prints what the model was asked in the last run. */
  @TearDown(Level.Trial)
  public void print() {
    // The table is a result of the benchmark, as the lines of Ratios are.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.printf("%n%s%n%-10s %14s %9s %8s%n", model, "KPI", "rows scored", "calls", "seconds");
    lines.forEach(out::println);
    out.flush();
  }

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Evaluations {
    /** Rows that the model scored for AUC, the first that needs predictions, over the test rows. */
    public double predictionsPerRow;

    /** Rows that the model scored for KPIs that share all that they need. */
    public double scoredAgain;

    /** Rows that the model scored for all KPIs. */
    public double rowsScored;

    void add(String kpi, long rows) {
      rowsScored += rows;
      scoredAgain += SHARING.contains(kpi) ? rows : 0;
      predictionsPerRow += kpi.equals("AUC") ? (double) rows / AuditCase.ROWS : 0;
    }
  }
}
