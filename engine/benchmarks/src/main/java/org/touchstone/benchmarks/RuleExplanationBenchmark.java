package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.rules.BayesianRuleList;
import org.touchstone.engine.rules.BetaPrior;
import org.touchstone.engine.rules.Condition;
import org.touchstone.engine.rules.ExplanationTexts;
import org.touchstone.engine.rules.ExplanationWords;
import org.touchstone.engine.rules.ItemTable;
import org.touchstone.engine.rules.Rule;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.rules.RulePool;
import org.touchstone.engine.run.Execution;

/**
 * Time of a prediction with its explanation as text: 54 features, 125 rules of 2 to 7 conditions,
 * as the paper's largest list has them, which took 0.41 s a row.
 */
@Budget(
    value = "Prediction with explanation per row, 54 features, 125 rules of up to 7 conditions",
    atMost = 2,
    unit = TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class RuleExplanationBenchmark {

  private static final int ROWS = 10_000;
  private static final int RULES = 125;

  private RuleList list;
  private ExplanationTexts texts;
  private double[] rows;

  /** Makes rows and rules. */
  @Setup
  public void prepare() {
    Dataset data = RuleCase.synthetic(ROWS, 54, 1);
    rows = new double[ROWS * data.schema().size()];
    data.copyRows(0, ROWS, rows);
    ItemTable table = ItemTable.of(data, RuleCase.LABEL, RuleCase.POSITIVE, Execution.SINGLE);
    List<Condition> conditions = new ArrayList<>(table.conditions());
    SplittableRandom random = new SplittableRandom(2);
    List<Rule> rules = new ArrayList<>();
    while (rules.size() < RULES) {
      // Short rules last, so that the list has many lines to go through and rows that fit.
      Rule rule = rule(conditions, 7 - 6 * rules.size() / RULES, random);
      if (!rules.contains(rule)) {
        rules.add(rule);
      }
    }
    list =
        BayesianRuleList.listOf(
            RulePool.of(table, rules),
            new RuleList.Label(RuleCase.LABEL, RuleCase.POSITIVE),
            new BetaPrior(1, 1, 1));
    texts = list.texts(ExplanationWords.of("fraud"));
  }

  private static Rule rule(List<Condition> conditions, int size, SplittableRandom random) {
    List<Condition> chosen = new ArrayList<>();
    while (chosen.size() < size) {
      Condition condition = conditions.get(random.nextInt(conditions.size()));
      boolean isNew =
          chosen.stream().noneMatch(other -> other.feature().equals(condition.feature()));
      if (isNew && !(condition instanceof Condition.Level)) {
        chosen.add(condition);
      }
    }
    chosen.sort(Comparator.comparing(Condition::feature));
    return new Rule(chosen);
  }

  /** Explains all rows: the sentence has the probability, the rule and the row's values. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void touchstone(Blackhole hole) {
    for (int row = 0; row < ROWS; row++) {
      hole.consume(texts.text(rows, row));
    }
  }

  /** Explains all rows, without sentences. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void withoutSentence(Blackhole hole) {
    for (int row = 0; row < ROWS; row++) {
      hole.consume(list.explain(rows, row).probability());
    }
  }
}
