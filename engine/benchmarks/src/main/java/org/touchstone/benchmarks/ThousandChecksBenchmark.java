package org.touchstone.benchmarks;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A suite of 1,071 checks on 100,000 rows with 50 sensitive features and 6 groups, run from its
 * file in a new JVM: JVM start, discovery, reading 100,000 x 52 fields of CSV, scoring with 100
 * trees, measuring with intervals, grading, evidence file and console table are all included.
 */
@Budget(
    value = "1,071 checks on 100,000 rows with 50 sensitive features, a new JVM, all included",
    atMost = 20,
    unit = TimeUnit.SECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class ThousandChecksBenchmark {

  private SuiteProcess process;

  /** Writes the suite. */
  @Setup
  public void write() throws Exception {
    process =
        new SuiteProcess(
            new GeneratedSuite.Shape(
                100_000,
                50,
                6,
                "eu-ai-act-high-risk",
                List.of("AUC", "F1", "FM"),
                List.of("EqualOdds", "DI", "SP")),
            "");
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws Exception {
    process.close();
  }

  /** Runs it. */
  @Benchmark
  public void touchstone(PhaseMillis phases) throws Exception {
    phases.set(process.run(false, false));
  }

  /** Where the time went, in milliseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class PhaseMillis {
    /** From the Launcher's start until the tree of checks stands. */
    public double discovery;

    /** Reading schema, CSV file, model and encoding. */
    public double loading;

    /** The first check: scoring all rows, the pass over them, and the first KPI. */
    public double firstCheck;

    /** All other checks: measuring, grading, and the events of JUnit. */
    public double otherChecks;

    /** Evidence file and console table. */
    public double reports;

    /** Processor time of all phases and all threads. */
    public double cpu;

    /** Starting and ending the JVM. */
    public double jvm;

    void set(Properties nanos) {
      discovery = millis(nanos, "discovery");
      loading = millis(nanos, "loading");
      firstCheck = millis(nanos, "firstCheck");
      otherChecks = millis(nanos, "otherChecks");
      reports = millis(nanos, "reports");
      cpu = millis(nanos, "cpu");
      jvm = millis(nanos, "wall") - discovery - loading - firstCheck - otherChecks - reports;
    }

    private static double millis(Properties nanos, String phase) {
      return Long.parseLong(nanos.getProperty(phase)) / 1e6;
    }
  }
}
