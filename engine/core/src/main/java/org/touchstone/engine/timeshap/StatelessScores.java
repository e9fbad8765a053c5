package org.touchstone.engine.timeshap;

import java.util.Arrays;

/** Evaluates coalitions with a model that takes whole sequences, in batches of bounded size. */
final class StatelessScores implements CoalitionScores {

  private static final int BATCH_VALUES = 1 << 20;

  private final SequenceGame game;

  StatelessScores(SequenceGame game) {
    this.game = game;
  }

  @Override
  public void evaluate(long[] masks, int count, double[] out) {
    int size = game.events().length;
    int batch = Math.max(1, Math.min(count, BATCH_VALUES / size));
    double[] sequences = new double[batch * size];
    double[] scores = new double[batch];
    int[] lengths = new int[batch];
    Arrays.fill(lengths, game.length());
    for (int first = 0; first < count; first += batch) {
      int rows = Math.min(batch, count - first);
      for (int row = 0; row < rows; row++) {
        fill(masks, (first + row) * game.words(), sequences, row * size);
      }
      game.model().score(sequences, rows, game.length(), lengths, scores);
      ModelScores.requireProbabilities(scores, rows, game.events(), game.width());
      System.arraycopy(scores, 0, out, first, rows);
    }
  }

  private void fill(long[] masks, int word, double[] sequences, int to) {
    int player = game.prunedPlayer();
    boolean on = player >= 0 && (masks[word + (player >>> 6)] >>> (player & 63) & 1) != 0;
    int prefix = game.pruned() * game.width();
    System.arraycopy(on ? game.events() : game.background(), 0, sequences, to, prefix);
    for (int t = 0; t < game.length() - game.pruned(); t++) {
      game.fill(t, masks, word, sequences, to + prefix + t * game.width());
    }
  }
}
