package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.CoalitionSampling;
import org.touchstone.engine.shapley.ExactShapley;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Link;
import org.touchstone.engine.shapley.Players;

/**
 * Prints the error of KernelSHAP for its cost: the root mean square error against exact values, for
 * each way of choosing coalitions and each budget; and in brackets the root mean square of the
 * error over its standard error, which is 1 where the standard error is right.
 */
public final class SamplingAccuracy {

  private static final int[] BUDGETS = {128, 256, 512, 1024, 2108, 4096, 8192};
  private static final int SEEDS = 40;
  private static final int ROWS = 6;

  private SamplingAccuracy() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    double[] rows = RandomForest.rows(ROWS + 5);
    Background background =
        Background.of(
            Arrays.copyOfRange(rows, ROWS * RandomForest.INPUTS, rows.length), RandomForest.INPUTS);
    Players players = RandomForest.players();

    TreeEnsemble forest = RandomForest.of(16, 8);
    print(
        out,
        "forest, 30 features",
        forest,
        players,
        background,
        explain(new InterventionalTreeShap(forest, players, background), rows),
        rows);

    LogisticRegression logistic = logistic();
    Players groups = players.grouped(pairs());
    print(
        out,
        "logistic, 15 groups",
        logistic,
        groups,
        background,
        explain(new ExactShapley(logistic, groups, background, Link.IDENTITY), rows),
        rows);
  }

  private static LogisticRegression logistic() {
    SplittableRandom random = new SplittableRandom(3);
    double[] coefficients = new double[RandomForest.INPUTS];
    Arrays.setAll(coefficients, i -> 8 * (random.nextDouble() - 0.5));
    return new LogisticRegression(coefficients, 0);
  }

  private static Map<String, List<String>> pairs() {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < RandomForest.INPUTS; i += 2) {
      pairs.put("g" + i, List.of("x" + i, "x" + (i + 1)));
    }
    return pairs;
  }

  private static List<Attribution> explain(Explainer explainer, double[] rows) {
    List<Attribution> results = new ArrayList<>();
    explainer.explain(rows, ROWS, Execution.SINGLE, results::add);
    return results;
  }

  private static void print(
      PrintWriter out,
      String name,
      Classifier model,
      Players players,
      Background background,
      List<Attribution> exact,
      double[] rows) {
    for (int budget : BUDGETS) {
      out.printf("%s, %5d coalitions:", name, budget);
      for (CoalitionSampling sampling : CoalitionSampling.values()) {
        double squares = 0;
        double standardised = 0;
        int count = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
          KernelShap.Options options =
              KernelShap.Options.DEFAULT.withBudget(budget).withSampling(sampling).withSeed(seed);
          KernelShap kernel = new KernelShap(model, players, background, options);
          for (Attribution found : explain(kernel, rows)) {
            for (int i = 0; i < players.size(); i++) {
              double error = found.value(i) - exact.get(found.row()).value(i);
              squares += error * error;
              standardised += Math.pow(error / found.standardError(i), 2);
              count++;
            }
          }
        }
        out.printf(
            "  %s %.2e (%.2f)",
            sampling, Math.sqrt(squares / count), Math.sqrt(standardised / count));
      }
      out.println();
    }
  }
}
