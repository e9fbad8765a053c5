package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
import org.touchstone.engine.rules.RuleListSettings;
import org.touchstone.engine.rules.TfIdfRuleMiner;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RocArea;
import org.touchstone.engine.stats.SortedScores;

/**
 * Prints the areas under the ROC curve of ExMo, the Bayesian rule list and XGBoost on held-out
 * rows, as a table for {@code docs/exmo.md}. XGBoost's depth and rounds are chosen by
 * cross-validation on training rows, as the settings of the selected rule list are.
 *
 * <p>Arguments: {@code pima [seeded splits]}, or {@code csv <file> <label> <positive class>
 * <ignored columns, comma-separated, or -> <expected rules> <seeded splits>}.
 */
public final class RuleListAccuracy {

  private static final int MOST_LEVELS = 20;

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
      table.split("paper", RuleCase.pima(), RuleCase.pimaTestRows(), 0);
      table.print("the paper's split");
      table.areas.clear();
      table.seeded(RuleCase.pima(), args.length > 1 ? Integer.parseInt(args[1]) : 10);
    } else {
      double rules = Double.parseDouble(args[5]);
      Dataset data = read(Path.of(args[1]), args[2], Set.of(args[4].split(",")));
      new RuleListAccuracy(out, args[2], args[3], rules, few(rules))
          .seeded(data, Integer.parseInt(args[6]));
    }
  }

  /** Fewer candidates than usual: a fit of a large table takes its time. */
  private static RuleListSelection few(double rules) {
    RuleListSettings settings = RuleListSettings.DEFAULT.withExpectedRules(rules);
    return new RuleListSelection(
        List.of(
            new RuleListSelection.Candidate(
                "n-grams 1-5, top 10", new ExMo(new TfIdfRuleMiner(1, 5, 200, 10), settings)),
            new RuleListSelection.Candidate(
                "n-grams 1-3, top 50", new ExMo(new TfIdfRuleMiner(1, 3, 200, 50), settings)),
            new RuleListSelection.Candidate(
                "n-grams 2-3, top 30", new ExMo(new TfIdfRuleMiner(2, 3, 200, 30), settings))),
        3,
        RuleListSelection.Form.EITHER);
  }

  private void seeded(Dataset data, int splits) throws XGBoostError {
    for (int seed = 1; seed <= splits; seed++) {
      int[] order = new int[data.rowCount()];
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < order.length; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      int held = (int) Math.ceil(0.2 * order.length);
      split("seed " + seed, data, Arrays.copyOf(order, held), seed);
    }
    print("mean and standard deviation of " + splits + " seeded splits");
  }

  private void split(String name, Dataset data, int[] heldOut, long seed) throws XGBoostError {
    Dataset training = data.select(RuleCase.others(data.rowCount(), heldOut));
    Dataset test = data.select(heldOut);
    RuleListSettings settings = RuleListSettings.DEFAULT.withExpectedRules(expectedRules);
    FittedRuleList exmo =
        fit(new ExMo(new TfIdfRuleMiner(1, 5, 200, 10), settings), training, seed);
    FittedRuleList brl = fit(new ExMo(new FpGrowthRuleMiner(5, 0.1), settings), training, seed);
    add("BRL, one list", brl.list(), test);
    add("ExMo, one list", exmo.list(), test);
    add("BRL, averaged", brl.averaged(), test);
    add("ExMo, averaged", exmo.averaged(), test);
    RuleListSelection.Selected one =
        selection
            .withForm(RuleListSelection.Form.LIST)
            .select(training, label, positive, seed, Execution.on(2));
    add("selected, one list", one.model(), test);
    RuleListSelection.Selected any =
        selection.select(training, label, positive, seed, Execution.on(2));
    add("selected, either form", any.model(), test);
    add("XGBoost", XgboostTrees.select(training, label, positive, seed), test);
    out.printf(
        "<!-- %s: one list: %s; either form: %s; %s -->%n", name, one.best(), any.best(), areas);
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
    out.printf("| model | AUC, %s |%n|---|---|%n", what);
    areas.forEach(
        (name, values) -> {
          double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
          out.printf(Locale.ROOT, "| %s | %.3f", name, mean);
          if (values.size() > 1) {
            double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            out.printf(Locale.ROOT, " (%.3f)", Math.sqrt(squares / (values.size() - 1)));
          }
          out.println(" |");
        });
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

  /**
   * Reads a CSV file: columns of numbers with more than a few values are numbers, others levels.
   */
  private static Dataset read(Path file, String label, Set<String> ignored) throws Exception {
    List<String> lines = Files.readAllLines(file);
    List<String> names = List.of(lines.get(0).split(",", -1));
    List<Set<String>> values = new ArrayList<>();
    names.forEach(name -> values.add(new LinkedHashSet<>()));
    boolean[] text = new boolean[names.size()];
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      for (int c = 0; c < text.length; c++) {
        text[c] |= !cells[c].isEmpty() && !cells[c].matches("-?[0-9.]+");
        if (text[c] || values.get(c).size() <= MOST_LEVELS) {
          values.get(c).add(cells[c]);
        }
      }
    }
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < text.length; c++) {
      Set<String> levels = new LinkedHashSet<>(values.get(c));
      levels.remove("");
      if (!ignored.contains(names.get(c))) {
        features.add(
            text[c] || names.get(c).equals(label)
                ? new Feature.Categorical(
                    names.get(c), List.copyOf(levels), Feature.Attributes.NONE)
                : new Feature.Continuous(
                    names.get(c),
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    false,
                    Feature.Attributes.NONE));
      }
    }
    return CsvDatasets.read(file, Schema.of(features), CsvFormat.DEFAULT);
  }
}
