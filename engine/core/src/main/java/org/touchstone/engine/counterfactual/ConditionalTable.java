package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Training rows with every feature as a byte: the number of its quantile bin or of its level. It
 * finds the rows that are most like a given one in all features but one, an estimate of {@code
 * p(x_i | x_-i)} (section 3.2.7). Of twenty features hardly ever all nineteen others agree, so the
 * rows with the fewest disagreements are taken, as many as it takes to have some.
 */
final class ConditionalTable {

  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH = 0x8080808080808080L;
  private static final int MOST_CODES = 255;

  private final SearchSpace space;
  private final int[] columns;
  private final double[][] edges;
  private final int words;
  private final int rows;
  private final long[] packed;
  private final double[] values;
  private final int neighbours;

  /** Position of a varied feature among {@link #columns}. */
  private final int[] places;

  /**
   * A table.
   *
   * @param context the features that rows are compared in; the varied ones are among them
   */
  ConditionalTable(
      SearchSpace space,
      Dataset training,
      List<String> context,
      RealisticSampling sampling,
      long seed) {
    this.space = space;
    this.neighbours = sampling.neighbours();
    this.columns = context.stream().mapToInt(space.schema::indexOf).toArray();
    this.places =
        Arrays.stream(space.columns)
            .map(column -> Arrays.stream(columns).boxed().toList().indexOf(column))
            .toArray();
    Dataset sample = sample(training, sampling.maxRows(), seed);
    this.rows = sample.rowCount();
    this.edges = new double[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      Feature feature = space.schema.features().get(columns[c]);
      edges[c] =
          feature instanceof Feature.Continuous
              ? edges(sample.column(feature.name()), sampling.bins())
              : new double[0];
    }
    this.words = (columns.length + 7) / 8;
    this.packed = new long[rows * words];
    this.values = new double[rows * space.schema.size()];
    sample.copyRows(0, rows, values);
    for (int row = 0; row < rows; row++) {
      pack(values, row * space.schema.size(), packed, row * words);
    }
  }

  private static Dataset sample(Dataset training, int most, long seed) {
    if (training.rowCount() <= most) {
      return training;
    }
    int[] all = new int[training.rowCount()];
    Arrays.setAll(all, i -> i);
    SplittableRandom random = new SplittableRandom(RandomSeeds.derive(seed, "conditional rows"));
    for (int i = 0; i < most; i++) {
      int other = i + random.nextInt(all.length - i);
      int swapped = all[i];
      all[i] = all[other];
      all[other] = swapped;
    }
    int[] chosen = Arrays.copyOf(all, most);
    Arrays.sort(chosen);
    return training.select(chosen);
  }

  /** The inner edges of bins with equally many values, as far as equal values allow. */
  private static double[] edges(double[] column, int bins) {
    double[] sorted = Arrays.stream(column).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] edges = new double[bins - 1];
    for (int b = 1; b < bins && sorted.length > 0; b++) {
      edges[b - 1] = sorted[(int) ((long) b * sorted.length / bins)];
    }
    return sorted.length == 0 ? new double[0] : Arrays.stream(edges).distinct().toArray();
  }

  private void pack(double[] from, int at, long[] out, int to) {
    Arrays.fill(out, to, to + words, 0);
    for (int c = 0; c < columns.length; c++) {
      out[to + c / 8] |= (long) code(c, from[at + columns[c]]) << (8 * (c % 8));
    }
  }

  /** 0 for a missing value; levels beyond 254 share the last code. */
  private int code(int c, double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    if (space.schema.features().get(columns[c]) instanceof Feature.Continuous) {
      int at = Arrays.binarySearch(edges[c], value);
      return 1 + (at < 0 ? -at - 1 : at + 1);
    }
    return Math.min(1 + (int) value, MOST_CODES);
  }

  /** The room that a query needs. */
  static final class Query {
    private final byte[] differences;
    private final double[] found;

    Query(ConditionalTable table) {
      this.differences = new byte[table.rows];
      this.found = new double[table.rows];
    }
  }

  /** The bins and levels of a row in a batch but for one feature: equal keys find equal values. */
  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare its content.
  record Key(int feature, long[] bins) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.feature == feature && Arrays.equals(key.bins, bins);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(bins) + feature;
    }
  }

  /** The key of a row in a batch. */
  Key key(int j, double[] batch, int from) {
    long[] bins = new long[words];
    pack(batch, from, bins, 0);
    bins[places[j] / 8] &= ~(0xffL << (8 * (places[j] % 8)));
    return new Key(j, bins);
  }

  /**
   * Finds the values of a varied feature in the rows that are most like a row in all other
   * features: those with the fewest disagreements, and with more of them until there are enough
   * rows. Values that the constraints forbid are left out.
   *
   * @return the values, as often as they are there
   */
  double[] find(Key key, double[] original, Query query) {
    int most = fewestDisagreements(key, query);
    int column = space.columns[key.feature];
    Feature feature = space.schema.features().get(column);
    int count = 0;
    for (int row = 0; row < rows; row++) {
      double value = values[row * space.schema.size() + column];
      if (query.differences[row] <= most
          && !Double.isNaN(value)
          && (!CounterfactualSet.differ(value, original[column])
              || space.constraints.allows(feature, original[column], value))) {
        // As good as the row's own value is the row's own value: nothing is changed.
        query.found[count++] =
            CounterfactualSet.differ(value, original[column]) ? value : original[column];
      }
    }
    return Arrays.copyOf(query.found, count);
  }

  private int fewestDisagreements(Key key, Query query) {
    int[] histogram = new int[Byte.MAX_VALUE + 1];
    long keep = ~(0x80L << (8 * (places[key.feature] % 8)));
    int keepWord = places[key.feature] / 8;
    for (int row = 0; row < rows; row++) {
      int differences = 0;
      for (int w = 0; w < words; w++) {
        long x = packed[row * words + w] ^ key.bins[w];
        long differs = (((x & LOW) + LOW) | x) & HIGH;
        differences += Long.bitCount(w == keepWord ? differs & keep : differs);
      }
      query.differences[row] = (byte) Math.min(differences, Byte.MAX_VALUE);
      histogram[query.differences[row]]++;
    }
    int most = 0;
    for (int rowsSoFar = histogram[0];
        rowsSoFar < neighbours && most < Byte.MAX_VALUE;
        rowsSoFar += histogram[most]) {
      most++;
    }
    return most;
  }
}
