package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Bagging of rule lists, and one list that learns from the bag.
 *
 * <p>Each member cuts, mines and learns on a bootstrap sample of the training rows, drawn class by
 * class. {@link FittedRuleList#averaged} is the mean of the members' averaged predictions: as their
 * cuts differ, it has finer steps than any list, and each member's accidents weigh little.
 *
 * <p>{@link FittedRuleList#list} is a single list that a person can read. It is learnt from {@code
 * copies} copies of each training row, of which as many are positive as the bag's probability of
 * the row says, so that the class of one row, which is partly chance, does not decide on cuts and
 * rules. The counts and probabilities of its lines are those of the training rows and their own
 * classes, each once. Log posterior and convergence of the fit are about the copies.
 *
 * <p>Sources: Breiman, Bagging predictors, Machine Learning 24, 1996, pp. 123-140; Breiman and
 * Shang, Born again trees, University of California at Berkeley, 1996.
 *
 * @param member learns on each bootstrap sample
 * @param bags number of bootstrap samples, 1 or more
 * @param student learns the single list. A weight of the positive class is used for its lines, but
 *     not to choose it, as the bag's probabilities have the member's weight already
 * @param copies copies of each training row, 1 or more
 */
public record RuleListBagging(ExMo member, int bags, ExMo student, int copies)
    implements RuleListLearner {

  private static final int BATCH = 4096;

  /**
   * 30 members with one chain of 10,000 steps on rules of 50 orders of the features, and a student
   * with the settings of {@link ExMo#DEFAULT} on 10 copies.
   */
  public static final RuleListBagging DEFAULT =
      new RuleListBagging(
          new ExMo(
              new TfIdfRuleMiner(1, 3, 50, 50),
              RuleListSettings.DEFAULT.withIterations(10_000).withChains(1)),
          30,
          ExMo.DEFAULT,
          10);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public RuleListBagging {
    if (bags < 1 || copies < 1) {
      throw new IllegalArgumentException(
          "Bagging needs at least one bootstrap sample and one copy of each row, found "
              + bags
              + " and "
              + copies);
    }
  }

  @Override
  public FittedRuleList fit(
      Dataset training,
      List<String> features,
      boolean[] positive,
      RuleList.Label label,
      long seed,
      Execution execution) {
    List<AveragedRuleList> members = new ArrayList<>();
    execution.run(
        "learning " + bags + " bagged rule lists",
        bags,
        1,
        (from, to) -> member(training, features, positive, label, seed, from),
        members::add);
    AveragedRuleList bag = AveragedRuleList.mean(members);
    FittedRuleList learnt = student(training, features, bag, label, seed, execution);
    return new FittedRuleList(
        recounted(learnt.list(), training, positive),
        bag,
        learnt.logPosterior(),
        learnt.convergence(),
        learnt.minedRules(),
        learnt.unusedFeatures());
  }

  private AveragedRuleList member(
      Dataset training,
      List<String> features,
      boolean[] positive,
      RuleList.Label label,
      long seed,
      int bag) {
    long own = RandomSeeds.derive(seed, "bag", Integer.toString(bag));
    int[] rows = bootstrap(positive, new SplittableRandom(RandomSeeds.derive(own, "bootstrap")));
    boolean[] classes = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      classes[i] = positive[rows[i]];
    }
    return member
        .fit(training.select(rows), features, classes, label, own, Execution.SINGLE)
        .averaged();
  }

  /** As many rows of each class as there are, drawn with replacement. */
  private static int[] bootstrap(boolean[] positive, SplittableRandom random) {
    int[] byClass = new int[positive.length];
    int negatives = 0;
    for (int row = 0; row < positive.length; row++) {
      if (!positive[row]) {
        byClass[negatives++] = row;
      }
    }
    int next = negatives;
    for (int row = 0; row < positive.length; row++) {
      if (positive[row]) {
        byClass[next++] = row;
      }
    }
    int[] drawn = new int[positive.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] =
          i < negatives
              ? byClass[random.nextInt(negatives)]
              : byClass[negatives + random.nextInt(positive.length - negatives)];
    }
    return drawn;
  }

  private FittedRuleList student(
      Dataset training,
      List<String> features,
      AveragedRuleList bag,
      RuleList.Label label,
      long seed,
      Execution execution) {
    double[] probabilities = probabilities(bag, training);
    int[] rows = new int[Math.multiplyExact(probabilities.length, copies)];
    boolean[] classes = new boolean[rows.length];
    SplittableRandom random = new SplittableRandom(RandomSeeds.derive(seed, "copies"));
    for (int row = 0; row < probabilities.length; row++) {
      // Systematic sampling: the number of positive copies is the expected one, rounded by chance.
      double offset = random.nextDouble();
      for (int copy = 0; copy < copies; copy++) {
        rows[row * copies + copy] = row;
        classes[row * copies + copy] = (copy + offset) / copies < probabilities[row];
      }
    }
    ExMo unweighted = new ExMo(student.miner(), student.settings().withPositiveWeight(1));
    return unweighted.fit(
        training.select(rows),
        features,
        classes,
        label,
        RandomSeeds.derive(seed, "student"),
        execution);
  }

  private static double[] probabilities(AveragedRuleList bag, Dataset training) {
    int width = training.schema().size();
    double[] out = new double[training.rowCount()];
    double[] rows = new double[BATCH * width];
    double[] scores = new double[BATCH];
    for (int from = 0; from < out.length; from += BATCH) {
      int count = Math.min(BATCH, out.length - from);
      training.copyRows(from, from + count, rows);
      bag.score(rows, count, scores);
      System.arraycopy(scores, 0, out, from, count);
    }
    return out;
  }

  /** The same rules with the training rows that each line takes, by their own classes. */
  private RuleList recounted(RuleList list, Dataset training, boolean[] positive) {
    RuleListSettings settings = student.settings();
    BetaPrior prior =
        new BetaPrior(
            settings.alphaNegative(), settings.alphaPositive(), settings.positiveWeight());
    int width = training.schema().size();
    long[] negatives = new long[list.lines().size()];
    long[] positives = new long[list.lines().size()];
    double[] rows = new double[BATCH * width];
    int[] lines = new int[BATCH];
    for (int from = 0; from < positive.length; from += BATCH) {
      int count = Math.min(BATCH, positive.length - from);
      training.copyRows(from, from + count, rows);
      list.decide(rows, count, lines);
      for (int i = 0; i < count; i++) {
        (positive[from + i] ? positives : negatives)[lines[i]]++;
      }
    }
    List<Line> recounted = new ArrayList<>();
    for (int i = 0; i < negatives.length; i++) {
      Optional<Rule> rule = list.lines().get(i).rule();
      recounted.add(Line.of(rule, negatives[i], positives[i], prior));
    }
    return new RuleList(
        list.columns(), list.label(), prior, list.matcher(), recounted, Optional.empty());
  }
}
