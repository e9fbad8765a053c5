package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;

/** A network that has learnt noise by heart: its boundary has many local minima. */
class OverfitNetworkTest {

  private static final int ROWS = 60;
  private static final int FEATURES = 10;

  @Test
  void is_as_close_as_the_best_of_two_hundred_starts_on_nearly_every_row() {
    SplittableRandom random = new SplittableRandom(8);
    double[] rows = new double[200 * FEATURES];
    double[] labels = new double[200];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 3.4 * random.nextDouble() - 1.7;
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(2);
    }
    Mlp network =
        MlpTraining.of(List.of(16, 12, 8), 3)
            .withEpochs(400)
            .withLearningRate(0.01)
            .train(rows, FEATURES, labels)
            .onStandardizedInputs();
    FlipPoints single = finder(network, rows, FlipSearch.SINGLE);
    FlipPoints thorough = finder(network, rows, FlipSearch.THOROUGH);
    FlipPoints judge = finder(network, rows, new FlipSearch(120, 80, 2000, 5));
    int missedBySingle = 0;
    int missed = 0;
    for (int i = 0; i < ROWS; i++) {
      double[] row = Arrays.copyOfRange(rows, i * FEATURES, (i + 1) * FEATURES);
      double best = judge.closest(row).get().distance() * (1 + 1e-6);
      missedBySingle += single.closest(row).get().distance() > best ? 1 : 0;
      missed += thorough.closest(row).get().distance() > best ? 1 : 0;
    }

    // One start misses the closest point on many rows, or this network would be no test.
    assertThat(missedBySingle).isGreaterThan(10);
    assertThat(missed).isLessThanOrEqualTo(1);
  }

  private static FlipPoints finder(Mlp network, double[] rows, FlipSearch search) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < FEATURES; j++) {
      names.add("x" + j);
    }
    double[] ones = new double[FEATURES];
    Arrays.fill(ones, 1);
    FlipPoints.Builder builder = FlipPoints.of(network, names, ones).search(search);
    return builder.references(Dataset.of(builder.build().schema(), rows)).build();
  }
}
