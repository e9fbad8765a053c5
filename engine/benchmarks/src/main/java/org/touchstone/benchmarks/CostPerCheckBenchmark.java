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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a check costs that measures nothing ({@link TrivialKpi}): discovery, events, grading,
 * messages and reports. The difference between a suite of 200 and one of 2,000 checks, each in a
 * new JVM, over 1,800. Limited is the processor time, which other programs on the machine do not
 * change much; the time on the clock is shown beside it.
 */
@Budget(
    value = "The engine's own cost of a check: processor time of new JVMs, reports included",
    atMost = 1000,
    unit = TimeUnit.MICROSECONDS,
    part = "cpu",
    per = "check")
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class CostPerCheckBenchmark {

  private static final int GROUPS = 99;
  private static final int ROWS = 1000;
  private static final String PROFILE =
      """
      {"id": "trivial", "version": "1.0.0", "title": "Bands of a KPI that measures nothing",
       "source": "benchmark",
       "kpis": {"TRIVIAL": {"range": "[0, 1]", "green": "[0.5, 1]", "amber": "[0.2, 0.5)",
                            "red": "[0, 0.2)", "threshold": "proposed", "rationale": "none"}}}
      """;

  /** How many checks the suite has. */
  @Param({"200", "2000"})
  public int checks;

  /** Whether they run in parallel. */
  @Param({"false", "true"})
  public boolean parallel;

  private SuiteProcess process;

  /** Writes the suite. */
  @Setup
  public void write() throws Exception {
    GeneratedSuite.Shape shape =
        new GeneratedSuite.Shape(
            ROWS,
            checks / (GROUPS + 1),
            GROUPS,
            "trivial.rag.json",
            List.of(),
            List.of(TrivialKpi.ID));
    process = new SuiteProcess(shape, PROFILE);
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws Exception {
    process.close();
  }

  /** Runs it: evidence file and console table are written. */
  @Benchmark
  public void touchstone(Parts parts) throws Exception {
    parts.set(process.run(parallel, false));
  }

  /** The same with Allure results; most of their cost is Allure's own listener. */
  @Benchmark
  public void withAllure(Parts parts) throws Exception {
    parts.set(process.run(parallel, true));
  }

  /** Parts of it, in milliseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Parts {
    /** Processor time of all threads, the JVM's own too. */
    public double cpu;

    /**
     * On the clock: discovery and tests, from the Launcher's start, without loading and suite
     * reports.
     */
    public double withoutReports;

    void set(Properties nanos) {
      cpu = Long.parseLong(nanos.getProperty("cpu")) / 1e6;
      withoutReports =
          (Long.parseLong(nanos.getProperty("discovery"))
                  + Long.parseLong(nanos.getProperty("firstCheck"))
                  + Long.parseLong(nanos.getProperty("otherChecks")))
              / 1e6;
    }
  }
}
