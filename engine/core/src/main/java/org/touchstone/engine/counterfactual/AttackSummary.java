package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.stats.Proportion;

/**
 * What the counterfactuals of many rows say about a model: how many features have to change, which
 * ones do, which together, and in which direction. Of each row the first counterfactual counts, the
 * one with the fewest changes; rows without any count as not successful.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4, Figures 2, 3 and 5 to 9.
 */
public final class AttackSummary {

  private final Schema schema;
  private final List<String> features;
  private final List<CounterfactualSet> sets;
  private final List<CounterfactualSet> successes;
  private final boolean[][] changed;

  private AttackSummary(List<CounterfactualSet> sets) {
    this.sets = sets;
    this.schema = sets.get(0).schema();
    this.features = sets.get(0).features();
    this.successes = sets.stream().filter(set -> set.size() > 0 && set.valid(0)).toList();
    this.changed = new boolean[successes.size()][features.size()];
    for (int i = 0; i < changed.length; i++) {
      for (String name : successes.get(i).changed(0)) {
        changed[i][features.indexOf(name)] = true;
      }
    }
  }

  /**
   * Summarises an attack.
   *
   * @param sets the sets of all rows that were attacked, by one generator
   * @throws DataException if there is no row, or sets have different features
   */
  public static AttackSummary of(List<CounterfactualSet> sets) {
    if (sets.isEmpty()) {
      throw new DataException("There is nothing to summarise: no row was attacked");
    }
    for (CounterfactualSet set : sets) {
      if (!set.features().equals(sets.get(0).features())) {
        throw new DataException(
            "Sets of one summary have the same features, found "
                + set.features()
                + " besides "
                + sets.get(0).features());
      }
    }
    return new AttackSummary(List.copyOf(sets));
  }

  /** The features that could be changed, in the order of all arrays. */
  public List<String> features() {
    return features;
  }

  /** The columns of the rows. */
  Schema schema() {
    return schema;
  }

  /** The sets of the successful rows. */
  List<CounterfactualSet> successes() {
    return successes;
  }

  /** Rows with a counterfactual among all rows. */
  public Proportion success() {
    return new Proportion(successes.size(), sets.size());
  }

  /** Mean number of changed features of the successful rows; empty if there is none. */
  public OptionalDouble meanChanges() {
    return successes.stream().mapToInt(set -> set.changed(0).size()).average();
  }

  /** Number of successful rows by the number of changed features, from 0 up. Figure 2. */
  public int[] changesHistogram() {
    int[] sizes = successes.stream().mapToInt(set -> set.changed(0).size()).toArray();
    int[] histogram = new int[Arrays.stream(sizes).max().orElse(0) + 1];
    for (int size : sizes) {
      histogram[size]++;
    }
    return histogram;
  }

  /** Number of successful rows in which each feature is changed. Figure 3. */
  public int[] frequencies() {
    int[] counts = new int[features.size()];
    for (boolean[] row : changed) {
      for (int j = 0; j < counts.length; j++) {
        counts[j] += row[j] ? 1 : 0;
      }
    }
    return counts;
  }

  /** Number of successful rows in which two features are changed together. Figure 5. */
  public int[][] coOccurrences() {
    int[][] counts = new int[features.size()][features.size()];
    for (boolean[] row : changed) {
      for (int a = 0; a < row.length; a++) {
        for (int b = 0; b < row.length; b++) {
          counts[a][b] += a != b && row[a] && row[b] ? 1 : 0;
        }
      }
    }
    return counts;
  }

  /**
   * How a feature was changed where the decision left a class. Figure 6.
   *
   * @param feature the feature
   * @param fromClass the class that the model decided for before
   * @param rows successful rows of that class in which the feature is changed
   * @param up those with a larger number or a higher level; 0 for a feature without an order
   * @param down those with a smaller number or a lower level; 0 for a feature without an order
   * @param meanChange mean of the changes of numbers, in the feature's unit; empty for levels
   * @param moves how often each level became which other, most frequent first; empty for numbers
   */
  public record Direction(
      String feature,
      int fromClass,
      int rows,
      int up,
      int down,
      OptionalDouble meanChange,
      List<Move> moves) {}

  /**
   * One level in the place of another.
   *
   * @param from level before
   * @param to level after
   * @param rows number of rows
   */
  public record Move(String from, String to, int rows) {}

  /** The directions of all features that were changed, of each class; by class, then feature. */
  public List<Direction> directions() {
    List<Direction> all = new ArrayList<>();
    int[] classes =
        successes.stream().mapToInt(CounterfactualSet::originalClass).distinct().sorted().toArray();
    for (int fromClass : classes) {
      for (int j = 0; j < features.size(); j++) {
        Direction direction = direction(j, fromClass);
        if (direction.rows > 0) {
          all.add(direction);
        }
      }
    }
    return all;
  }

  private Direction direction(int j, int fromClass) {
    int column = schema.indexOf(features.get(j));
    Feature feature = schema.features().get(column);
    boolean ordered = !(feature instanceof Feature.Categorical);
    int levels = feature.levels().size();
    int[][] moves = new int[levels][levels];
    int rows = 0;
    int up = 0;
    int down = 0;
    double sum = 0;
    int numbers = 0;
    for (int i = 0; i < changed.length; i++) {
      CounterfactualSet set = successes.get(i);
      if (!changed[i][j] || set.originalClass() != fromClass) {
        continue;
      }
      rows++;
      double from = set.original(column);
      double to = set.value(0, column);
      if (Double.isNaN(from)) {
        continue; // From nothing there is no direction.
      }
      up += ordered && to > from ? 1 : 0;
      down += ordered && to < from ? 1 : 0;
      sum += to - from;
      numbers++;
      if (levels > 0) {
        moves[(int) from][(int) to]++;
      }
    }
    return new Direction(
        feature.name(),
        fromClass,
        rows,
        up,
        down,
        levels == 0 && numbers > 0 ? OptionalDouble.of(sum / numbers) : OptionalDouble.empty(),
        moves(feature, moves));
  }

  private static List<Move> moves(Feature feature, int[][] counts) {
    List<Move> moves = new ArrayList<>();
    for (int from = 0; from < counts.length; from++) {
      for (int to = 0; to < counts.length; to++) {
        if (counts[from][to] > 0) {
          moves.add(
              new Move(feature.levels().get(from), feature.levels().get(to), counts[from][to]));
        }
      }
    }
    moves.sort(Comparator.comparingInt(Move::rows).reversed());
    return moves;
  }
}
