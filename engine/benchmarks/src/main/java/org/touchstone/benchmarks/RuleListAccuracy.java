package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.FpGrowthRuleMiner;
import org.touchstone.engine.rules.RuleListSelection;
import org.touchstone.engine.rules.RuleListSelection.Form;
import org.touchstone.engine.rules.RuleListSettings;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.stats.RocArea;
import org.touchstone.engine.stats.SortedScores;

/**
 * Prints the areas under the ROC curve of ExMo, the Bayesian rule list and XGBoost on held-out
 * rows, as tables for {@code docs/rule-lists.md}. XGBoost's depth and rounds are chosen by
 * cross-validation on training rows, as the settings of the selected rule list are.
 *
 * <p>Arguments: {@code pima [seeded splits]}, or {@code csv <file> <label> <positive class>
 * <ignored columns, comma-separated, or -> <expected rules> <seeded splits>}. Each split holds out
 * a fifth of the rows. Settings of rule lists are cross-validated on at most 8,000 training rows,
 * and learnt from all of them.
 */
public final class RuleListAccuracy {

  private static final double HELD_OUT = 0.2;
  private static final double LEVEL = 0.95;
  private static final int MOST_CROSS_VALIDATED = 8_000;

  private static final String BRL = "BRL, one list";
  private static final String PAPER = "ExMo as in the paper, one list";
  private static final String BRL_AVERAGED = "BRL, averaged";
  private static final String PAPER_AVERAGED = "ExMo as in the paper, averaged";
  private static final String ONE = "selected, one list";
  private static final String ANY = "selected, either form";
  private static final String XGBOOST = "XGBoost";

  private final PrintWriter out;
  private final String label;
  private final String positive;
  private final double expectedRules;
  private final RuleListSelection selection;
  private final Map<String, List<Double>> areas = new LinkedHashMap<>();

  private RuleListAccuracy(
      PrintWriter out,
      String label,
      String positive,
      double expectedRules,
      RuleListSelection selection) {
    this.out = out;
    this.label = label;
    this.positive = positive;
    this.expectedRules = expectedRules;
    this.selection = selection;
  }

  /** Runs; see the class for the arguments. */
  public static void main(String[] args) throws Exception {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (args[0].equals("pima")) {
      RuleListAccuracy table =
          new RuleListAccuracy(
              out, RuleCase.PIMA_LABEL, RuleCase.PIMA_POSITIVE, 10, RuleListSelection.standard());
      table.split("the paper's split", RuleCase.pima(), RuleCase.pimaTestRows(), 0);
      table.print("the paper's split");
      table.areas.clear();
      table.seeded(RuleCase.pima(), args.length > 1 ? Integer.parseInt(args[1]) : 10);
    } else {
      double rules = Double.parseDouble(args[5]);
      Dataset data = read(Path.of(args[1]), args[2], Set.of(args[4].split(",")));
      // Three folds: those of a large table are large.
      new RuleListAccuracy(out, args[2], args[3], rules, RuleListSelection.around(rules, 3))
          .seeded(data, Integer.parseInt(args[6]));
    }
  }

  private void seeded(Dataset data, int splits) throws XGBoostError {
    for (int seed = 1; seed <= splits; seed++) {
      int[] order = shuffled(data.rowCount(), seed);
      int held = (int) Math.ceil(HELD_OUT * order.length);
      split("seed " + seed, data, Arrays.copyOf(order, held), seed);
    }
    print("mean (standard deviation) over " + splits + " seeded splits");
    for (String better : List.of(ONE, ANY)) {
      for (String than : List.of(BRL, PAPER, BRL_AVERAGED, PAPER_AVERAGED, XGBOOST)) {
        difference(better, than);
      }
    }
  }

  private void split(String name, Dataset data, int[] heldOut, long seed) throws XGBoostError {
    Dataset training = data.select(RuleCase.others(data.rowCount(), heldOut));
    Dataset test = data.select(heldOut);
    RuleListSettings settings = RuleListSettings.DEFAULT.withExpectedRules(expectedRules);
    FittedRuleList brl = fit(new ExMo(new FpGrowthRuleMiner(5, 0.1), settings), training, seed);
    FittedRuleList paper = fit(new ExMo(ExMo.PAPER.miner(), settings), training, seed);
    FittedRuleList exmo = fit(new ExMo(ExMo.DEFAULT.miner(), settings), training, seed);
    add(BRL, brl.list(), test);
    add(PAPER, paper.list(), test);
    add("ExMo by default, one list", exmo.list(), test);
    add(BRL_AVERAGED, brl.averaged(), test);
    add(PAPER_AVERAGED, paper.averaged(), test);
    add("ExMo by default, averaged", exmo.averaged(), test);
    Execution execution = Execution.on(2);
    List<RuleListSelection.Score> scores =
        selection.crossValidate(sample(training, seed), label, positive, seed, execution);
    RuleListSelection.Selected one =
        selection.select(Form.LIST, scores, training, label, positive, seed, execution);
    add(ONE, one.model(), test);
    RuleListSelection.Selected any =
        selection.select(Form.EITHER, scores, training, label, positive, seed, execution);
    add(ANY, any.model(), test);
    add(XGBOOST, XgboostTrees.select(training, label, positive, seed), test);
    out.printf(
        Locale.ROOT,
        "<!-- %s: one list of %d lines: %s (%.3f); either form: %s%s (%.3f); %s -->%n",
        name,
        one.fit().list().lines().size(),
        one.best().candidate(),
        one.best().meanArea(),
        any.best().candidate(),
        any.best().averaged() ? ", averaged" : "",
        any.best().meanArea(),
        last());
  }

  /** All rows of a small table; of a large one so many that cross-validation takes minutes. */
  private static Dataset sample(Dataset training, long seed) {
    if (training.rowCount() <= MOST_CROSS_VALIDATED) {
      return training;
    }
    int[] order = shuffled(training.rowCount(), RandomSeeds.derive(seed, "sample"));
    return training.select(Arrays.copyOf(order, MOST_CROSS_VALIDATED));
  }

  private static int[] shuffled(int rows, long seed) {
    int[] order = new int[rows];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private Map<String, String> last() {
    Map<String, String> texts = new LinkedHashMap<>();
    areas.forEach(
        (name, values) ->
            texts.put(name, String.format(Locale.ROOT, "%.4f", values.get(values.size() - 1))));
    return texts;
  }

  private FittedRuleList fit(ExMo learner, Dataset training, long seed) {
    return learner.fit(training, label, positive, seed, Execution.on(2));
  }

  private void add(String name, Classifier model, Dataset test) {
    areas
        .computeIfAbsent(name, absent -> new ArrayList<>())
        .add(area(model, test, label, positive));
  }

  private void print(String what) {
    out.printf("%n| model | AUC, %s |%n|---|---|%n", what);
    areas.forEach(
        (name, values) -> {
          out.printf(Locale.ROOT, "| %s | %.3f", name, StatUtils.mean(doubles(values)));
          if (values.size() > 1) {
            out.printf(Locale.ROOT, " (%.3f)", Math.sqrt(StatUtils.variance(doubles(values))));
          }
          out.println(" |");
        });
    out.println();
  }

  /**
   * Prints the mean difference over the splits. The splits share most of their training rows, so
   * that the usual t interval is too narrow; this is the corrected one of Nadeau and Bengio,
   * Inference for the generalization error, Machine Learning 52, 2003, pp. 239-281: the variance of
   * the mean is {@code (1 / splits + held out / trained) s^2}.
   */
  private void difference(String better, String than) {
    double[] differences = doubles(areas.getOrDefault(better, List.of()));
    double[] other = doubles(areas.getOrDefault(than, List.of()));
    int wins = 0;
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= other[i];
      wins += differences[i] > 0 ? 1 : 0;
    }
    int n = differences.length;
    double mean = StatUtils.mean(differences);
    double deviation = Math.sqrt(StatUtils.variance(differences));
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
    double half = t * deviation * Math.sqrt(1.0 / n + HELD_OUT / (1 - HELD_OUT));
    out.printf(
        Locale.ROOT,
        "| %s, less %s | %+.3f (%.3f) | [%+.3f, %+.3f] | %d of %d |%n",
        better,
        than,
        mean,
        deviation,
        mean - half,
        mean + half,
        wins,
        n);
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }

  static double area(Classifier model, Dataset data, String label, String positive) {
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    double[] scores = new double[data.rowCount()];
    model.score(rows, scores.length, scores);
    int code = data.schema().feature(label).code(positive).orElseThrow();
    double[] labels = data.column(label);
    double[] positives = new double[scores.length];
    double[] negatives = new double[scores.length];
    int p = 0;
    int n = 0;
    for (int i = 0; i < scores.length; i++) {
      if (labels[i] == code) {
        positives[p++] = scores[i];
      } else {
        negatives[n++] = scores[i];
      }
    }
    return RocArea.of(sorted(positives, p), sorted(negatives, n)).area();
  }

  private static SortedScores sorted(double[] scores, int count) {
    double[] sorted = Arrays.copyOf(scores, count);
    Arrays.sort(sorted);
    return SortedScores.of(sorted);
  }

  /** Reads a CSV file: columns of numbers are numbers, others have the levels that occur. */
  private static Dataset read(Path file, String label, Set<String> ignored) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = List.of(lines.get(0).split(",", -1));
    List<Set<String>> values = new ArrayList<>();
    names.forEach(name -> values.add(new LinkedHashSet<>()));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      for (int c = 0; c < cells.length; c++) {
        values.get(c).add(cells[c]);
      }
    }
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      String name = names.get(c);
      Set<String> levels = values.get(c);
      levels.remove("");
      if (!ignored.contains(name)) {
        boolean number =
            !name.equals(label) && levels.stream().allMatch(RuleListAccuracy::isNumber);
        features.add(
            number
                ? new Feature.Continuous(
                    name,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    false,
                    Feature.Attributes.NONE)
                : new Feature.Categorical(name, List.copyOf(levels), Feature.Attributes.NONE));
      }
    }
    return CsvDatasets.read(file, Schema.of(features), CsvFormat.DEFAULT);
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
