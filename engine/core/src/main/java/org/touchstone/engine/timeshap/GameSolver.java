package org.touchstone.engine.timeshap;

import java.util.List;
import org.touchstone.engine.shapley.CoalitionSample;
import org.touchstone.engine.shapley.CoalitionSampling;

/** Computes the Shapley values of a game: exactly where the budget allows it, else by sampling. */
final class GameSolver {

  /**
   * With many players its error is smaller than that of kernel weights, for as many coalitions: by
   * a sixth with 60 players. Its coalitions share less of their past, which costs a tenth of the
   * time.
   */
  private static final CoalitionSampling SAMPLING = CoalitionSampling.LEVERAGE;

  private GameSolver() {}

  /**
   * Solves a game.
   *
   * @param players all players; those that cannot change the output get exactly 0
   * @param nsamples largest number of coalitions besides the empty and the full one
   */
  static SequenceAttribution solve(
      SequenceGame game, List<SequencePlayer> players, int nsamples, long seed) {
    return solve(game, players, nsamples, SAMPLING, seed);
  }

  /** Solves a game; coalitions are chosen in this way where not all can be evaluated. */
  static SequenceAttribution solve(
      SequenceGame game,
      List<SequencePlayer> players,
      int nsamples,
      CoalitionSampling sampling,
      long seed) {
    int count = game.active().length;
    CoalitionScores scores = CoalitionScores.of(game);
    double[] ends = ends(game, scores);
    double base = ends[0];
    double output = ends[1];
    boolean exact = count < 31 && (1L << count) - 2 <= nsamples;
    double[] phi = new double[count];
    double[] errors = new double[count];
    int coalitions = 0;
    if (exact) {
      long[] masks = count < 2 ? new long[0] : ExactGame.masks(count);
      coalitions = masks.length;
      double[] values = new double[coalitions];
      scores.evaluate(masks, coalitions, values);
      double[] all = new double[1 << count];
      all[0] = base;
      System.arraycopy(values, 0, all, Math.min(1, all.length - 1), coalitions);
      all[all.length - 1] = output;
      phi = ExactGame.solve(count, all);
    } else {
      requireBudget(count, nsamples);
      CoalitionSample sample = CoalitionSample.of(count, nsamples, sampling, seed);
      coalitions = 2 * sample.pairs();
      double[] values = new double[coalitions];
      scores.evaluate(sample.withComplements(), coalitions, values);
      double[] targets = new double[sample.pairs()];
      for (int k = 0; k < targets.length; k++) {
        targets[k] = (values[k] - values[targets.length + k]) / 2;
      }
      CentredRegression regression = new CentredRegression(count, sample.masks(), sample.weights());
      phi = regression.solve(targets, output - base);
      errors = regression.standardErrors(targets, phi, sample.varianceFactors());
    }
    return attribution(game, players, phi, errors, base, output, exact, coalitions);
  }

  private static SequenceAttribution attribution(
      SequenceGame game,
      List<SequencePlayer> players,
      double[] phi,
      double[] errors,
      double base,
      double output,
      boolean exact,
      int coalitions) {
    double[] values = new double[players.size()];
    double[] standardErrors = new double[players.size()];
    int[] active = game.active();
    for (int i = 0; i < active.length; i++) {
      values[active[i]] = phi[i];
      standardErrors[active[i]] = errors[i];
    }
    return new SequenceAttribution(
        players, values, standardErrors, base, output, exact, coalitions);
  }

  /** With all single players in the sample the regression is regular. */
  private static void requireBudget(int players, int budget) {
    if (budget < 2L * players) {
      throw new IllegalArgumentException(
          "A budget of "
              + budget
              + " coalitions does not determine the values of "
              + players
              + " players; allow "
              + 2L * players
              + " or more, or prune");
    }
  }

  /** The outputs of the empty and of the full coalition. */
  private static double[] ends(SequenceGame game, CoalitionScores scores) {
    int words = game.words();
    long[] masks = new long[2 * words];
    for (int player = 0; player < game.active().length; player++) {
      masks[words + (player >>> 6)] |= 1L << (player & 63);
    }
    double[] out = new double[2];
    scores.evaluate(masks, 2, out);
    return out;
  }
}
