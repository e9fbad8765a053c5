package org.touchstone.engine.kpi.discrimination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.run.RunMonitor;

/**
 * Rows as individuals, and which of them are similar: identical in the features that the model
 * reads but for the sensitive ones, or within a distance in them. Equal rows are one individual,
 * with their number as its weight, so that the pairs of a large table stay few.
 *
 * <p>Individuals are compared within a block: the same group, the same levels of binary and
 * categorical features, and the same features missing. In a block the distance is Euclidean, over
 * the other features (ordinal ones by code), each divided by its standard deviation.
 *
 * <p>A column that a sensitive feature is derived from, and other columns derived from it, are as
 * sensitive as the feature itself.
 */
final class SimilarIndividuals {

  /** Receives pairs of similar individuals. */
  interface PairVisitor {
    /**
     * A pair; each pair comes once.
     *
     * @param a number of the one individual
     * @param b number of the other
     * @param difference {@code |p_a - p_b|}
     */
    void visit(int a, int b, double difference);
  }

  /** Pairs between two looks at the monitor, which may stop the work. */
  private static final int PAIRS_PER_LOOK = 1 << 20;

  /** So many pairs are kept, so that they are searched for once. */
  private static final int KEPT = 1 << 22;

  private final RunMonitor monitor;
  private final double epsilon;
  private final int dimensions;
  private final int[] individualOfRow;
  private int count;
  private double[] probability = {};
  private double[] coordinates = {};
  private long[] weight = {};
  private int[] firstRow = {};
  private final List<int[]> blocks = new ArrayList<>();
  private Optional<KeptPairs> kept = Optional.empty();
  private long comparisons;

  /**
   * The individuals of some rows.
   *
   * @param rows positions of test rows
   * @param epsilon the largest distance of similar individuals; 0 for identical ones
   */
  SimilarIndividuals(Audit audit, int[] rows, double epsilon) {
    this.monitor = audit.monitor();
    this.epsilon = epsilon;
    Columns columns = Columns.of(audit, epsilon > 0);
    this.dimensions = columns.numbers.length;
    this.individualOfRow = new int[rows.length];
    group(audit, rows, columns);
  }

  /** Number of individuals. */
  int count() {
    return count;
  }

  /** The individual of each of the rows, in their order. */
  int[] individualOfRow() {
    return individualOfRow;
  }

  double probability(int individual) {
    return probability[individual];
  }

  /** How many rows are this individual. */
  long weight(int individual) {
    return weight[individual];
  }

  /** The first row, of the test data, that is this individual. */
  int firstRow(int individual) {
    return firstRow[individual];
  }

  /** Visits the pairs of similar individuals, always in the same order. */
  void forEachPair(PairVisitor visitor) {
    Watched watched = new Watched(visitor);
    if (kept.isPresent() && kept.get().complete()) {
      kept.get().forEach(watched);
      return;
    }
    KeptPairs found = new KeptPairs(KEPT);
    boolean first = kept.isEmpty();
    search(
        watched,
        first
            ? (a, b) -> {
              found.visit(a, b);
              watched.visit(a, b);
            }
            : watched);
    if (first) {
      kept = Optional.of(found);
    }
  }

  private void search(Watched watched, SimilarityJoin.Visitor visitor) {
    for (int[] block : blocks) {
      if (dimensions == 0) {
        for (int i = 0; i < block.length; i++) {
          for (int j = i + 1; j < block.length; j++) {
            visitor.visit(block[i], block[j]);
          }
        }
      } else {
        SimilarityJoin join =
            new SimilarityJoin(coordinates, dimensions, epsilon, visitor, watched::look);
        join.forEachPair(block);
        comparisons += join.comparisons();
      }
      watched.block++;
    }
  }

  /** How many pairs of individuals were compared so far. */
  long comparisons() {
    return comparisons;
  }

  /** Passes pairs on, and looks at the monitor from time to time. */
  private final class Watched implements SimilarityJoin.Visitor {
    private final PairVisitor visitor;
    private int block;
    private int pairs;

    Watched(PairVisitor visitor) {
      this.visitor = visitor;
    }

    void look() {
      monitor.progress("comparing similar individuals", block, blocks.size());
    }

    @Override
    public void visit(int a, int b) {
      if (++pairs % PAIRS_PER_LOOK == 0) {
        look();
      }
      visitor.visit(a, b, difference(a, b));
    }
  }

  private double difference(int a, int b) {
    return Math.abs(probability[a] - probability[b]);
  }

  private void group(Audit audit, int[] rows, Columns columns) {
    Dataset data = audit.test();
    double[] scores = audit.probabilities();
    Map<Key, Integer> individuals = new HashMap<>();
    Map<Key, Integer> blockOf = new HashMap<>();
    List<List<Integer>> members = new ArrayList<>();
    probability = new double[rows.length];
    weight = new long[rows.length];
    firstRow = new int[rows.length];
    coordinates = new double[rows.length * dimensions];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      double p = scores[row];
      Integer individual = individuals.putIfAbsent(columns.individual(data, row, p), count);
      if (individual == null) {
        individual = count++;
        probability[individual] = p;
        firstRow[individual] = row;
        columns.writeCoordinates(data, row, coordinates, individual * dimensions);
        Integer block = blockOf.putIfAbsent(columns.block(data, row), members.size());
        if (block == null) {
          block = members.size();
          members.add(new ArrayList<>());
        }
        members.get(block).add(individual);
      }
      weight[individual]++;
      individualOfRow[i] = individual;
    }
    for (List<Integer> block : members) {
      if (block.size() > 1) {
        blocks.add(block.stream().mapToInt(Integer::intValue).toArray());
      }
    }
  }

  /** Values to look up by; NaN equals NaN, and 0 equals -0. */
  private record Key(double[] values) {
    Key {
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.0;
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Which columns make a block, which ones a distance, and which ones are sensitive. */
  private static final class Columns {
    private final int[] exact;
    private final int[] numbers;
    private final double[] scale;
    private final int[] sensitive;

    private Columns(int[] exact, int[] numbers, double[] scale, int[] sensitive) {
      this.exact = exact;
      this.numbers = numbers;
      this.scale = scale;
      this.sensitive = sensitive;
    }

    static Columns of(Audit audit, boolean byDistance) {
      Schema schema = audit.schema();
      Set<String> sensitive = sensitive(audit);
      List<String> exact = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      for (String name : ModelStructure.of(audit).features()) {
        Feature feature = schema.feature(name);
        boolean number =
            feature instanceof Feature.Continuous || feature instanceof Feature.Ordinal;
        if (!sensitive.contains(name)) {
          (byDistance && number ? numbers : exact).add(name);
        }
      }
      audit
          .roles()
          .groups()
          .filter(groups -> !exact.contains(groups))
          .ifPresent(
              groups -> {
                numbers.remove(groups);
                exact.add(groups);
              });
      Dataset reference = audit.training().orElse(audit.test());
      double[] scale =
          numbers.stream().mapToDouble(name -> standardDeviation(reference.column(name))).toArray();
      return new Columns(
          indices(schema, exact),
          indices(schema, numbers),
          scale,
          indices(schema, new ArrayList<>(sensitive)));
    }

    /** The sensitive features, what they are derived from, and what else is derived from that. */
    private static Set<String> sensitive(Audit audit) {
      Schema schema = audit.schema();
      Set<String> sources = new HashSet<>();
      for (Roles.SensitiveFeature feature : audit.roles().sensitive()) {
        sources.add(source(schema, feature.feature()));
      }
      Set<String> sensitive = new HashSet<>();
      for (String name : schema.names()) {
        if (sources.contains(source(schema, name))) {
          sensitive.add(name);
        }
      }
      return sensitive;
    }

    private static String source(Schema schema, String name) {
      Optional<Derivation> derivation = schema.derivation(name);
      return derivation.map(Derivation::from).orElse(name);
    }

    private static int[] indices(Schema schema, List<String> names) {
      return names.stream().mapToInt(schema::indexOf).toArray();
    }

    /**
     * 1 where the column does not vary: the differences in it are 0, whatever they are divided by.
     */
    private static double standardDeviation(double[] values) {
      int count = 0;
      double sum = 0;
      for (double value : values) {
        if (!Double.isNaN(value)) {
          count++;
          sum += value;
        }
      }
      double mean = sum / count;
      double squares = 0;
      for (double value : values) {
        if (!Double.isNaN(value)) {
          squares += (value - mean) * (value - mean);
        }
      }
      double deviation = Math.sqrt(squares / count);
      return deviation > 0 ? deviation : 1;
    }

    Key individual(Dataset data, int row, double p) {
      double[] key = new double[exact.length + numbers.length + sensitive.length + 1];
      int at = 0;
      for (int column : exact) {
        key[at++] = data.value(row, column);
      }
      for (int column : numbers) {
        key[at++] = data.value(row, column);
      }
      for (int column : sensitive) {
        key[at++] = data.value(row, column);
      }
      key[at] = p;
      return new Key(key);
    }

    Key block(Dataset data, int row) {
      double[] key = new double[exact.length + numbers.length];
      for (int c = 0; c < exact.length; c++) {
        key[c] = data.value(row, exact[c]);
      }
      for (int c = 0; c < numbers.length; c++) {
        key[exact.length + c] = Double.isNaN(data.value(row, numbers[c])) ? 1 : 0;
      }
      return new Key(key);
    }

    /** A missing number is 0: it is missing in the whole block. */
    void writeCoordinates(Dataset data, int row, double[] out, int at) {
      for (int c = 0; c < numbers.length; c++) {
        double value = data.value(row, numbers[c]);
        out[at + c] = Double.isNaN(value) ? 0 : value / scale[c];
      }
    }
  }
}
