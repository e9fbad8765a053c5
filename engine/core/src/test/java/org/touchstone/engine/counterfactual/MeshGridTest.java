package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.FeatureDistance.Deviation;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;

class MeshGridTest {

  private final Schema schema =
      Schema.of(
          List.of(
              new Feature.Continuous(
                  "income", 0, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE),
              new Feature.Continuous(
                  "age", 0, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE),
              new Feature.Categorical(
                  "region", List.of("north", "south"), Feature.Attributes.NONE)));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void every_row_agrees_with_the_reference(int extension) throws IOException {
    assumeTrue(GoldenMesh.isThere(), "skipped: the reference is not part of the project");
    Dataset test = GoldenMesh.read("test.csv");
    GoldenMesh mesh = new GoldenMesh(extension);
    FeatureDistance distance =
        FeatureDistance.of(GoldenMesh.read("train.csv"), mesh.features(), Deviation.MEAN);
    JsonNode rows = GoldenMesh.expected(extension).path("rows");
    assertThat(rows).hasSize(19);

    for (JsonNode row : rows) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < test.rowCount(); i++) {
        ids.add(test.rowId(i));
      }
      Dataset one = test.select(new int[] {ids.indexOf(row.path("row").asText())});
      CounterfactualSet set = mesh.generate(one, Execution.SINGLE).get(0);
      CounterfactualQuality quality = distance.measure(set);

      assertThat(quality.size()).isEqualTo(row.path("k").asInt());
      assertThat(100 * quality.validity()).isCloseTo(row.path("PVCF").asDouble(), within(1e-8));
      assertThat(quality.proximity().orElseThrow())
          .isCloseTo(row.path("PCF_raw").asDouble(), within(1e-8));
      assertThat(quality.sparsity().orElseThrow())
          .isCloseTo(row.path("SCF").asDouble(), within(1e-8));
      assertThat(quality.diversity().orElseThrow())
          .isCloseTo(row.path("DCF_pairmean").asDouble(), within(1e-8));
      assertThat(set.originalProbability(1)).isCloseTo(row.path("p").asDouble(), within(1e-10));
    }
  }

  @Test
  void absolute_deviations_agree_with_the_reference() throws IOException {
    assumeTrue(GoldenMesh.isThere(), "skipped: the reference is not part of the project");
    Dataset train = GoldenMesh.read("train.csv");
    List<String> features = List.of("age", "bmi", "children");

    for (int i = 0; i < 3; i++) {
      assertThat(FeatureDistance.of(train, features, Deviation.MEAN).deviations()[i])
          .isCloseTo(
              GoldenMesh.deviations().path("mean_abs_dev_about_mean").path(i).asDouble(),
              within(1e-12));
      assertThat(FeatureDistance.of(train, features, Deviation.MEDIAN).deviations()[i])
          .isCloseTo(
              GoldenMesh.deviations().path("median_abs_dev_about_median").path(i).asDouble(),
              within(1e-12));
    }
  }

  @Test
  void holds_every_point_of_the_grid_and_leaves_other_columns_alone() {
    MeshGrid grid =
        new MeshGrid(
            DecisionModel.threshold(older(), 0.5),
            schema,
            List.of(new MeshGrid.Axis("income", 2, 2), new MeshGrid.Axis("age", 0.2, 0.1)),
            0,
            1);

    CounterfactualSet set =
        grid.generate(Dataset.of(schema, new double[] {10, 40, 1}), Execution.SINGLE).get(0);

    assertThat(set.size()).isEqualTo(15);
    assertThat(set.counterfactual(0)).containsExactly(8, 39.8, 1);
    assertThat(set.counterfactual(14)).containsExactly(new double[] {12, 40.2, 1}, within(1e-12));
    assertThat(set.changed(7)).isEmpty();
    assertThat(set.changed(8)).containsExactly("age");
    assertThat(set.valid(8)).isTrue();
    assertThat(set.valid(7)).isFalse();
  }

  @Test
  void extends_each_end_by_a_random_whole_number_of_its_own() {
    MeshGrid grid =
        new MeshGrid(
            DecisionModel.threshold(older(), 0.5),
            schema,
            List.of(new MeshGrid.Axis("income", 1, 1)),
            2,
            1);
    double[] values = new double[3 * 300];
    Dataset rows = Dataset.of(schema, values);
    boolean[][] seen = new boolean[3][3];

    for (CounterfactualSet set : grid.generate(rows, Execution.on(2))) {
      seen[(int) -set.value(0, 0) - 1][(int) set.value(set.size() - 1, 0) - 1] = true;
    }

    for (boolean[] ends : seen) {
      assertThat(ends).containsOnly(true);
    }
  }

  @Test
  void the_grid_of_a_row_does_not_depend_on_the_rows_around_it_or_on_threads() {
    MeshGrid grid =
        new MeshGrid(
            DecisionModel.threshold(older(), 0.5),
            schema,
            List.of(new MeshGrid.Axis("income", 1, 1)),
            2,
            1);
    Dataset rows = Dataset.of(schema, new double[3 * 40]);

    List<CounterfactualSet> together = grid.generate(rows, Execution.on(3));

    for (int row = 0; row < 40; row++) {
      CounterfactualSet alone =
          grid.generate(rows.select(new int[] {row}), Execution.SINGLE).get(0);
      assertThat(together.get(row).row()).isEqualTo(row);
      assertThat(alone.size()).isEqualTo(together.get(row).size());
      assertThat(alone.value(0, 0)).isEqualTo(together.get(row).value(0, 0));
      assertThat(alone.search()).isEqualTo(together.get(row).search());
    }
  }

  @Test
  void refuses_axes_that_are_no_numbers() {
    DecisionModel model = DecisionModel.argmax(older());

    assertThatThrownBy(
            () -> new MeshGrid(model, schema, List.of(new MeshGrid.Axis("region", 1, 1)), 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("A grid has axes of numbers, \"region\" has levels; name continuous columns");
    assertThatThrownBy(() -> new MeshGrid(model, schema, List.of(), 0, 1))
        .hasMessageContaining("A grid needs an axis");
    assertThatThrownBy(
            () ->
                new MeshGrid(
                    model,
                    schema,
                    List.of(new MeshGrid.Axis("age", 1, 1), new MeshGrid.Axis("age", 1, 1)),
                    0,
                    1))
        .hasMessage("\"age\" is an axis of the grid twice");
    assertThatThrownBy(() -> new MeshGrid.Axis("age", 0, 1))
        .hasMessage("Axis \"age\" has half-width 0.0 and step 1.0; both are above 0");
  }

  @Test
  void refuses_a_grid_that_memory_cannot_hold() {
    MeshGrid grid =
        new MeshGrid(
            DecisionModel.argmax(older()),
            schema,
            List.of(new MeshGrid.Axis("age", 1e4, 1), new MeshGrid.Axis("income", 1e4, 1)),
            0,
            1);

    assertThatThrownBy(
            () -> grid.generate(Dataset.of(schema, new double[] {1, 2, 0}), Execution.SINGLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The grid around row 1 has more than 5000000 points");
  }

  @Test
  void refuses_a_row_without_a_value_on_an_axis_and_rows_of_other_columns() {
    MeshGrid grid =
        new MeshGrid(
            DecisionModel.argmax(older()), schema, List.of(new MeshGrid.Axis("age", 1, 1)), 0, 1);

    assertThatThrownBy(
            () ->
                grid.generate(
                    Dataset.of(schema, new double[] {1, Double.NaN, 0}), Execution.SINGLE))
        .hasMessageContaining("Row 1 has no value of \"age\"");
    Schema other = Schema.of(schema.features().subList(0, 2));
    assertThatThrownBy(
            () -> grid.generate(Dataset.of(other, new double[] {1, 2}), Execution.SINGLE))
        .hasMessageContaining("the generator was made for [income, age, region]");
  }

  @Test
  void distances_agree_with_brute_force_over_pairs() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    double[] values = new double[3 * 50];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 2 ? random.nextInt(2) : random.nextInt(10) == 0 ? Double.NaN : i % 7;
    }
    Dataset rows = Dataset.of(schema, values);
    FeatureDistance distance = FeatureDistance.of(rows, schema.names(), Deviation.MEAN);
    double[] deviations = distance.deviations();
    DecisionModel model =
        DecisionModel.threshold(
            new Classifier() {
              @Override
              public int inputWidth() {
                return 3;
              }

              @Override
              public void score(double[] r, int count, double[] out) {
                Arrays.fill(out, 0, count, 0.5);
              }
            },
            0.5);
    double[] original = {3, 4, 1};
    CounterfactualSet set =
        new CounterfactualSet(
            schema,
            0,
            "1",
            CounterfactualSet.Scored.of(model, original, 1),
            CounterfactualSet.Scored.of(model, values, 50),
            schema.names(),
            new SearchRecord("test", 0, 2, 51, java.util.Optional.empty()));

    CounterfactualQuality quality = distance.measure(set);

    double pairs = 0;
    double proximity = 0;
    for (int i = 0; i < 50; i++) {
      proximity -= apart(set.counterfactual(i), original, deviations);
      for (int j = 0; j < i; j++) {
        pairs += apart(set.counterfactual(i), set.counterfactual(j), deviations);
      }
    }
    assertThat(quality.proximity().orElseThrow()).isCloseTo(proximity / 150, within(1e-12));
    assertThat(quality.diversity().orElseThrow())
        .isCloseTo(pairs / (50 * 49 / 2) / 3, within(1e-12));
    assertThat(quality.validity()).isZero();
  }

  private static double apart(double[] a, double[] b, double[] deviations) {
    double sum = a[2] == b[2] ? 0 : 1;
    for (int j = 0; j < 2; j++) {
      if (Double.isNaN(a[j]) || Double.isNaN(b[j])) {
        sum += Double.isNaN(a[j]) && Double.isNaN(b[j]) ? 0 : 1;
      } else {
        sum += Math.abs(a[j] - b[j]) / deviations[j];
      }
    }
    return sum;
  }

  /** Class 1 for people above 40. */
  private static Classifier older() {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return 3;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = rows[3 * i + 1] > 40 + 1e-9 ? 0.9 : 0.1;
        }
      }
    };
  }
}
