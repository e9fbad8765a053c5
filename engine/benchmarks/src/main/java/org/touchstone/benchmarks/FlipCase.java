package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;

/** An erf network that is trained on a bent rule, rows, and a finder of their flip points. */
final class FlipCase {

  static final int ROWS = 128;
  private static final int TRAINING_ROWS = 700;

  final Mlp network;
  final FlipPoints flips;
  final double[][] rows = new double[ROWS][];
  private final double[] flat;

  FlipCase(int features, List<Integer> hidden, FlipSearch search) {
    SplittableRandom random = new SplittableRandom(features);
    flat = new double[TRAINING_ROWS * features];
    double[] labels = new double[TRAINING_ROWS];
    for (int i = 0; i < TRAINING_ROWS; i++) {
      double score = 0;
      for (int j = 0; j < features; j++) {
        double value = 3.4 * random.nextDouble() - 1.7;
        flat[i * features + j] = value;
        score += (j % 3 == 0 ? Math.sin(2 * value) : j % 3 == 1 ? value : value * value - 1);
      }
      labels[i] = (score > 0) != (random.nextInt(10) == 0) ? 1 : 0;
    }
    network =
        MlpTraining.of(hidden, 1)
            .withEpochs(60)
            .train(flat, features, labels)
            .onStandardizedInputs();
    List<String> names = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      names.add("x" + j);
    }
    double[] ones = new double[features];
    Arrays.fill(ones, 1);
    FlipPoints.Builder builder = FlipPoints.of(network, names, ones).search(search);
    flips = builder.references(Dataset.of(builder.build().schema(), flat)).build();
    for (int i = 0; i < ROWS; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * features, (i + 1) * features);
    }
  }

  /** The sum of the distances, so that nothing is optimised away. */
  double closest() {
    double sum = 0;
    for (double[] row : rows) {
      sum += flips.closest(row).get().distance();
    }
    return sum;
  }

  /** One gradient of each row. */
  double gradients() {
    double sum = 0;
    double[] gradient = new double[network.inputWidth()];
    for (double[] row : rows) {
      network.gradient(row, 1, gradient);
      sum += gradient[0];
    }
    return sum;
  }
}
