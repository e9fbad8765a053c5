package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.run.Execution;

/**
 * Rows beside the same rows with a sensitive feature swapped: which classes change, and how the
 * distance to the boundary changes where they do not (Yousefzadeh and O'Leary, Algorithm 2, line
 * 8).
 *
 * <p>A row of the reference level is given the other level that is most frequent among the rows,
 * any other row the reference level. Rows without a value are left out.
 */
public final class PairedFlips {

  private final List<Pair> pairs;
  private final FlipPoints flips;
  private final String feature;
  private final String reference;
  private final String other;

  /**
   * A row and its twin.
   *
   * @param row position of the row in the table, counted from 0
   * @param probability of the positive class
   * @param swappedProbability with the feature swapped
   * @param original the flip point of the row
   * @param swapped the flip point of the twin
   */
  public record Pair(
      int row,
      double probability,
      double swappedProbability,
      FlipResult original,
      FlipResult swapped) {}

  private PairedFlips(
      List<Pair> pairs, FlipPoints flips, String feature, String reference, String other) {
    this.pairs = List.copyOf(pairs);
    this.flips = flips;
    this.feature = feature;
    this.reference = reference;
    this.other = other;
  }

  /**
   * Pairs the rows of a table.
   *
   * @param flips finds the flip points; where the sensitive feature is immutable, distances are
   *     those over the other features
   * @param rows a table of the finder's columns
   * @param feature the sensitive feature; it has levels
   * @param reference the level of the reference group
   * @param execution on how many threads, and who watches
   * @throws DataException if there is no such column or level, or no row with another level
   */
  public static PairedFlips of(
      FlipPoints flips, Dataset rows, String feature, String reference, Execution execution) {
    Feature declared = rows.schema().feature(feature);
    if (rows.schema().derivation(feature).isPresent()) {
      throw new DataException(
          "\""
              + feature
              + "\" is computed from \""
              + rows.schema().derivation(feature).get().from()
              + "\": which value of that the other level stands for is not known; swap a feature"
              + " of the file");
    }
    int code =
        declared
            .code(reference)
            .orElseThrow(
                () ->
                    new DataException(
                        "\"" + feature + "\" has no level \"" + reference + "\" to be swapped"));
    int column = rows.schema().indexOf(feature);
    int[] counts = rows.levelCounts(feature);
    int other = -1;
    for (int level = 0; level < counts.length; level++) {
      if (level != code && counts[level] > 0 && (other < 0 || counts[level] > counts[other])) {
        other = level;
      }
    }
    if (other < 0) {
      throw new DataException(
          "All rows have \"" + feature + "\" = \"" + reference + "\": there is nothing to swap to");
    }
    int width = rows.schema().size();
    double[] values = new double[rows.rowCount() * width];
    rows.copyRows(0, rows.rowCount(), values);
    int[] kept = new int[rows.rowCount()];
    int count = 0;
    for (int i = 0; i < kept.length; i++) {
      double level = values[i * width + column];
      if (!Double.isNaN(level)) {
        values[i * width + column] = level == code ? other : code;
        kept[count++] = i;
      }
    }
    int[] complete = Arrays.copyOf(kept, count);
    // Columns computed from the swapped one follow it.
    rows.schema().derive(values, rows.rowCount());
    Dataset twins = Dataset.of(rows.schema(), values).select(complete);
    Dataset originals = rows.select(complete);
    List<FlipResult> before = flips.closest(originals, execution);
    List<FlipResult> after = flips.closest(twins, execution);
    List<Pair> pairs = new ArrayList<>();
    double[] row = new double[width];
    for (int i = 0; i < count; i++) {
      originals.copyRows(i, i + 1, row);
      double p = flips.probability(row);
      twins.copyRows(i, i + 1, row);
      pairs.add(new Pair(complete[i], p, flips.probability(row), before.get(i), after.get(i)));
    }
    return new PairedFlips(pairs, flips, feature, reference, declared.levels().get(other));
  }

  /** The swapped feature. */
  public String feature() {
    return feature;
  }

  /** The level that other rows are given. */
  public String reference() {
    return reference;
  }

  /** The level that rows of the reference level are given. */
  public String other() {
    return other;
  }

  /** All pairs. */
  public List<Pair> pairs() {
    return pairs;
  }

  private boolean changes(Pair pair) {
    return pair.probability() >= flips.threshold()
        != pair.swappedProbability() >= flips.threshold();
  }

  /** The pairs of different classes. */
  public List<Pair> changed() {
    return pairs.stream().filter(this::changes).toList();
  }

  /** The pairs of one class, of which both rows have a flip point. */
  public List<Pair> unchanged() {
    return pairs.stream()
        .filter(pair -> !changes(pair) && pair.original().found() && pair.swapped().found())
        .toList();
  }

  /**
   * By how much the distance to the boundary changes on average when the feature is swapped, over
   * the pairs of one class; {@code NaN} of none.
   */
  public double meanDistanceChange() {
    return Arrays.stream(distanceChanges()).average().orElse(Double.NaN);
  }

  /** The median of the same changes; {@code NaN} of none. */
  public double medianDistanceChange() {
    double[] changes = distanceChanges();
    Arrays.sort(changes);
    int half = changes.length / 2;
    if (changes.length == 0) {
      return Double.NaN;
    }
    return changes.length % 2 == 1 ? changes[half] : (changes[half - 1] + changes[half]) / 2;
  }

  private double[] distanceChanges() {
    return unchanged().stream()
        .mapToDouble(pair -> pair.swapped().get().distance() - pair.original().get().distance())
        .toArray();
  }

  /** The flip directions of the rows whose class changes: a possible source of the rationale. */
  public FlipDirections directionsOfChanged() {
    return FlipDirections.of(
        flips, changed().stream().flatMap(pair -> pair.original().closest().stream()).toList());
  }
}
