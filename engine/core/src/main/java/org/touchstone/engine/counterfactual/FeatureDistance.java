package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * The feature-wise distance of the audit framework: of continuous features {@code |a_j - b_j| /
 * MAD_j}, of features with levels 1 where they differ, else 0. MAD_j is the mean absolute deviation
 * about the mean, or the median absolute deviation about the median, of reference rows. Where that
 * is 0, different values are infinitely far apart; where a value is missing on one side only, a
 * continuous feature is 1 apart.
 *
 * <p>Source: Bhaumik and Dey 2023, Eqs. 10, 11 and 13; Mothilal, Sharma and Tan, Explaining machine
 * learning classifiers through diverse counterfactual explanations, FAT* 2020, who take the median.
 */
public final class FeatureDistance {

  private final Schema schema;
  private final int[] continuous;
  private final double[] deviations;
  private final int[] withLevels;

  /** What a difference of continuous values is divided by. */
  public enum Deviation {
    /** Mean absolute deviation about the mean. */
    MEAN,
    /** Median absolute deviation about the median. */
    MEDIAN
  }

  private FeatureDistance(Schema schema, int[] continuous, double[] deviations, int[] withLevels) {
    this.schema = schema;
    this.continuous = continuous;
    this.deviations = deviations;
    this.withLevels = withLevels;
  }

  /**
   * The distance over some features.
   *
   * @param reference the rows that the deviations are computed over; missing values are left out
   * @param features the features that count, at least one, each once
   * @param deviation what differences are divided by
   * @throws DataException if there is no feature, or one is unknown
   */
  public static FeatureDistance of(Dataset reference, List<String> features, Deviation deviation) {
    Schema schema = reference.schema();
    if (features.isEmpty()) {
      throw new DataException("A distance needs a feature; name one that may change");
    }
    int[] columns = features.stream().mapToInt(schema::indexOf).toArray();
    int[] numbers =
        Arrays.stream(columns)
            .filter(column -> schema.features().get(column) instanceof Feature.Continuous)
            .toArray();
    int[] levels =
        Arrays.stream(columns)
            .filter(column -> !(schema.features().get(column) instanceof Feature.Continuous))
            .toArray();
    double[] deviations = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      String name = schema.names().get(numbers[i]);
      double[] values =
          Arrays.stream(reference.column(name)).filter(value -> !Double.isNaN(value)).toArray();
      deviations[i] = values.length == 0 ? 0 : deviation(values, deviation);
    }
    return new FeatureDistance(schema, numbers, deviations, levels);
  }

  private static double deviation(double[] values, Deviation deviation) {
    if (deviation == Deviation.MEAN) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      return Arrays.stream(values).map(value -> Math.abs(value - mean)).average().orElse(0);
    }
    double median = median(values);
    return median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The continuous features, in the order in which they were named. */
  public List<String> continuous() {
    return Arrays.stream(continuous).mapToObj(schema.names()::get).toList();
  }

  /** The continuous features whose deviation is 0: no difference can be divided by it. */
  public List<String> withoutSpread() {
    return IntStream.range(0, continuous.length)
        .filter(j -> !(deviations[j] > 0))
        .mapToObj(j -> schema.names().get(continuous[j]))
        .toList();
  }

  /** The deviation of each of {@link #continuous}; a copy. */
  public double[] deviations() {
    return deviations.clone();
  }

  /**
   * Measures a set of counterfactuals.
   *
   * @throws DataException if the set has other columns than the reference rows
   */
  public CounterfactualQuality measure(CounterfactualSet set) {
    if (!set.schema().names().equals(schema.names())) {
      throw new DataException(
          "The counterfactuals have the columns "
              + set.schema().names()
              + ", the reference rows "
              + schema.names());
    }
    int count = set.size();
    int valid = 0;
    for (int i = 0; i < count; i++) {
      valid += set.valid(i) ? 1 : 0;
    }
    double numbers = 0;
    long changed = 0;
    double pairs = 0;
    double[] values = new double[count];
    for (int j = 0; j < continuous.length; j++) {
      double original = set.original(continuous[j]);
      for (int i = 0; i < count; i++) {
        double value = set.value(i, continuous[j]);
        boolean differs = CounterfactualSet.differ(original, value);
        changed += differs ? 1 : 0;
        numbers += differs ? distance(original, value, deviations[j]) : 0;
        // Differences of large values that lie close together keep their digits.
        values[i] = value - (Double.isNaN(original) ? 0 : original);
      }
      pairs += PairSums.absoluteDifferences(values, deviations[j]);
    }
    long otherLevels = 0;
    for (int column : withLevels) {
      for (int i = 0; i < count; i++) {
        values[i] = set.value(i, column);
        otherLevels += CounterfactualSet.differ(set.original(column), values[i]) ? 1 : 0;
      }
      pairs += PairSums.differentValues(values);
    }
    return new CounterfactualQuality(
        set.row(),
        count,
        valid,
        changed + otherLevels,
        numbers,
        otherLevels,
        pairs,
        continuous.length,
        withLevels.length);
  }

  private static double distance(double a, double b, double deviation) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return 1;
    }
    return deviation > 0 ? Math.abs(a - b) / deviation : Double.POSITIVE_INFINITY;
  }
}
