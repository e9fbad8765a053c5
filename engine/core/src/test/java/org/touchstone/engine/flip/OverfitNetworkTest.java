package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipFixtures.Table;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.DenseLayer;
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

  @Test
  void of_relu_units_is_as_close_as_the_best_of_hundreds_of_starts() {
    // given: flat pieces, so that most closest points are on an edge between them
    SplittableRandom random = new SplittableRandom(9);
    double[] rows = new double[200 * FEATURES];
    double[] labels = new double[200];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 3.4 * random.nextDouble() - 1.7;
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(2);
    }
    Mlp network =
        MlpTraining.of(List.of(16, 12), 3)
            .withActivation(Activation.RELU)
            .withEpochs(100)
            .withLearningRate(0.01)
            .train(rows, FEATURES, labels)
            .onStandardizedInputs();
    FlipPoints thorough = finder(network, rows, FlipSearch.THOROUGH);
    FlipPoints judge = finder(network, rows, new FlipSearch(100, 200, 2, 5));
    int onEdges = 0;

    // when, then
    for (int i = 0; i < ROWS; i++) {
      double[] row = Arrays.copyOfRange(rows, i * FEATURES, (i + 1) * FEATURES);
      FlipPoint best = judge.closest(row).get();
      FlipPoint point = thorough.closest(row).get();
      onEdges += best.certainty().kktResidual() > 1e-3 ? 1 : 0;
      assertThat(point.distance())
          .as("row %d", i)
          .isLessThanOrEqualTo(best.distance() * (1 + 1e-6));
      assertThat(point.residual()).isLessThanOrEqualTo(1e-9);
    }
    assertThat(onEdges).isGreaterThan(5);
  }

  @Test
  void finds_the_edge_of_a_boundary_of_relu_units_from_one_start() {
    // given: the boundary is x7 = 2 + sum_j c_j |x_j - a_j|
    double[] a = {0.3, -0.5, 0.7, 0.2, -0.6, 0.9, 0.8};
    double[] c = {1, 0.8, 1.5, 0.6, 0.9, 0.1, 0.2};
    int units = 15;
    double[] weights = new double[8 * units];
    double[] biases = new double[units];
    double[] out = new double[2 * units];
    weights[7 * units + 14] = 1;
    biases[14] = 10;
    out[2 * 14 + 1] = 1;
    for (int j = 0; j < 7; j++) {
      weights[j * units + 2 * j] = 1;
      weights[j * units + 2 * j + 1] = -1;
      biases[2 * j] = -a[j];
      biases[2 * j + 1] = a[j];
      out[2 * (2 * j) + 1] = -c[j];
      out[2 * (2 * j + 1) + 1] = -c[j];
    }
    Mlp network =
        new Mlp(
            List.of(
                new DenseLayer(weights, biases, Activation.RELU),
                new DenseLayer(out, new double[] {0, -12}, Activation.IDENTITY)));

    // when
    FlipPoint point =
        FlipPoints.of(network, List.of("a", "b", "c", "d", "e", "f", "g", "h"), ones(8))
            .search(FlipSearch.SINGLE)
            .build()
            .closest(new double[8])
            .get();

    // then: x_j = a_j where |a_j| < lambda c_j, the first five; x_j = lambda c_j, x7 = lambda else
    double lambda = (2 + 0.1 * 0.9 + 0.2 * 0.8) / (1 + 0.1 * 0.1 + 0.2 * 0.2);
    double[] expected = {0.3, -0.5, 0.7, 0.2, -0.6, 0.1 * lambda, 0.2 * lambda, lambda};
    double squares = Arrays.stream(expected).map(x -> x * x).sum();
    assertThat(point.distance()).isCloseTo(Math.sqrt(squares), within(1e-12));
    assertThat(point.values()).usingComparatorWithPrecision(1e-6).containsExactly(expected);
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
