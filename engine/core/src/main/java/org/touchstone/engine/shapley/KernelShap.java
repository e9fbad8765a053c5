package org.touchstone.engine.shapley;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;

/**
 * KernelSHAP: Shapley values of any model by a regression over coalitions, all of them where the
 * budget allows it, else a sample.
 *
 * <p>The game of a row is that of {@link ExactShapley}. Coalitions are evaluated in pairs with
 * their complements. The regression keeps {@code base value + sum of values = output} exactly, and
 * selects no features: no L1 penalty sets a value to zero. Players whose columns equal those of
 * every background row have the value 0 and standard error 0.
 *
 * <p>The coalitions and the factorised regression depend on the number of players that vary, the
 * budget, the scheme and the seed alone; they are made once and used for every row.
 *
 * <p>Source: S. Lundberg, S.-I. Lee, A unified approach to interpreting model predictions, NIPS
 * 2017, section 4.1; paired sampling: I. Covert, S.-I. Lee, Improving KernelSHAP, AISTATS 2021;
 * choice of coalitions: see {@link CoalitionSampling}.
 */
public final class KernelShap implements Explainer {

  private final Players players;
  private final Options options;
  private final Provenance provenance;
  private final CoalitionValues game;
  private final ConcurrentMap<Integer, Design> designs = new ConcurrentHashMap<>();

  /**
   * Settings.
   *
   * @param budget largest number of coalitions of a row, the empty and the full one not counted; 0
   *     stands for {@code max(2 M + 2048, 4 M)} with M players
   * @param sampling how coalitions are chosen where the budget does not allow all of them
   * @param link scale of the values
   * @param seed seed of the choice
   * @param memoryBytes bound of the buffers that rows for the model are built in, over all threads
   */
  public record Options(
      int budget, CoalitionSampling sampling, Link link, long seed, long memoryBytes) {

    /** A budget of {@code 2 M + 2048}, sampling by leverage, probabilities, seed 0, 256 MB. */
    public static final Options DEFAULT =
        new Options(0, CoalitionSampling.LEVERAGE, Link.IDENTITY, 0, 256L << 20);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if budget or memory are negative
     */
    public Options {
      if (budget < 0 || memoryBytes < 0) {
        throw new IllegalArgumentException(
            "Budget and memory are not negative, found "
                + budget
                + " coalitions and "
                + memoryBytes
                + " bytes");
      }
    }

    /** These settings with another budget. */
    public Options withBudget(int coalitions) {
      return new Options(coalitions, sampling, link, seed, memoryBytes);
    }

    /** These settings with another scheme. */
    public Options withSampling(CoalitionSampling scheme) {
      return new Options(budget, scheme, link, seed, memoryBytes);
    }

    /** These settings with another scale. */
    public Options withLink(Link scale) {
      return new Options(budget, sampling, scale, seed, memoryBytes);
    }

    /** These settings with another seed. */
    public Options withSeed(long value) {
      return new Options(budget, sampling, link, value, memoryBytes);
    }

    /** These settings with another memory bound. */
    public Options withMemory(long bytes) {
      return new Options(budget, sampling, link, seed, bytes);
    }

    private int budgetFor(int players) {
      return budget > 0 ? budget : Math.max(2 * players + 2048, 4 * players);
    }
  }

  /**
   * Prepares the explanation of a model.
   *
   * @param model scores rows of the players' columns
   * @param players whom the output is attributed to
   * @param background rows of the same columns
   * @param options settings
   * @throws IllegalArgumentException if players, model and background differ in the number of
   *     columns, or the budget is below 4 coalitions for each player and does not allow all
   *     coalitions
   */
  public KernelShap(Classifier model, Players players, Background background, Options options) {
    this.players = players;
    this.options = options;
    int budget = options.budgetFor(players.size());
    this.provenance =
        new Provenance(
            "KernelSHAP (at most " + budget + " coalitions, " + options.sampling() + ")",
            options.link().scale(),
            players.names(),
            Optional.of(background.hash()),
            OptionalLong.of(options.seed()));
    this.game = new CoalitionValues(model, players, background, options.link());
    if (players.size() > 1) {
      designs.put(players.size(), makeDesign(players.size()));
    }
  }

  @Override
  public Players players() {
    return players;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public void explain(double[] rows, int count, Execution execution, Consumer<Attribution> sink) {
    RowBatch.require(rows, count, players.rowWidth());
    long memory = options.memoryBytes() / execution.threads();
    execution.run(
        "explaining " + count + " rows by KernelSHAP",
        count,
        1,
        (from, to) -> explain(RowBatch.row(rows, from, players.rowWidth()), from, memory),
        sink);
  }

  private Attribution explain(double[] row, int index, long memory) {
    int[] active = game.varying(row);
    double output = game.output(row, index);
    double total = output - game.base();
    double[] values = new double[players.size()];
    double[] errors = new double[players.size()];
    long evaluations = 1;
    if (active.length == 1) {
      values[active[0]] = total;
    } else if (active.length > 1) {
      Design design = design(active.length);
      int pairs = design.sample().pairs();
      double[] outputs = new double[2 * pairs];
      game.evaluate(row, index, active, design.coalitions(), 2 * pairs, memory, outputs);
      evaluations += 2L * pairs * game.backgroundRows();
      double[] targets = targets(outputs, total);
      double[] phi = design.regression().solve(targets, total);
      double[] se =
          design.regression().standardErrors(targets, phi, design.sample().varianceFactors());
      for (int i = 0; i < active.length; i++) {
        values[active[i]] = phi[i];
        errors[active[i]] = se[i];
      }
    }
    return new Attribution(provenance, index, game.base(), output, values, errors, evaluations);
  }

  /**
   * The constraint makes the two residuals of a pair one: fitting {@code v(S) - v(empty)} by {@code
   * z phi} and {@code v(not S) - v(empty)} by {@code total - z phi} with the same weight is fitting
   * {@code (v(S) - v(not S) + total) / 2} by {@code z phi} with twice the weight.
   */
  private static double[] targets(double[] outputs, double total) {
    int pairs = outputs.length / 2;
    double[] targets = new double[pairs];
    for (int k = 0; k < pairs; k++) {
      targets[k] = (outputs[k] - outputs[pairs + k] + total) / 2;
    }
    return targets;
  }

  private Design design(int varying) {
    return designs.computeIfAbsent(varying, this::makeDesign);
  }

  private Design makeDesign(int varying) {
    int budget = options.budgetFor(players.size());
    CoalitionSample sample =
        CoalitionSample.of(varying, budget, options.sampling(), options.seed()).inShortSteps();
    if (!sample.isComplete() && budget < 4L * varying) {
      throw new IllegalArgumentException(
          "A budget of "
              + budget
              + " coalitions is too small for "
              + varying
              + " players; allow at least "
              + 4L * varying);
    }
    KernelRegression regression = KernelRegression.of(varying, sample.masks(), sample.weights());
    return new Design(sample, regression, sample.withComplements());
  }

  /** What is made once for a number of players: coalitions, then their complements. */
  private static final class Design {
    private final CoalitionSample sample;
    private final KernelRegression regression;
    private final long[] coalitions;

    Design(CoalitionSample sample, KernelRegression regression, long[] coalitions) {
      this.sample = sample;
      this.regression = regression;
      this.coalitions = coalitions;
    }

    CoalitionSample sample() {
      return sample;
    }

    KernelRegression regression() {
      return regression;
    }

    long[] coalitions() {
      return coalitions;
    }
  }
}
