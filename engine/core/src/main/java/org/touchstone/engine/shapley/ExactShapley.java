package org.touchstone.engine.shapley;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;

/**
 * Shapley values by enumeration of all coalitions, for up to 20 players; the judge of the other
 * methods.
 *
 * <p>The game of a row x is {@code v(S) = link(1/B sum_b f(x_S, b_{not S}))} over the B background
 * rows b. Players whose columns equal those of every background row have the value 0 and are not
 * enumerated. A row costs {@code 2^M B} model evaluations.
 *
 * <p>Source: L. S. Shapley, A value for n-person games, 1953; S. Lundberg, S.-I. Lee, A unified
 * approach to interpreting model predictions, NIPS 2017, equation 4 (the values) and section 4 (the
 * game).
 */
public final class ExactShapley implements Explainer {

  /** The largest number of players. */
  public static final int MAX_PLAYERS = 20;

  private static final long MEMORY_BYTES = 64L << 20;

  private final Players players;
  private final CoalitionValues game;
  private final Provenance provenance;

  /**
   * Prepares the explanation of a model.
   *
   * @param model scores rows of the players' columns
   * @param players at most {@link #MAX_PLAYERS}
   * @param background rows of the same columns
   * @param link scale of the values
   * @throws IllegalArgumentException if there are too many players, or players, model and
   *     background differ in the number of columns
   */
  public ExactShapley(Classifier model, Players players, Background background, Link link) {
    if (players.size() > MAX_PLAYERS) {
      throw new IllegalArgumentException(
          "Exact enumeration takes at most "
              + MAX_PLAYERS
              + " players, found "
              + players.size()
              + "; group players, or use KernelShap");
    }
    this.players = players;
    this.game = new CoalitionValues(model, players, background, link);
    this.provenance =
        new Provenance(
            "exact enumeration",
            link.scale(),
            players.names(),
            Optional.of(background.hash()),
            OptionalLong.empty());
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
    execution.run(
        "explaining " + count + " rows by exact enumeration",
        count,
        1,
        (from, to) -> explain(RowBatch.row(rows, from, players.rowWidth()), from),
        sink);
  }

  private Attribution explain(double[] row, int index) {
    int[] active = game.varying(row);
    int all = (1 << active.length) - 1;
    double output = game.output(row, index);
    double[] values = new double[all + 1];
    values[0] = game.base();
    long evaluations = 1;
    if (active.length > 0) {
      values[all] = output;
      long[] masks = new long[Math.max(0, all - 1)];
      Arrays.setAll(masks, i -> i + 1L);
      double[] inner = new double[masks.length];
      game.evaluate(row, index, active, masks, masks.length, MEMORY_BYTES, inner);
      System.arraycopy(inner, 0, values, 1, inner.length);
      evaluations += (long) inner.length * game.backgroundRows();
    }
    double[] phi = new double[players.size()];
    double[] ofActive = ofGame(active.length, values);
    for (int i = 0; i < active.length; i++) {
      phi[active[i]] = ofActive[i];
    }
    return new Attribution(
            provenance, index, game.base(), output, phi, new double[phi.length], evaluations)
        .checked();
  }

  /**
   * The Shapley values of a game: {@code phi_i = 1/M sum_s (mean of v(S) over the S of size s with
   * i - mean of v(S) over the S of size s - 1 without i)}.
   *
   * @param players number of players M, 0 to {@link #MAX_PLAYERS}
   * @param values {@code v(S)} of each coalition; player i takes part where bit i of the index is
   *     set; {@code 2^M} long
   * @return one value for each player
   * @throws IllegalArgumentException if there are too many players, or the length is not {@code
   *     2^M}
   */
  public static double[] ofGame(int players, double[] values) {
    if (players < 0 || players > MAX_PLAYERS || values.length != 1 << players) {
      throw new IllegalArgumentException(
          "A game of "
              + players
              + " players has "
              + values.length
              + " values; it needs 2^players, and at most "
              + MAX_PLAYERS
              + " players");
    }
    double[] phi = new double[players];
    double[] sums = new double[players + 1];
    for (int player = 0; player < players; player++) {
      int bit = 1 << player;
      Arrays.fill(sums, 0);
      for (int coalition = 0; coalition < values.length; coalition++) {
        if ((coalition & bit) == 0) {
          sums[Integer.bitCount(coalition)] += values[coalition | bit] - values[coalition];
        }
      }
      double coalitions = 1;
      double sum = 0;
      for (int size = 0; size < players; size++) {
        sum += sums[size] / coalitions;
        coalitions = coalitions * (players - 1 - size) / (size + 1);
      }
      phi[player] = sum / players;
    }
    return phi;
  }
}
