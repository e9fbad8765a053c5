package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Values given all other features: mutations by Gibbs sampling over the changed features, swaps to
 * the nearest value that rows like this one have (section 3.2.7).
 */
final class ConditionalProposals implements Proposals {

  private final ConditionalTable table;
  private final ConditionalTable.Query query;
  private final SearchSpace space;
  private final double[] original;
  private final int sweeps;

  /** A population comes back to the same rows again and again. */
  private final Map<ConditionalTable.Key, double[]> known = new HashMap<>();

  ConditionalProposals(ConditionalTable table, SearchSpace space, double[] original, int sweeps) {
    this.table = table;
    this.query = new ConditionalTable.Query(table);
    this.space = space;
    this.original = original;
    this.sweeps = sweeps;
  }

  /** {@inheritDoc} The mutation range is 1: near values are those of similar rows. */
  @Override
  public void mutate(int j, double[] rows, int from, double alpha, SplittableRandom random) {
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int other = 0; other < space.size(); other++) {
        int at = from + space.columns[other];
        if (other == j || CounterfactualSet.differ(rows[at], original[space.columns[other]])) {
          double[] found = find(other, rows, from);
          if (found.length > 0) {
            rows[at] = found[random.nextInt(found.length)];
          }
        }
      }
    }
  }

  @Override
  public double swap(int j, double[] rows, int from, double wanted) {
    double best = rows[from + space.columns[j]];
    double least = Double.POSITIVE_INFINITY;
    for (double value : find(j, rows, from)) {
      double apart = space.distance(j, value, wanted);
      if (apart < least) {
        least = apart;
        best = value;
      }
    }
    return best;
  }

  @Override
  public double[] values(int j, double[] rows, int from) {
    double own = original[space.columns[j]];
    return Arrays.stream(find(j, rows, from))
        .filter(value -> CounterfactualSet.differ(value, own))
        .sorted()
        .distinct()
        .toArray();
  }

  private double[] find(int j, double[] rows, int from) {
    ConditionalTable.Key key = table.key(j, rows, from);
    double[] found = known.get(key);
    if (found == null) {
      found = table.find(key, original, query);
      known.put(key, found);
    }
    return found;
  }
}
