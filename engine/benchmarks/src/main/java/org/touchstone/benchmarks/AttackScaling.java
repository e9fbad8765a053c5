package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.run.Execution;

/**
 * Prints how the cost of an attacked row grows with features, trees and training rows: CPU time on
 * one thread, best of 3, of forests that XGBoost grows on rows in which all features speak for the
 * class, every second one a number with 600 values, the others with five levels.
 */
public final class AttackScaling {

  private static final int ATTACKED = 60;
  private static final int TRAINING_ROWS = 600;
  private static final int LEVELS = 5;
  private static final double WARM_UP_SECONDS = 1.5;

  private AttackScaling() {}

  /** Runs; takes no arguments. */
  public static void main(String[] args) throws XGBoostError, IOException {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (int features : new int[] {10, 20, 40, 80}) {
      print(out, new Case(features, 10, TRAINING_ROWS));
    }
    for (int trees : new int[] {10, 30, 100, 300}) {
      print(out, new Case(20, trees, TRAINING_ROWS));
    }
    for (int rows : new int[] {600, 2_000, 10_000}) {
      print(out, new Case(20, 10, rows));
    }
  }

  private record Case(int features, int trees, int trainingRows) {}

  private static void print(PrintWriter out, Case which) throws XGBoostError, IOException {
    Dataset training = rows(which.features, which.trainingRows, 1);
    Dataset test = rows(which.features, ATTACKED, 2);
    Classifier model = forest(training, which.trees);
    List<String> features = training.schema().names().subList(0, which.features);
    PermuteAttack.Builder builder =
        PermuteAttack.of(DecisionModel.argmax(model), training, features)
            .constraints(Constraints.NONE);
    double[] naive = cost(builder.build(), test);
    double[] gibbs = cost(builder.realistic(RealisticSampling.PAPER).build(), test);
    out.printf(
        "%d features, %d trees, %d training rows: %.2f ms a row (%.0f rows scored, %.0f %% turned);"
            + " Gibbs %.1f ms (%.0f rows scored, %.0f %% turned)%n",
        which.features,
        which.trees,
        which.trainingRows,
        naive[0],
        naive[1],
        naive[2],
        gibbs[0],
        gibbs[1],
        gibbs[2]);
  }

  /** Milliseconds a row, rows scored for it, and the per cent of rows that were turned. */
  private static double[] cost(PermuteAttack attack, Dataset test) {
    double best = Double.POSITIVE_INFINITY;
    List<CounterfactualSet> sets = attack.generate(test, Execution.SINGLE);
    double warm = SequenceCase.cpuSeconds() + WARM_UP_SECONDS;
    while (SequenceCase.cpuSeconds() < warm) {
      sets = attack.generate(test, Execution.SINGLE);
    }
    for (int i = 0; i < 3; i++) {
      double start = SequenceCase.cpuSeconds();
      sets = attack.generate(test, Execution.SINGLE);
      best = Math.min(best, 1000 * (SequenceCase.cpuSeconds() - start));
    }
    long scored = sets.stream().mapToLong(set -> set.search().rowsScored()).sum();
    long turned = sets.stream().filter(set -> set.size() > 0).count();
    return new double[] {best / ATTACKED, (double) scored / ATTACKED, 100.0 * turned / ATTACKED};
  }

  private static Dataset rows(int features, int count, long seed) {
    List<Feature> columns = new ArrayList<>();
    List<String> levels = IntStream.range(0, LEVELS).mapToObj(level -> "level " + level).toList();
    for (int f = 0; f < features; f++) {
      columns.add(
          f % 2 == 0
              ? new Feature.Continuous("n" + f, 0, 1, false, Feature.Attributes.NONE)
              : new Feature.Ordinal("o" + f, levels, Feature.Attributes.NONE));
    }
    columns.add(new Feature.Binary("label", List.of("0", "1"), Feature.Attributes.NONE));
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * columns.size()];
    for (int row = 0, at = 0; row < count; row++) {
      double z = 0;
      for (int f = 0; f < features; f++, at++) {
        double u = random.nextDouble();
        values[at] = f % 2 == 0 ? Math.round(600 * u) / 600.0 : (int) (LEVELS * u);
        z += (u - 0.5) * (f % 3 == 0 ? 1 : -1);
      }
      values[at++] = z + 0.3 * (random.nextDouble() - 0.5) > 0 ? 1 : 0;
    }
    return Dataset.of(Schema.of(columns), values);
  }

  private static Classifier forest(Dataset training, int trees) throws XGBoostError, IOException {
    int width = training.schema().size();
    double[] rows = new double[training.rowCount() * width];
    training.copyRows(0, training.rowCount(), rows);
    float[] inputs = new float[rows.length];
    float[] labels = new float[training.rowCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (float) rows[(i + 1) * width - 1];
      for (int j = 0; j < width - 1; j++) {
        inputs[i * width + j] = (float) rows[i * width + j];
      }
    }
    DMatrix matrix = new DMatrix(inputs, labels.length, width, Float.NaN);
    matrix.setLabel(labels);
    Map<String, Object> parameters =
        Map.of(
            "objective",
            "binary:logistic",
            "num_parallel_tree",
            trees,
            "subsample",
            0.63,
            "colsample_bynode",
            0.3,
            "eta",
            1,
            "max_depth",
            8,
            "base_score",
            0.5,
            "nthread",
            1,
            "seed",
            1);
    Path file = Files.createTempFile("touchstone", ".json");
    try {
      XGBoost.train(matrix, parameters, 1, Map.of(), null, null).saveModel(file.toString());
      return Models.load(file).classifier();
    } finally {
      Files.delete(file);
      matrix.dispose();
    }
  }
}
