package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipFixtures.Table;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;
import org.touchstone.engine.model.Models;

/** Networks that have learnt noise by heart: their boundaries have many local minima. */
class OverfitNetworkTest {

  private static final int ROWS = 30;
  private static final int FEATURES = 10;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_never_farther_than_the_best_of_61_starts_of_slsqp(boolean withReferences) {
    // given: 29 of 200 rows have a closer flip point than SLSQP finds from the row itself, up to
    // 2.6 times
    LoadedModel<?> model = Models.load(FlipFixtures.resource("pima_overfit_net.json"));
    Mlp network = ((Mlp) model.classifier()).onStandardizedInputs();
    List<String> features = model.inputNames().orElseThrow();
    Table rows = Table.read(FlipFixtures.resource("pima_overfit_rows.csv"));
    Table expected = Table.read(FlipFixtures.resource("pima_overfit_slsqp.csv"));
    FlipPoints.Builder builder = FlipPoints.of(network, features, ones(8));
    if (withReferences) {
      Table training = Table.read(FlipFixtures.resource("pima_overfit_training.csv"));
      builder.references(training.dataset(builder.build().schema()));
    }
    FlipPoints flips = builder.build();
    int missedFromRow = 0;
    for (int i = 0; i < rows.size(); i++) {
      double best = expected.number(i, "slsqp_best") * (1 + 1e-6);
      missedFromRow += expected.number(i, "slsqp_from_row") > best ? 1 : 0;

      FlipPoint point = flips.closest(rows.numbers(i, features)).get();

      assertThat(point.distance()).as("row %d", i).isLessThanOrEqualTo(best);
      assertThat(point.residual()).isLessThanOrEqualTo(1e-9);
      assertThat(point.certainty().kktResidual()).isLessThan(1e-5);
      assertThat(point.certainty().agreeing()).isBetween(1, point.certainty().starts());
    }
    assertThat(missedFromRow).isGreaterThan(20);
  }

  @Test
  void of_noise_is_as_close_as_the_best_of_hundreds_of_starts_on_nearly_every_row() {
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
        MlpTraining.of(List.of(16, 12, 8, 8, 6, 6), 3)
            .withEpochs(200)
            .withLearningRate(0.01)
            .train(rows, FEATURES, labels)
            .onStandardizedInputs();
    FlipPoints single = finder(network, rows, FlipSearch.SINGLE);
    FlipPoints thorough = finder(network, rows, FlipSearch.THOROUGH);
    FlipPoints judge = finder(network, rows, new FlipSearch(100, 150, 2, 5));
    int missedBySingle = 0;
    int missed = 0;
    for (int i = 0; i < ROWS; i++) {
      double[] row = Arrays.copyOfRange(rows, i * FEATURES, (i + 1) * FEATURES);
      double best = judge.closest(row).get().distance() * (1 + 1e-6);
      missedBySingle += single.closest(row).get().distance() > best ? 1 : 0;
      missed += thorough.closest(row).get().distance() > best ? 1 : 0;
    }

    // One start misses the closest point on some rows, or this network would be no test.
    assertThat(missedBySingle).isGreaterThan(2);
    assertThat(missed).isLessThanOrEqualTo(1);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static FlipPoints finder(Mlp network, double[] rows, FlipSearch search) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < FEATURES; j++) {
      names.add("x" + j);
    }
    FlipPoints.Builder builder = FlipPoints.of(network, names, ones(FEATURES)).search(search);
    return builder.references(Dataset.of(builder.build().schema(), rows)).build();
  }
}
