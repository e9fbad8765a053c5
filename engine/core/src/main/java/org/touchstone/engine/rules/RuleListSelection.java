package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.stats.RocArea;
import org.touchstone.engine.stats.SortedScores;

/**
 * Chooses the settings of a rule list by cross-validation on training rows alone: of each setting
 * the mean area under the ROC curve over folds that are stratified by class, of the most probable
 * list and of the averaged one.
 *
 * @param candidates the settings to choose from, one or more, by name
 * @param folds number of folds, 2 or more
 * @param form whether the single list, the averaged prediction or either may be chosen
 */
public record RuleListSelection(List<Candidate> candidates, int folds, Form form) {

  /** What is chosen among. */
  public enum Form {
    /** The most probable list alone, which a person can read. */
    LIST,
    /** The averaged prediction alone. */
    AVERAGED,
    /** Whichever is better. */
    EITHER
  }

  /**
   * Settings to choose.
   *
   * @param name for the table of results
   * @param learner miner and list
   */
  public record Candidate(String name, ExMo learner) {}

  /**
   * What cross-validation found.
   *
   * @param candidate name of the settings
   * @param averaged whether the prediction is averaged
   * @param meanArea mean area under the ROC curve over the folds
   */
  public record Score(String candidate, boolean averaged, double meanArea) {}

  /**
   * What was chosen, and learnt from all training rows.
   *
   * @param best the settings with the largest mean area; of equal ones the first
   * @param scores all results, the best first
   * @param fit the list of the chosen settings
   */
  public record Selected(Score best, List<Score> scores, FittedRuleList fit) {
    /** The chosen model: the list, or the averaged prediction. */
    public Classifier model() {
      return best.averaged() ? fit.averaged() : fit.list();
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no candidate, or there are fewer than 2 folds
   */
  public RuleListSelection {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty() || folds < 2) {
      throw new IllegalArgumentException(
          "Cross-validation needs settings to choose from and at least 2 folds, found "
              + candidates.size()
              + " and "
              + folds);
    }
  }

  /**
   * n-grams of 1 to 3 features of which 50 join the pool from each class and order, with more rules
   * or conditions expected, beside the paper's settings and the frequent rules of up to 3
   * conditions; 5 folds, either form.
   */
  public static RuleListSelection standard() {
    List<Candidate> candidates = new ArrayList<>();
    for (double rules : new double[] {3, 10, 20}) {
      for (double conditions : new double[] {1, 3}) {
        RuleListSettings settings =
            RuleListSettings.DEFAULT.withExpectedRules(rules).withExpectedConditions(conditions);
        String prior = ", lambda " + (int) rules + ", eta " + (int) conditions;
        candidates.add(
            new Candidate(
                "n-grams 1-5, top 10" + prior,
                new ExMo(new TfIdfRuleMiner(1, 5, 200, 10), settings)));
        candidates.add(
            new Candidate(
                "n-grams 1-3, top 50" + prior,
                new ExMo(new TfIdfRuleMiner(1, 3, 200, 50), settings)));
        candidates.add(
            new Candidate(
                "n-grams 2-3, top 30" + prior,
                new ExMo(new TfIdfRuleMiner(2, 3, 200, 30), settings)));
        candidates.add(
            new Candidate(
                "frequent, up to 3" + prior, new ExMo(new FpGrowthRuleMiner(3, 0.05), settings)));
      }
    }
    return new RuleListSelection(candidates, 5, Form.EITHER);
  }

  /** The same candidates, of which only one form may be chosen. */
  public RuleListSelection withForm(Form only) {
    return new RuleListSelection(candidates, folds, only);
  }

  /**
   * Chooses and learns.
   *
   * @param training the training rows; nothing else is looked at
   * @param label the column that holds the class
   * @param positiveClass the level of the label whose probability is wanted
   * @param seed seed of folds and learners
   * @param execution threads and monitor
   * @throws DataException if a class has fewer rows than there are folds, or a candidate cannot
   *     learn from these rows
   */
  public Selected select(
      Dataset training, String label, String positiveClass, long seed, Execution execution) {
    boolean[] positive = ItemTable.labels(training, label, positiveClass);
    int[] foldOf = folds(positive, seed);
    List<Score> scores = new ArrayList<>();
    for (Candidate candidate : candidates) {
      double[] areas = areas(candidate, training, label, positiveClass, foldOf, seed, execution);
      if (form != Form.AVERAGED) {
        scores.add(new Score(candidate.name(), false, areas[0]));
      }
      if (form != Form.LIST) {
        scores.add(new Score(candidate.name(), true, areas[1]));
      }
    }
    scores.sort((a, b) -> Double.compare(b.meanArea(), a.meanArea()));
    Score best = scores.get(0);
    Candidate chosen =
        candidates.stream()
            .filter(c -> c.name().equals(best.candidate()))
            .findFirst()
            .orElseThrow();
    return new Selected(
        best,
        List.copyOf(scores),
        chosen.learner().fit(training, label, positiveClass, seed, execution));
  }

  /** The mean areas of the list and of the averaged prediction over the folds. */
  private double[] areas(
      Candidate candidate,
      Dataset training,
      String label,
      String positiveClass,
      int[] foldOf,
      long seed,
      Execution execution) {
    double[] means = new double[2];
    for (int fold = 0; fold < folds; fold++) {
      Dataset held = training.select(rows(foldOf, fold, true));
      FittedRuleList fit =
          candidate
              .learner()
              .fit(
                  training.select(rows(foldOf, fold, false)),
                  label,
                  positiveClass,
                  RandomSeeds.derive(seed, "fold", Integer.toString(fold)),
                  execution);
      boolean[] positive = ItemTable.labels(held, label, positiveClass);
      means[0] += area(fit.list(), held, positive) / folds;
      means[1] += area(fit.averaged(), held, positive) / folds;
    }
    return means;
  }

  private int[] folds(boolean[] positive, long seed) {
    int[] fold = new int[positive.length];
    SplittableRandom random = new SplittableRandom(RandomSeeds.derive(seed, "folds"));
    for (boolean wanted : new boolean[] {false, true}) {
      int[] rows = new int[positive.length];
      int count = 0;
      for (int row = 0; row < positive.length; row++) {
        if (positive[row] == wanted) {
          int at = random.nextInt(count + 1);
          rows[count] = rows[at];
          rows[at] = row;
          count++;
        }
      }
      if (count < folds) {
        throw new DataException(
            "Cross-validation in "
                + folds
                + " folds needs as many rows of each class, but "
                + count
                + " are "
                + (wanted ? "positive" : "negative")
                + "; use fewer folds");
      }
      for (int i = 0; i < count; i++) {
        fold[rows[i]] = i % folds;
      }
    }
    return fold;
  }

  private static int[] rows(int[] foldOf, int fold, boolean inside) {
    return java.util.stream.IntStream.range(0, foldOf.length)
        .filter(row -> (foldOf[row] == fold) == inside)
        .toArray();
  }

  private static double area(Classifier model, Dataset data, boolean[] positive) {
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    double[] scores = new double[data.rowCount()];
    model.score(rows, scores.length, scores);
    double[] negatives = new double[scores.length];
    double[] positives = new double[scores.length];
    int n = 0;
    int p = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i]) {
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
}
