package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.List;

/**
 * What is handed out: the counterfactuals that the model confirms when it is asked once more.
 *
 * @param counterfactuals as scored in that last call
 * @param refused number of those that the model decides otherwise on this time
 */
record Confirmed(CounterfactualSet.Scored counterfactuals, int refused) {

  /** Asks the model in one call; in none where nothing was found. */
  static Confirmed of(RowAttack attack, List<double[]> found) {
    int classes = attack.model.classes();
    double[] rows = flat(found);
    double[] probabilities =
        found.isEmpty() ? new double[0] : attack.model.score(rows, found.size());
    List<double[]> kept = new ArrayList<>();
    double[] scores = new double[found.size() * classes];
    for (int i = 0; i < found.size(); i++) {
      if (attack.flips(probabilities, i)) {
        System.arraycopy(probabilities, i * classes, scores, kept.size() * classes, classes);
        kept.add(attack.copy(rows, i));
      }
    }
    return new Confirmed(
        CounterfactualSet.Scored.of(attack.model.model(), flat(kept), kept.size(), scores),
        found.size() - kept.size());
  }

  private static double[] flat(List<double[]> rows) {
    return rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  /** What a search adds to its account where a counterfactual was refused. */
  String toText() {
    return refused == 0
        ? ""
        : "; "
            + refused
            + (refused == 1 ? " was" : " were")
            + " not confirmed when the model was asked again";
  }
}
