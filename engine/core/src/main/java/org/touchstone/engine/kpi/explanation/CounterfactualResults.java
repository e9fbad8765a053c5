package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualGenerator;
import org.touchstone.engine.counterfactual.CounterfactualQuality;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual.Options;
import org.touchstone.engine.counterfactual.FeatureDistance;
import org.touchstone.engine.counterfactual.FeatureDistance.Deviation;
import org.touchstone.engine.counterfactual.MeshGrid;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * How good the counterfactuals of an audit's rows are, measured once for all KPIs with the same
 * settings. Of a mesh grid of tens of thousands of points only the measures are kept.
 *
 * @param generator name of the generator
 * @param byMean the qualities, distances in mean absolute deviations, in the order of the rows
 * @param byMedian the same in median absolute deviations
 * @param meanDistance how {@code byMean} was measured
 * @param medianDistance how {@code byMedian} was measured
 * @param modelCalls calls of the model that it took
 * @param rowsScored rows that the model scored in these calls
 */
record CounterfactualResults(
    String generator,
    List<CounterfactualQuality> byMean,
    List<CounterfactualQuality> byMedian,
    FeatureDistance meanDistance,
    FeatureDistance medianDistance,
    long modelCalls,
    long rowsScored) {

  static CounterfactualResults of(Audit audit, CounterfactualSettings settings) {
    return audit.shared(settings, a -> compute(a, settings));
  }

  List<CounterfactualQuality> qualities(Deviation deviation) {
    return deviation == Deviation.MEAN ? byMean : byMedian;
  }

  FeatureDistance distance(Deviation deviation) {
    return deviation == Deviation.MEAN ? meanDistance : medianDistance;
  }

  /** The rows that deviations are computed over. */
  static Dataset reference(Audit audit) {
    return audit.training().orElse(audit.test());
  }

  private static CounterfactualResults compute(Audit audit, CounterfactualSettings settings) {
    return measure(
        audit,
        generator(audit, settings),
        ExplainedRows.of(audit, settings.rows(), settings.maxRows()));
  }

  /** Makes and measures the counterfactuals of some test rows. */
  static CounterfactualResults measure(Audit audit, CounterfactualGenerator generator, int[] rows) {
    FeatureDistance mean =
        FeatureDistance.of(reference(audit), generator.features(), Deviation.MEAN);
    FeatureDistance median =
        FeatureDistance.of(reference(audit), generator.features(), Deviation.MEDIAN);
    List<CounterfactualQuality> byMean = new ArrayList<>(rows.length);
    List<CounterfactualQuality> byMedian = new ArrayList<>(rows.length);
    long[] counts = new long[2];
    generator.generate(
        audit.test().select(rows),
        new Execution(1, audit.monitor()),
        set -> {
          byMean.add(mean.measure(set).at(rows[set.row()]));
          byMedian.add(median.measure(set).at(rows[set.row()]));
          counts[0] += set.search().modelCalls();
          counts[1] += set.search().rowsScored();
        });
    return new CounterfactualResults(
        generator.name(), byMean, byMedian, mean, median, counts[0], counts[1]);
  }

  private static CounterfactualGenerator generator(Audit audit, CounterfactualSettings settings) {
    DecisionModel model = DecisionModel.threshold(audit.model(), audit.decisionThreshold());
    return switch (settings.generator()) {
      case PERMUTE_ATTACK ->
          PermuteAttack.of(
                  model,
                  valuesFrom(audit, settings.trainingRows()),
                  ModelStructure.of(audit).features())
              .counterfactuals(settings.k())
              .seed(audit.seed())
              .build();
      case EXACT_TREE ->
          ExactTreeCounterfactual.threshold(
              audit.model(),
              audit.decisionThreshold(),
              audit.training().orElseThrow(),
              changeable(audit),
              Constraints.of(audit.schema()),
              new Options(settings.k(), Options.DEFAULT.maxChanges(), Options.DEFAULT.maxSteps()));
      case MESH_GRID ->
          new MeshGrid(model, audit.schema(), settings.mesh(), settings.extension(), audit.seed());
    };
  }

  /**
   * The training rows that changed features take their values from. The search tries all values of
   * a feature one by one, which takes too long where a table of many rows has a number for each.
   */
  private static Dataset valuesFrom(Audit audit, int most) {
    Dataset training = audit.training().orElseThrow();
    if (training.rowCount() <= most) {
      return training;
    }
    int[] all = IntStream.range(0, training.rowCount()).toArray();
    long seed = RandomSeeds.derive(audit.seed(), "values of counterfactuals");
    return training.select(RepeatedSamples.sample(all, most, seed));
  }

  /** The features of the model that a person can change, without columns that follow others. */
  static List<String> changeable(Audit audit) {
    Constraints constraints = Constraints.of(audit.schema());
    return ModelStructure.of(audit).features().stream()
        .filter(name -> !constraints.immutable().contains(name))
        .filter(name -> audit.schema().derivation(name).isEmpty())
        .toList();
  }
}
