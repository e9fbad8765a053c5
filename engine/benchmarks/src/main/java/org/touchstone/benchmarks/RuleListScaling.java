package org.touchstone.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
 * Prints how the cost of mining and learning grows with rows, features, longest n-gram, orders of
 * the features, rules to choose from, rules expected, and steps: processor time of all threads, the
 * best of 3, on {@link RuleCase#synthetic} tables.
 */
public final class RuleListScaling {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int REPEATS = 3;

  /** What is varied, one field at a time. */
  private record Case(
      int rows,
      int features,
      int largest,
      int permutations,
      int topK,
      double expectedRules,
      int iterations) {

    private static final Case BASE = new Case(50_000, 30, 3, 50, 50, 20, 10_000);

    String run() {
      double discretising = Double.POSITIVE_INFINITY;
      double mining = Double.POSITIVE_INFINITY;
      double learning = Double.POSITIVE_INFINITY;
      int pool = 0;
      int lines = 0;
      Dataset data = RuleCase.synthetic(rows, features, 1);
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        double start = cpu();
        ItemTable table = ItemTable.of(data, RuleCase.LABEL, RuleCase.POSITIVE, Execution.SINGLE);
        double discretised = cpu();
        RulePool rules =
            new TfIdfRuleMiner(1, largest, permutations, topK).mine(table, 1, Execution.SINGLE);
        double mined = cpu();
        FittedRuleList fit =
            BayesianRuleList.fit(
                rules,
                new RuleList.Label(RuleCase.LABEL, RuleCase.POSITIVE),
                RuleListSettings.DEFAULT
                    .withExpectedRules(expectedRules)
                    .withIterations(iterations),
                1,
                Execution.SINGLE);
        learning = Math.min(learning, cpu() - mined);
        mining = Math.min(mining, mined - discretised);
        discretising = Math.min(discretising, discretised - start);
        pool = rules.size();
        lines = fit.list().lines().size();
      }
      return String.format(
          Locale.ROOT,
          "%s: discretising %.2f s, mining %.2f s, learning %.2f s; %d rules to choose from, %d"
              + " lines",
          this,
          discretising,
          mining,
          learning,
          pool,
          lines);
    }
  }

  private RuleListScaling() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Case base = Case.BASE;
    // Lets the compiler see the code.
    base.run();
    for (int rows : new int[] {6_250, 12_500, 25_000, 50_000, 100_000, 200_000}) {
      out.println(with(rows, base.features(), base.largest(), base.permutations()).run());
    }
    for (int features : new int[] {15, 30, 60, 120}) {
      out.println(with(base.rows(), features, base.largest(), base.permutations()).run());
    }
    for (int largest : new int[] {1, 2, 3, 5, 7}) {
      out.println(with(base.rows(), base.features(), largest, base.permutations()).run());
    }
    for (int permutations : new int[] {25, 50, 100, 200}) {
      out.println(with(base.rows(), base.features(), base.largest(), permutations).run());
    }
    for (int topK : new int[] {10, 50, 250}) {
      out.println(chain(topK, base.expectedRules(), base.iterations()).run());
    }
    for (double expected : new double[] {5, 20, 80}) {
      out.println(chain(base.topK(), expected, base.iterations()).run());
    }
    for (int iterations : new int[] {5_000, 10_000, 20_000, 40_000}) {
      out.println(chain(base.topK(), base.expectedRules(), iterations).run());
    }
  }

  private static Case with(int rows, int features, int largest, int permutations) {
    Case base = Case.BASE;
    return new Case(
        rows,
        features,
        largest,
        permutations,
        base.topK(),
        base.expectedRules(),
        base.iterations());
  }

  private static Case chain(int topK, double expectedRules, int iterations) {
    Case base = Case.BASE;
    return new Case(
        base.rows(),
        base.features(),
        base.largest(),
        base.permutations(),
        topK,
        expectedRules,
        iterations);
  }

  /** Processor time of the JVM, all threads, in seconds. */
  private static double cpu() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }
}
