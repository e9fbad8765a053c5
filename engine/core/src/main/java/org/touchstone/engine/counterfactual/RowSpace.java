package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.touchstone.engine.counterfactual.Constraints.Direction;

/**
 * The part of a {@link SearchSpace} that is open to one row: of each feature the allowed values
 * other than the row's own, within the direction that it may go.
 */
final class RowSpace {

  private final SearchSpace space;
  private final double[][] candidates;
  private final int[] open;

  /** Of each feature where in its sorted training values the open ones begin and end. */
  private final int[] begin;

  private final int[] end;

  /** Of each feature where in its sorted training values the row's own value is. */
  private final int[] ownBegin;

  private final int[] ownEnd;

  RowSpace(SearchSpace space, double[] original) {
    this.space = space;
    int size = space.size();
    this.candidates = new double[size][];
    this.begin = new int[size];
    this.end = new int[size];
    this.ownBegin = new int[size];
    this.ownEnd = new int[size];
    int count = 0;
    int[] withCandidates = new int[size];
    for (int j = 0; j < size; j++) {
      double own = original[space.columns[j]];
      place(j, own);
      candidates[j] = others(j, own);
      if (candidates[j].length > 0) {
        withCandidates[count++] = j;
      }
    }
    this.open = Arrays.copyOf(withCandidates, count);
  }

  private void place(int j, double own) {
    double[] draws = space.draws[j];
    end[j] = draws.length;
    if (Double.isNaN(own)) {
      return; // Nothing is the row's own value, and from nothing there is no direction.
    }
    ownBegin[j] = lowerBound(draws, own - CounterfactualSet.SAME);
    ownEnd[j] = lowerBound(draws, Math.nextUp(own + CounterfactualSet.SAME));
    Direction direction = space.direction(j);
    begin[j] = direction == Direction.INCREASING ? ownBegin[j] : 0;
    end[j] = direction == Direction.DECREASING ? ownEnd[j] : draws.length;
  }

  private double[] others(int j, double own) {
    double[] values = space.values[j];
    if (Double.isNaN(own)) {
      return values;
    }
    int before = lowerBound(values, own - CounterfactualSet.SAME);
    int after = lowerBound(values, Math.nextUp(own + CounterfactualSet.SAME));
    Direction direction = space.direction(j);
    if (direction == Direction.INCREASING) {
      before = 0;
    } else if (direction == Direction.DECREASING) {
      after = values.length;
    }
    double[] kept = new double[before + values.length - after];
    System.arraycopy(values, 0, kept, 0, before);
    System.arraycopy(values, after, kept, before, values.length - after);
    return kept;
  }

  /** Number of sorted values that are below a value. */
  private static int lowerBound(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The features that have a value to change to. */
  int[] open() {
    return open;
  }

  /** The values that a feature may change to, sorted; do not change the array. */
  double[] candidates(int j) {
    return candidates[j];
  }

  /** Number of rows in which any of the features are changed or not; large numbers are capped. */
  long combinations() {
    double product = 1;
    for (int j : open) {
      product *= candidates[j].length + 1.0;
    }
    return (long) Math.min(product, 1e15);
  }

  /**
   * A value of the training data other than the row's own, each as likely as it is frequent there.
   *
   * @param current the value that is replaced
   * @param alpha share of the training values to either side of the current one that a draw
   *     reaches, of features with an order; 1 for all
   */
  double draw(int j, double current, double alpha, SplittableRandom random) {
    double[] from = space.draws[j];
    if (alpha < 1 && space.ordered(j) && !Double.isNaN(current)) {
      int reach = (int) Math.max(1, Math.ceil(alpha * from.length));
      int place = lowerBound(from, current);
      int low = Math.max(begin[j], place - reach);
      int high = Math.min(end[j], place + reach);
      if (low < high && count(j, low, high) > 0) {
        return from[pick(j, low, high, random)];
      }
    }
    return from[pick(j, begin[j], end[j], random)];
  }

  private int pick(int j, int low, int high, SplittableRandom random) {
    int at = low + random.nextInt(count(j, low, high));
    int own = clamp(ownBegin[j], low, high);
    return at < own ? at : at + clamp(ownEnd[j], low, high) - own;
  }

  /** How many training values there are between two places, without the row's own. */
  private int count(int j, int low, int high) {
    return high - low - (clamp(ownEnd[j], low, high) - clamp(ownBegin[j], low, high));
  }

  private static int clamp(int value, int low, int high) {
    return Math.max(low, Math.min(value, high));
  }
}
