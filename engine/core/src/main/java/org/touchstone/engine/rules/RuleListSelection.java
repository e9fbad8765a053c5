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
 * the mean area under the ROC curve over folds that are stratified by class, of the single list and
 * of the averaged prediction.
 *
 * @param candidates the settings to choose from, one or more, no name twice
 * @param folds number of folds, 2 or more
 */
public record RuleListSelection(List<Candidate> candidates, int folds) {

  /** What is chosen among. */
  public enum Form {
    /** The single list alone, which a person can read. */
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
   * @param learner learns the list
   */
  public record Candidate(String name, RuleListLearner learner) {}

  /**
   * What cross-validation found.
   *
   * @param candidate name of the settings
   * @param averaged whether the prediction is averaged
   * @param meanArea mean area under the ROC curve over the folds
   * @param standardError of the mean, from the spread over the folds
   */
  public record Score(String candidate, boolean averaged, double meanArea, double standardError) {}

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
   * @throws IllegalArgumentException if there is no candidate, two have one name, or there are
   *     fewer than 2 folds
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
    List<String> names = candidates.stream().map(Candidate::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("Two settings to choose from have one name: " + names);
    }
  }

  /**
   * Lists and bags of rules that TF-IDF mines, alone and with the frequent rules of up to 2
   * conditions, with 10 and with 20 rules expected, beside the paper's settings; 5 folds.
   */
  public static RuleListSelection standard() {
    return around(10, 5);
  }

  /**
   * The candidates of {@link #standard} with this number of rules, and with twice as many,
   * expected.
   *
   * @param expectedRules prior mean of the number of rules, above 0
   * @param folds number of folds, 2 or more
   */
  public static RuleListSelection around(double expectedRules, int folds) {
    List<Candidate> candidates = new ArrayList<>();
    for (double rules : new double[] {expectedRules, 2 * expectedRules}) {
      RuleListSettings settings = RuleListSettings.DEFAULT.withExpectedRules(rules);
      String prior = ", lambda " + (float) rules;
      candidates.add(
          new Candidate("n-grams 1-5, top 10" + prior, new ExMo(ExMo.PAPER.miner(), settings)));
      for (boolean frequent : new boolean[] {false, true}) {
        String name = "n-grams 1-3, top 50" + (frequent ? " and frequent 1-2" : "");
        ExMo list = new ExMo(miner(200, frequent), settings);
        candidates.add(new Candidate(name + prior, list));
        candidates.add(
            new Candidate(
                name + prior + ", bagged",
                new RuleListBagging(
                    new ExMo(
                        miner(50, frequent),
                        RuleListBagging.DEFAULT.member().settings().withExpectedRules(rules)),
                    RuleListBagging.DEFAULT.bags(),
                    list,
                    RuleListBagging.DEFAULT.copies())));
      }
    }
    return new RuleListSelection(candidates, folds);
  }

  private static RuleMiner miner(int permutations, boolean frequent) {
    RuleMiner words = new TfIdfRuleMiner(1, 3, permutations, 50);
    return frequent ? new CombinedRuleMiner(List.of(words, new FpGrowthRuleMiner(2, 0.05))) : words;
  }

  /**
   * Cross-validates all candidates.
   *
   * @param training the training rows; nothing else is looked at
   * @param label the column that holds the class
   * @param positiveClass the level of the label whose probability is wanted
   * @param seed seed of folds and learners
   * @param execution threads and monitor
   * @return for each candidate the result of its list and of its averaged prediction, the best
   *     first
   * @throws DataException if a class has fewer rows than there are folds, or a candidate cannot
   *     learn from these rows
   */
  public List<Score> crossValidate(
      Dataset training, String label, String positiveClass, long seed, Execution execution) {
    int[] foldOf = folds(ItemTable.labels(training, label, positiveClass), seed);
    List<Score> scores = new ArrayList<>();
    for (Candidate candidate : candidates) {
      double[][] areas = new double[2][folds];
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
        areas[0][fold] = area(fit.list(), held, positive);
        areas[1][fold] = area(fit.averaged(), held, positive);
      }
      scores.add(score(candidate, false, areas[0]));
      scores.add(score(candidate, true, areas[1]));
    }
    scores.sort((a, b) -> Double.compare(b.meanArea(), a.meanArea()));
    return List.copyOf(scores);
  }

  /**
   * Chooses and learns.
   *
   * @param form what may be chosen
   * @throws DataException as {@link #crossValidate}
   */
  public Selected select(
      Form form,
      Dataset training,
      String label,
      String positiveClass,
      long seed,
      Execution execution) {
    return select(
        form,
        crossValidate(training, label, positiveClass, seed, execution),
        training,
        label,
        positiveClass,
        seed,
        execution);
  }

  /**
   * Chooses by results that are there already, and learns.
   *
   * @param form what may be chosen
   * @param scores results of {@link #crossValidate} on the same rows
   * @throws DataException if the chosen candidate cannot learn from these rows
   */
  public Selected select(
      Form form,
      List<Score> scores,
      Dataset training,
      String label,
      String positiveClass,
      long seed,
      Execution execution) {
    Score best =
        scores.stream()
            .filter(score -> form == Form.EITHER || score.averaged() == (form == Form.AVERAGED))
            .findFirst()
            .orElseThrow();
    RuleListLearner learner =
        candidates.stream()
            .filter(candidate -> candidate.name().equals(best.candidate()))
            .findFirst()
            .orElseThrow()
            .learner();
    return new Selected(
        best, List.copyOf(scores), learner.fit(training, label, positiveClass, seed, execution));
  }

  private static Score score(Candidate candidate, boolean averaged, double[] areas) {
    double mean = Arrays.stream(areas).average().orElseThrow();
    double squares = Arrays.stream(areas).map(area -> (area - mean) * (area - mean)).sum();
    double error = Math.sqrt(squares / (areas.length - 1) / areas.length);
    return new Score(candidate.name(), averaged, mean, error);
  }

  /** The fold of each row, stratified by class. */
  int[] folds(boolean[] positive, long seed) {
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
