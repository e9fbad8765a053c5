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
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.rules.BayesianRuleList;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.FpGrowthRuleMiner;
import org.touchstone.engine.rules.ItemTable;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.rules.RuleListSettings;
import org.touchstone.engine.rules.RulePool;
import org.touchstone.engine.run.Execution;

/**
 * Processor time of 3 chains of 30,000 steps over the 66 frequent rules of Pima Indians Diabetes,
 * 614 training rows, in a new JVM, the just-in-time compiler's time included. imodels takes 17.6 s,
 * a bit-set implementation in Python 0.74 s (elsewhere).
 */
@Budget(
    value = "3 chains of 30,000 steps over 66 rules on Pima; imodels takes 17,600 ms",
    part = "cpu",
    counts = "rules",
    atMost = 500,
    unit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class RuleChainBenchmark {

  private RulePool pool;

  /** Mines the rules. */
  @Setup
  public void mine() {
    Dataset pima = RuleCase.pima();
    int[] training = RuleCase.others(pima.rowCount(), RuleCase.pimaTestRows());
    ItemTable table =
        ItemTable.of(
            pima.select(training), RuleCase.PIMA_LABEL, RuleCase.PIMA_POSITIVE, Execution.SINGLE);
    pool = new FpGrowthRuleMiner(2, 0.1).mine(table, 1, Execution.SINGLE);
  }

  /** Learns the list. */
  @Benchmark
  public FittedRuleList touchstone(Cpu cpu) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    FittedRuleList fit =
        BayesianRuleList.fit(
            pool,
            new RuleList.Label(RuleCase.PIMA_LABEL, RuleCase.PIMA_POSITIVE),
            RuleListSettings.DEFAULT,
            1,
            Execution.SINGLE);
    cpu.cpu = (system.getProcessCpuTime() - before) / 1e6;
    cpu.rules = pool.size();
    return fit;
  }

  /** Processor time in milliseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    /** Of all threads of the JVM. */
    public double cpu;

    /** Rules of the pool, a count, for the record. */
    public double rules;
  }
}
