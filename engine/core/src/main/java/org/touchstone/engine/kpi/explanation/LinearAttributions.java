package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.model.LinearLogOdds;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.stats.Spearman;

/**
 * The attributions of a model that is linear in its log odds, of samples of the training rows of a
 * scope: by KernelSHAP of the probability, and by the model itself, {@code beta_j (x_j - mean_j)}
 * on the log odds.
 *
 * <p>The background rows are those of the row's own group: the training rows of the scope that are
 * of the same group of the model, or a sample of them. The means are those of the background rows,
 * so that both attributions tell the difference from the same reference. A feature that is several
 * inputs of the model has the sum of its inputs' contributions.
 */
final class LinearAttributions {

  /**
   * What rounding leaves of a contribution of 0: as a share of the probability 1, and of the terms
   * of the difference.
   */
  private static final double ZERO = 1e-12;

  private final List<String> features;
  private final RepeatedSamples samples;
  private final Map<Integer, Comparison> byRow = new HashMap<>();
  private final int missing;

  /**
   * The two attributions of a row.
   *
   * @param shap KernelSHAP's values, one for each feature
   * @param intrinsic the model's own contributions
   * @param shapProbability base value and values of KernelSHAP, added up
   * @param intrinsicProbability by the model's parameters
   * @param baseGap {@code |sigma(alpha_g) - E f|}: the model's own base, every feature at 0,
   *     against the mean probability of the background
   */
  record Comparison(
      double[] shap,
      double[] intrinsic,
      double shapProbability,
      double intrinsicProbability,
      double baseGap) {

    /** Spearman's correlation of the absolute contributions; NaN where it is 0/0. */
    double rankCorrelation() {
      return Spearman.of(absolute(shap), absolute(intrinsic)).orElse(Double.NaN);
    }

    private static double[] absolute(double[] values) {
      return Arrays.stream(values).map(Math::abs).toArray();
    }

    boolean signsDiffer(int feature) {
      return Math.signum(shap[feature]) != Math.signum(intrinsic[feature]);
    }

    /** The share of features whose signs differ, in per cent. */
    double wrongSigns() {
      int wrong = 0;
      for (int feature = 0; feature < shap.length; feature++) {
        wrong += signsDiffer(feature) ? 1 : 0;
      }
      return 100.0 * wrong / shap.length;
    }

    double unexplainedProbability() {
      return Math.abs(intrinsicProbability - shapProbability);
    }
  }

  /**
   * The attributions of a scope; computed once for an audit and settings.
   *
   * @param scope all rows, or a group
   */
  static LinearAttributions of(Audit audit, Scope scope, AttributionSettings settings) {
    return audit.shared(new Key(scope, settings), a -> new LinearAttributions(a, scope, settings));
  }

  private record Key(Scope scope, AttributionSettings settings) {}

  private LinearAttributions(Audit audit, Scope scope, AttributionSettings settings) {
    ModelStructure structure = ModelStructure.of(audit);
    LinearLogOdds model = structure.linear().orElseThrow();
    Dataset training = audit.training().orElseThrow();
    double[] inputs = audit.shared("encoded training rows", a -> structure.inputs(training));
    this.features = features(audit, scope, structure);
    int[] all = ScopeRows.of(training, scope);
    int[] rows = Arrays.stream(all).filter(row -> complete(inputs, row, model)).toArray();
    this.missing = all.length - rows.length;
    long seed = RandomSeeds.derive(audit.seed(), "attributions", scope.toString());
    this.samples = new RepeatedSamples(rows, settings.rows(), settings.repeats(), seed);
    if (features.isEmpty()) {
      return;
    }
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int row : rows) {
      groups.computeIfAbsent(model.group(inputs, row), g -> new ArrayList<>()).add(row);
    }
    int[] explained = samples.distinct();
    for (Map.Entry<Integer, List<Integer>> entry : groups.entrySet()) {
      int group = entry.getKey();
      int[] peers = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
      int[] ofGroup =
          Arrays.stream(explained).filter(row -> model.group(inputs, row) == group).toArray();
      if (ofGroup.length > 0) {
        long groupSeed = RandomSeeds.derive(seed, Integer.toString(group));
        int[] reference = RepeatedSamples.sample(peers, settings.background(), groupSeed);
        Intrinsic intrinsic = new Intrinsic(structure, model, features, inputs, reference, group);
        explain(audit, training, settings, groupSeed, reference, ofGroup, intrinsic);
      }
    }
  }

  /** In a group its column says nothing: it is the same in all rows. */
  private static List<String> features(Audit audit, Scope scope, ModelStructure structure) {
    List<String> features = new ArrayList<>(structure.coefficientColumns());
    if (scope.group().isPresent()) {
      audit.roles().groups().ifPresent(features::remove);
    }
    features.remove(audit.roles().label());
    return List.copyOf(features);
  }

  private static boolean complete(double[] inputs, int row, LinearLogOdds model) {
    int width = model.inputWidth();
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (!Double.isFinite(inputs[i])) {
        return false;
      }
    }
    return true;
  }

  private void explain(
      Audit audit,
      Dataset training,
      AttributionSettings settings,
      long seed,
      int[] reference,
      int[] rows,
      Intrinsic intrinsic) {
    Players players =
        ModelStructure.of(audit)
            .encoder()
            .map(Players::of)
            .orElseGet(() -> Players.of(training.schema().names()));
    Background background = Background.of(training.select(reference));
    KernelShap shap = new KernelShap(audit.model(), players, background, settings.kernelShap(seed));
    int width = training.schema().size();
    double[] values = new double[rows.length * width];
    Dataset chosen = training.select(rows);
    chosen.copyRows(0, rows.length, values);
    int[] playerOfFeature = features.stream().mapToInt(players.names()::indexOf).toArray();
    shap.explain(
        values,
        rows.length,
        new Execution(Runtime.getRuntime().availableProcessors(), audit.monitor()),
        attribution ->
            byRow.put(
                rows[attribution.row()],
                compare(attribution, playerOfFeature, intrinsic, rows[attribution.row()])));
  }

  private static Comparison compare(
      Attribution attribution, int[] playerOfFeature, Intrinsic intrinsic, int row) {
    double[] shap = new double[playerOfFeature.length];
    double sum = attribution.baseValue();
    for (double value : attribution.values()) {
      sum += value;
    }
    for (int feature = 0; feature < shap.length; feature++) {
      double value = attribution.value(playerOfFeature[feature]);
      shap[feature] = Math.abs(value) <= ZERO ? 0 : value;
    }
    return new Comparison(
        shap,
        intrinsic.contributions(row),
        sum,
        sigmoid(intrinsic.logOdds(row)),
        Math.abs(sigmoid(intrinsic.alpha) - attribution.baseValue()));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** The features whose contributions are compared. */
  List<String> features() {
    return features;
  }

  /** The samples of rows. */
  RepeatedSamples samples() {
    return samples;
  }

  /** Rows of the scope that were left out, as the model misses an input of them. */
  int missing() {
    return missing;
  }

  /** The two attributions of a row that is in a sample. */
  Comparison row(int row) {
    Comparison comparison = byRow.get(row);
    if (comparison == null) {
      throw new IllegalArgumentException("Row " + row + " is in no sample");
    }
    return comparison;
  }

  /** The contributions that a linear model states itself, within one of its groups. */
  private static final class Intrinsic {
    private final double[] inputs;
    private final int width;
    private final double alpha;
    private final double[] beta;
    private final double[] mean;
    private final int[] featureOfInput;
    private final int features;

    Intrinsic(
        ModelStructure structure,
        LinearLogOdds model,
        List<String> features,
        double[] inputs,
        int[] reference,
        int group) {
      this.inputs = inputs;
      this.width = model.inputWidth();
      this.alpha = model.intercept(group);
      this.beta = model.coefficients(group);
      this.features = features.size();
      this.mean = new double[beta.length];
      this.featureOfInput = new int[beta.length];
      for (int i = 0; i < beta.length; i++) {
        featureOfInput[i] = features.indexOf(structure.column(i));
        for (int row : reference) {
          mean[i] += inputs[row * width + i];
        }
        mean[i] /= reference.length;
      }
    }

    double logOdds(int row) {
      double sum = alpha;
      for (int i = 0; i < beta.length; i++) {
        sum += beta[i] * inputs[row * width + i];
      }
      return sum;
    }

    double[] contributions(int row) {
      double[] sums = new double[features];
      double[] terms = new double[features];
      for (int i = 0; i < beta.length; i++) {
        if (featureOfInput[i] >= 0) {
          double x = inputs[row * width + i];
          sums[featureOfInput[i]] += beta[i] * (x - mean[i]);
          terms[featureOfInput[i]] += Math.abs(beta[i]) * (Math.abs(x) + Math.abs(mean[i]));
        }
      }
      for (int feature = 0; feature < features; feature++) {
        if (Math.abs(sums[feature]) <= ZERO * terms[feature]) {
          sums[feature] = 0;
        }
      }
      return sums;
    }
  }
}
