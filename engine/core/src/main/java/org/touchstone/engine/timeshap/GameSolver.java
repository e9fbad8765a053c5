package org.touchstone.engine.timeshap;

import java.util.List;

/** Computes the Shapley values of a game: exactly where the budget allows it, else by sampling. */
final class GameSolver {

  private GameSolver() {}

  /**
   * Solves a game.
   *
   * @param players all players; those that cannot change the output get exactly 0
   * @param nsamples largest number of coalitions besides the empty and the full one
   */
  static SequenceAttribution solve(
      SequenceGame game, List<SequencePlayer> players, int nsamples, long seed) {
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
      PairedCoalitions pairs = PairedCoalitions.of(count, nsamples, seed);
      coalitions = 2 * pairs.pairs();
      double[] values = new double[coalitions];
      scores.evaluate(pairs.withComplements(count), coalitions, values);
      double[] targets = new double[pairs.pairs()];
      for (int k = 0; k < targets.length; k++) {
        targets[k] = (values[k] - values[targets.length + k]) / 2;
      }
      CentredRegression regression = new CentredRegression(count, pairs.masks(), pairs.weights());
      phi = regression.solve(targets, output - base);
      errors = regression.standardErrors(targets, phi, pairs.factors());
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
