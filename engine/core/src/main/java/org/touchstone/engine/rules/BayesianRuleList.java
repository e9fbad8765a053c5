package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.rules.RulePool.Itemset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Learns a rule list from a pool of rules: chains of {@link RuleListSettings#iterations} steps walk
 * through the posterior {@code p(d | x, y, A) ~ p(y | x, d) p(d | A)} of ordered lists of different
 * rules.
 *
 * <p>Source: Letham, Rudin, McCormick and Madigan, Interpretable classifiers using rules and
 * Bayesian analysis, Annals of Applied Statistics 9, 2015, pp. 1350-1371; ExMo, section 3.1.
 */
public final class BayesianRuleList {

  /** How often the monitor hears of the chains, and may stop them. */
  private static final int REPORTS = 25;

  private final RulePool pool;
  private final RuleListSettings settings;
  private final RuleRows rows;
  private final RuleListLikelihood likelihood;
  private final BetaPrior betaPrior;
  private final RuleList.Label label;

  private BayesianRuleList(RulePool pool, RuleList.Label label, RuleListSettings settings) {
    this.pool = pool;
    this.settings = settings;
    this.label = label;
    this.rows = RuleRows.of(pool);
    this.betaPrior =
        new BetaPrior(
            settings.alphaNegative(), settings.alphaPositive(), settings.positiveWeight());
    this.likelihood =
        new RuleListLikelihood(
            pool.table().negatives(),
            pool.table().positives(),
            settings.alphaNegative(),
            settings.alphaPositive(),
            settings.positiveWeight());
  }

  /**
   * Learns a list.
   *
   * @param pool the rules, with their training rows
   * @param label what the classes are
   * @param settings prior and chains
   * @param seed seed of the chains; each has its own stream
   * @param execution threads (a chain runs on one) and monitor
   * @throws org.touchstone.engine.data.DataException if the pool does not fit into memory
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the chains
   */
  public static FittedRuleList fit(
      RulePool pool,
      RuleList.Label label,
      RuleListSettings settings,
      long seed,
      Execution execution) {
    return new BayesianRuleList(pool, label, settings).fit(seed, execution);
  }

  /**
   * The list of all rules of a pool in the pool's order, with the training rows that each takes: a
   * list that was written by hand.
   *
   * @param pool the rules, with their training rows
   * @param label what the classes are
   * @param prior what the probabilities are before the training rows
   */
  public static RuleList listOf(RulePool pool, RuleList.Label label, BetaPrior prior) {
    RuleListSettings settings =
        new RuleListSettings(
            1, 1, prior.alphaNegative(), prior.alphaPositive(), prior.positiveWeight(), 2, 1, 1);
    int[] all = new int[pool.size()];
    Arrays.setAll(all, rule -> rule);
    BayesianRuleList learner = new BayesianRuleList(pool, label, settings);
    return RuleList.of(
        pool.table().columns(), pool.table().features(), label, prior, learner.lines(all));
  }

  private FittedRuleList fit(long seed, Execution execution) {
    List<Walk> walks = new ArrayList<>();
    for (int c = 0; c < settings.chains(); c++) {
      walks.add(new Walk(chain(RandomSeeds.derive(seed, "chain", Integer.toString(c)))));
    }
    walk(walks, execution);
    Walk best = walks.get(0);
    for (Walk walk : walks) {
      best = walk.bestLogPosterior > best.bestLogPosterior ? walk : best;
    }
    RuleList list =
        RuleList.of(
            pool.table().columns(), pool.table().features(), label, betaPrior, lines(best.best));
    return new FittedRuleList(
        list,
        average(walks),
        best.bestLogPosterior,
        convergence(walks),
        pool.size(),
        pool.table().unused());
  }

  /** A chain alone, for those who look at its steps. */
  static RuleListChain chain(RulePool pool, RuleListSettings settings, long seed) {
    return new BayesianRuleList(pool, new RuleList.Label("", ""), settings).chain(seed);
  }

  private RuleListChain chain(long seed) {
    int[] conditions = new int[pool.size()];
    Arrays.setAll(conditions, rule -> pool.items(rule).length);
    RuleListPrior prior =
        new RuleListPrior(conditions, settings.expectedRules(), settings.expectedConditions());
    return new RuleListChain(rows, prior, likelihood, new SplittableRandom(seed));
  }

  /** All chains go on side by side, part by part, so that they can be watched and stopped. */
  private void walk(List<Walk> walks, Execution execution) {
    int iterations = settings.iterations();
    int part = Math.max(1, iterations / REPORTS);
    Execution quiet = new Execution(execution.threads(), org.touchstone.engine.run.RunMonitor.NONE);
    String task = "sampling rule lists in " + walks.size() + " chains";
    for (int from = 0; from < iterations; from += part) {
      execution.monitor().progress(task, (long) from * walks.size(), total());
      int start = from;
      int end = Math.min(iterations, from + part);
      quiet.run(
          task,
          walks.size(),
          1,
          (first, next) -> {
            walks.get(first).go(start, end);
            return first;
          },
          done -> {});
    }
    execution.monitor().progress(task, total(), total());
  }

  private long total() {
    return (long) settings.iterations() * settings.chains();
  }

  private Convergence convergence(List<Walk> walks) {
    double accepted = 0;
    for (Walk walk : walks) {
      accepted += walk.chain.acceptanceRate() / walks.size();
    }
    return new Convergence(
        GelmanRubin.ofSecondHalves(
            walks.stream().map(w -> w.logPosteriors).toArray(double[][]::new)),
        GelmanRubin.ofSecondHalves(walks.stream().map(w -> w.lengths).toArray(double[][]::new)),
        accepted,
        settings.chains(),
        settings.iterations());
  }

  private AveragedRuleList average(List<Walk> walks) {
    Map<Itemset, Integer> visits = new LinkedHashMap<>();
    int total = 0;
    for (Walk walk : walks) {
      for (int[] list : walk.kept) {
        visits.merge(new Itemset(list), 1, Integer::sum);
        total++;
      }
    }
    List<AveragedRuleList.Weighted> weighted = new ArrayList<>();
    for (Map.Entry<Itemset, Integer> visited : visits.entrySet()) {
      weighted.add(
          new AveragedRuleList.Weighted(
              lines(visited.getKey().items()), (double) visited.getValue() / total));
    }
    List<String> columns = pool.table().columns().stream().map(Feature::name).toList();
    return AveragedRuleList.of(columns, pool.table().features(), weighted);
  }

  /** The lines of a list of the pool's rules with the training rows that each takes. */
  List<Line> lines(int[] list) {
    List<Line> lines = new ArrayList<>(list.length + 1);
    long[] left = rows.all();
    for (int rule : list) {
      long[] after = new long[rows.words()];
      long taken = rows.take(rule, left, after);
      Rule asked = pool.rules().get(rule);
      lines.add(Line.of(Optional.of(asked), taken >>> 32, taken & 0xFFFF_FFFFL, betaPrior));
      left = after;
    }
    lines.add(Line.of(Optional.empty(), rows.negatives(left), rows.positives(left), betaPrior));
    return lines;
  }

  /** A chain with what is kept of its steps. */
  private final class Walk {
    private final RuleListChain chain;
    private final double[] logPosteriors = new double[settings.iterations()];
    private final double[] lengths = new double[settings.iterations()];
    private final List<int[]> kept = new ArrayList<>();
    private int[] best;
    private double bestLogPosterior;

    Walk(RuleListChain chain) {
      this.chain = chain;
      this.best = chain.list();
      this.bestLogPosterior = chain.logPosterior();
    }

    void go(int from, int to) {
      int half = settings.iterations() / 2;
      int second = settings.iterations() - half;
      int wanted = Math.min(second, settings.averagedLists());
      for (int i = from; i < to; i++) {
        chain.step();
        logPosteriors[i] = chain.logPosterior();
        lengths[i] = chain.length();
        if (chain.logPosterior() > bestLogPosterior) {
          bestLogPosterior = chain.logPosterior();
          best = chain.list();
        }
        // The list number k of those wanted stands at the end of the k-th part of the second half.
        long kth = (long) (i - half + 1) * wanted / second;
        if (i >= half && kth > (long) (i - half) * wanted / second) {
          kept.add(chain.list());
        }
      }
    }
  }
}
