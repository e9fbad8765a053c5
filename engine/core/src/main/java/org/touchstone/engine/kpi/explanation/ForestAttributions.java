package org.touchstone.engine.kpi.explanation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.GiniImportance;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.PathDependentTreeShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.stats.Spearman;

/**
 * The attributions of a forest, of samples of the training rows of a scope: mean absolute TreeSHAP
 * values, and the forest's own Gini importance, which is the same for all rows.
 *
 * <p>Both come from the cover of the nodes where the forest states it (path-dependent TreeSHAP, the
 * importance in the rows the trees were grown on); else from the training rows (interventional
 * TreeSHAP, the importance in all training rows).
 */
final class ForestAttributions {

  private final List<String> features;
  private final double[] importance;
  private final RepeatedSamples samples;
  private final Map<Integer, double[]> byRow = new HashMap<>();

  ForestAttributions(Audit audit, Scope scope, AttributionSettings settings) {
    ModelStructure structure = ModelStructure.of(audit);
    TreeEnsemble forest = structure.trees().orElseThrow();
    Dataset training = audit.training().orElseThrow();
    this.features = structure.features();
    boolean covered = forest.trees().stream().allMatch(DecisionTree::hasCover);
    this.importance = importance(audit, structure, forest, covered);
    long seed = RandomSeeds.derive(audit.seed(), "attributions", scope.toString());
    int[] rows = ScopeRows.of(training, scope);
    this.samples = new RepeatedSamples(rows, settings.rows(), settings.repeats(), seed);
    int[] explained = samples.distinct();
    if (explained.length == 0) {
      return;
    }
    Players players =
        structure.encoder().map(Players::of).orElseGet(() -> Players.of(training.schema().names()));
    Explainer shap =
        covered
            ? new PathDependentTreeShap(audit.model(), players)
            : new InterventionalTreeShap(
                audit.model(),
                players,
                Background.sample(training.select(rows), settings.background(), seed));
    int[] playerOfFeature = features.stream().mapToInt(players.names()::indexOf).toArray();
    double[] values = new double[explained.length * training.schema().size()];
    training.select(explained).copyRows(0, explained.length, values);
    shap.explain(
        values,
        explained.length,
        new Execution(Runtime.getRuntime().availableProcessors(), audit.monitor()),
        attribution ->
            byRow.put(
                explained[attribution.row()],
                Arrays.stream(playerOfFeature)
                    .mapToDouble(player -> Math.abs(attribution.value(player)))
                    .toArray()));
  }

  /**
   * Whether the ensemble is a mean of trees, as a forest is, and not a sum, as boosted trees are.
   */
  static boolean isForest(TreeEnsemble ensemble) {
    return ensemble.rules().aggregation() == EnsembleRules.Aggregation.MEAN
        && ensemble.rules().link() == EnsembleRules.Link.IDENTITY
        && ensemble.rules().baseMargin() == 0;
  }

  private double[] importance(
      Audit audit, ModelStructure structure, TreeEnsemble forest, boolean covered) {
    GiniImportance gini =
        audit.shared(
            GiniImportance.class,
            a -> covered ? GiniImportance.ofForest(forest) : inRows(a, structure, forest));
    double[] byFeature = new double[features.size()];
    for (int input = 0; input < gini.size(); input++) {
      int feature = features.indexOf(structure.column(input));
      if (feature >= 0) {
        byFeature[feature] += gini.share(input);
      }
    }
    return byFeature;
  }

  private static GiniImportance inRows(Audit audit, ModelStructure structure, TreeEnsemble forest) {
    Dataset training = audit.training().orElseThrow();
    String label = audit.roles().label();
    training.requireClasses(label);
    int positive = audit.schema().feature(label).code(audit.roles().positiveClass()).orElseThrow();
    int[] codes = training.codes(label);
    boolean[] labels = new boolean[codes.length];
    for (int row = 0; row < codes.length; row++) {
      labels[row] = codes[row] == positive;
    }
    return GiniImportance.ofRows(forest, structure.inputs(training), labels);
  }

  List<String> features() {
    return features;
  }

  /** The Gini importance of each feature: that of its inputs, added up. */
  double[] importance() {
    return importance.clone();
  }

  RepeatedSamples samples() {
    return samples;
  }

  /** The mean absolute TreeSHAP value of each feature over some rows; 0 for no rows. */
  double[] meanAbsolute(int[] rows) {
    double[] mean = new double[features.size()];
    for (int row : rows) {
      double[] values = Objects.requireNonNull(byRow.get(row), "a row of a sample");
      for (int feature = 0; feature < mean.length; feature++) {
        mean[feature] += values[feature] / rows.length;
      }
    }
    return mean;
  }

  /** Spearman's correlation of the two in each sample; empty where it is 0/0. */
  OptionalDouble[] rankCorrelations() {
    OptionalDouble[] correlations = new OptionalDouble[samples.repeats()];
    for (int repeat = 0; repeat < correlations.length; repeat++) {
      correlations[repeat] = Spearman.of(meanAbsolute(samples.sample(repeat)), importance);
    }
    return correlations;
  }
}
