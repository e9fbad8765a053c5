package org.touchstone.engine.timeshap;

import org.touchstone.engine.model.StatefulSequenceClassifier;

/** Evaluates the coalitions of a game. */
interface CoalitionScores {

  /**
   * Computes v(S) of coalitions.
   *
   * @param masks coalitions, one after the other; see {@link SequenceGame}
   * @param count number of coalitions
   * @param out receives the value of each
   */
  void evaluate(long[] masks, int count, double[] out);

  /** The way that the game's model allows. */
  static CoalitionScores of(SequenceGame game) {
    return game.model() instanceof StatefulSequenceClassifier stateful
        ? new StatefulScores(game, stateful)
        : new StatelessScores(game);
  }
}
