package org.touchstone.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.rules.BayesianRuleList;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.ItemTable;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.rules.RuleListSettings;
import org.touchstone.engine.rules.RulePool;
import org.touchstone.engine.rules.TfIdfRuleMiner;
import org.touchstone.engine.run.Execution;

/**
 * Mining and learning on a table of the size of the paper's large one: 500,000 rows, 54 features,
 * n-grams of 3 to 5, P = 200, k = 10, 125 rules expected, 3 chains of 30,000 steps, on two threads
 * in 8 GB.
 */
@Budget(
    value = "ExMo on 500,000 rows x 54 features, P = 200, k = 10, 125 rules",
    atMost = 600,
    unit = TimeUnit.SECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx8g", "-XX:ActiveProcessorCount=2"})
// A run that takes longer than promised shall say how long, and not be broken off.
@Timeout(time = 1, timeUnit = TimeUnit.HOURS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class RuleListLargeBenchmark {

  private Dataset data;

  /** Makes the table. */
  @Setup
  public void make() {
    data = RuleCase.synthetic(500_000, 54, 1);
  }

  /** Mines and learns. */
  @Benchmark
  public FittedRuleList touchstone(Phases phases) {
    Execution execution = Execution.on(2);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long start = System.nanoTime();
    ItemTable table = ItemTable.of(data, RuleCase.LABEL, RuleCase.POSITIVE, execution);
    long discretised = System.nanoTime();
    RulePool pool = new TfIdfRuleMiner(3, 5, 200, 10).mine(table, 1, execution);
    long mined = System.nanoTime();
    FittedRuleList fit =
        BayesianRuleList.fit(
            pool,
            new RuleList.Label(RuleCase.LABEL, RuleCase.POSITIVE),
            RuleListSettings.DEFAULT.withExpectedRules(125),
            1,
            execution);
    phases.discretising = (discretised - start) / 1e6;
    phases.mining = (mined - discretised) / 1e6;
    phases.learning = (System.nanoTime() - mined) / 1e6;
    phases.cpu = (system.getProcessCpuTime() - before) / 1e6;
    return fit;
  }

  /** Where the time went, in milliseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Phases {
    /** Cutting 36 numbers and writing the rows in conditions. */
    public double discretising;

    /** Counting the n-grams of 200 orders of the features. */
    public double mining;

    /** Three chains. */
    public double learning;

    /** Processor time of all threads: about twice the clock, where both cores are free. */
    public double cpu;
  }
}
