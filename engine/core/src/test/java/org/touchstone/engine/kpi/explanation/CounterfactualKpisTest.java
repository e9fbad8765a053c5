package org.touchstone.engine.kpi.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.counterfactual.FeatureDistance.Deviation;
import org.touchstone.engine.counterfactual.GoldenMesh;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiIds;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;

class CounterfactualKpisTest {

  private static final Map<String, String> MESH =
      Map.of("generator", "mesh_grid", "mesh", "age:25, bmi:25, children:5");

  private final AtomicInteger scored = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({
    "1, MEAN, meanMAD",
    "2, MEAN, meanMAD",
    "1, MEDIAN, medianMAD",
    "2, MEDIAN, medianMAD"
  })
  void all_four_agree_with_the_reference(int extension, Deviation deviation, String name)
      throws IOException {
    assumeTrue(GoldenMesh.isThere(), "skipped: the reference is not part of the project");
    JsonNode expected = GoldenMesh.expected(extension).path(name);
    try (Audit audit = GoldenMesh.audit()) {
      CounterfactualResults results =
          CounterfactualResults.measure(
              audit,
              new GoldenMesh(extension),
              ExplainedRows.of(audit, CounterfactualSettings.Rows.NEGATIVE, 1000));
      CounterfactualKpi.Found found =
          new CounterfactualKpi.Found(results, deviation, results.qualities(deviation));

      assertThat(found.rows()).hasSize(expected.path("n_predicted_0").asInt());
      assertThat(value(new ValidCounterfactualsKpi().measure(audit, Scope.OVERALL, found, 0.95)))
          .isCloseTo(expected.path("PVCF").asDouble(), within(1e-8));
      assertThat(value(new CounterfactualProximityKpi().measure(audit, Scope.OVERALL, found, 0.95)))
          .isCloseTo(expected.path("PCF_minmax").asDouble(), within(1e-8));
      assertThat(value(new CounterfactualSparsityKpi().measure(audit, Scope.OVERALL, found, 0.95)))
          .isCloseTo(expected.path("SCF").asDouble(), within(1e-8));
      assertThat(value(new CounterfactualDiversityKpi().measure(audit, Scope.OVERALL, found, 0.95)))
          .isCloseTo(expected.path("DCF_minmax").asDouble(), within(1e-8));
    }
  }

  @Test
  void a_mesh_without_random_extension_gives_the_reference_through_the_parameters()
      throws IOException {
    assumeTrue(GoldenMesh.isThere(), "skipped: the reference is not part of the project");
    JsonNode expected = GoldenMesh.expected(0).path("meanMAD");
    Map<String, String> parameters = new HashMap<>(MESH);
    parameters.put("extension", "0");
    try (Audit audit = GoldenMesh.audit()) {
      assertThat(value(measure(audit, KpiIds.PVCF, parameters).get(0)))
          .isCloseTo(expected.path("PVCF").asDouble(), within(1e-8));
      assertThat(value(measure(audit, KpiIds.SCF, parameters).get(0)))
          .isCloseTo(expected.path("SCF").asDouble(), within(1e-8));

      // All grids are equal: 0/0, which the reference has as NaN.
      for (KpiId id : List.of(KpiIds.PCF, KpiIds.DCF)) {
        Measurement measured = measure(audit, id, parameters).get(0);
        assertThat(measured.result()).isInstanceOf(Measurement.NotComputable.class);
        assertThat(measured.result().toString()).contains("min-max scaling is 0/0");
        assertThat(measured.evidence().get(0).rows().get(0).get(0)).isEqualTo("mean");
        assertThat(Double.parseDouble(measured.evidence().get(0).rows().get(0).get(1)))
            .isCloseTo(
                expected
                    .path(id.equals(KpiIds.PCF) ? "PCF_raw_mean" : "DCF_pairmean_mean")
                    .asDouble(),
                within(1e-8));
      }
    }
  }

  @Test
  void the_papers_grid_is_red_on_all_four_and_one_computation_serves_them() throws IOException {
    assumeTrue(GoldenMesh.isThere(), "skipped: the reference is not part of the project");
    try (Audit audit = GoldenMesh.audit()) {
      // The paper: PVCF 33.26, PCF .53, SCF .04, DCF .47 on a split of its own.
      assertThat(value(measure(audit, KpiIds.PVCF, MESH).get(0))).isBetween(33.0, 39.0);
      assertThat(value(measure(audit, KpiIds.PCF, MESH).get(0))).isBetween(0.3, 0.7);
      assertThat(value(measure(audit, KpiIds.SCF, MESH).get(0))).isBetween(0.035, 0.045);
      assertThat(value(measure(audit, KpiIds.DCF, MESH).get(0))).isBetween(0.3, 0.7);
    }
  }

  @Test
  void the_four_kpis_share_one_set_of_counterfactuals() {
    try (Audit audit = small(new double[] {1, 2, 3, 11, 12, 13})) {
      Map<String, String> parameters = Map.of("generator", "mesh_grid", "mesh", "x:9");
      measure(audit, KpiIds.PVCF, parameters);
      int once = scored.get();
      measure(audit, KpiIds.SCF, parameters);
      measure(audit, KpiIds.PCF, parameters);
      measure(
          audit,
          KpiIds.DCF,
          Map.of("generator", "mesh_grid", "mesh", "x:9", "deviation", "median"));

      assertThat(scored.get()).isEqualTo(once);
    }
  }

  @Test
  void valid_counterfactuals_have_an_interval_over_rows() {
    // Grids of 19 points around 1 and 2: 0 and 1 of them lie above 10.
    try (Audit audit = small(new double[] {1, 2, 11, 12})) {
      Measurement measured =
          measure(
                  audit,
                  KpiIds.PVCF,
                  Map.of("generator", "mesh_grid", "mesh", "x:9", "extension", "0"))
              .get(0);

      Measurement.Value value = (Measurement.Value) measured.result();
      assertThat(value.value()).isCloseTo(100 * (0 + 1.0 / 19) / 2, within(1e-12));
      // Wilson's formula for a rate of 1/38 over 2 rows, evaluated in Python 3.11.
      assertThat(value.interval().orElseThrow().low()).isCloseTo(0.03511171328357543, within(1e-9));
      assertThat(value.interval().orElseThrow().high()).isCloseTo(67.52886673345455, within(1e-9));
      assertThat(measured.sampleSize().rows()).isEqualTo(2);
      assertThat(measured.sampleSize().numerator()).hasValue(1);
      assertThat(measured.sampleSize().denominator()).hasValue(38);
    }
  }

  @ParameterizedTest
  @CsvSource({"negative, 3", "unfavourable, 2", "all, 5"})
  void explains_the_rows_that_the_profile_names(String rows, int expected) {
    try (Audit audit = small(new double[] {1, 2, 3, 11, 12})) {
      assertThat(
              measure(
                      audit,
                      KpiIds.PVCF,
                      Map.of("generator", "mesh_grid", "mesh", "x:9", "rows", rows))
                  .get(0)
                  .sampleSize()
                  .rows())
          .isEqualTo(expected);
    }
  }

  @Test
  void takes_a_sample_where_there_are_more_rows_than_asked_for() {
    double[] values = new double[200];
    for (int i = 0; i < 200; i++) {
      values[i] = i / 10.0;
    }
    try (Audit audit = small(values)) {
      int[] rows = ExplainedRows.of(audit, CounterfactualSettings.Rows.NEGATIVE, 30);

      assertThat(rows).hasSize(30).doesNotHaveDuplicates().isSorted();
      assertThat(java.util.Arrays.stream(rows)).allMatch(row -> row <= 100);
      assertThat(rows[29]).isGreaterThan(60);
      assertThat(ExplainedRows.of(audit, CounterfactualSettings.Rows.NEGATIVE, 30)).isEqualTo(rows);
    }
  }

  @Test
  void says_which_features_have_no_deviation_to_divide_by() {
    // More than half of the rows have the same value: the median absolute deviation is 0.
    try (Audit audit = small(new double[] {1, 1, 1, 1, 12})) {
      Measurement measured =
          measure(
                  audit,
                  KpiIds.PCF,
                  Map.of("generator", "mesh_grid", "mesh", "x:9", "deviation", "median"))
              .get(0);

      assertThat(measured.result().toString())
          .contains("The median absolute deviation is 0 of features that counterfactuals change")
          .contains("[x]");
    }
  }

  /**
   * From 2 - 9 on: -7, -4, ..., 11 with a step of 3, and -7, -3, ..., 9 with a step of 4. One of
   * seven points is above 10, and none of five.
   */
  @ParameterizedTest
  @CsvSource({"3, 1, 7", "4, 0, 5"})
  void an_axis_has_the_step_that_is_named(String step, double above, double points) {
    try (Audit audit = small(new double[] {2, 12})) {
      Map<String, String> parameters =
          Map.of(
              "generator", "mesh_grid",
              "mesh", "x:9:" + step,
              "extension", "0",
              "rows", "negative");

      assertThat(value(measure(audit, KpiIds.PVCF, parameters).get(0)))
          .isCloseTo(100 * above / points, within(1e-12));
    }
  }

  @Test
  void the_report_states_the_deviation_where_a_distance_is_divided_by_it() {
    try (Audit audit = small(new double[] {2, 3, 12})) {
      Map<String, String> mesh = Map.of("generator", "mesh_grid", "mesh", "x:9");

      assertThat(measure(audit, KpiIds.PCF, mesh).get(0).parameters())
          .containsEntry("deviation", "mean");
      assertThat(measure(audit, KpiIds.PVCF, mesh).get(0).parameters())
          .doesNotContainKey("deviation");
    }
  }

  @Test
  void a_row_at_the_threshold_is_decided_for_the_positive_class() {
    double[] values = {1, 11, 2, 12};
    try (Audit audit =
        Audit.of(new AboveTen(), rows(values), ROLES).decisionThreshold(0.8).build()) {
      assertThat(ExplainedRows.of(audit, CounterfactualSettings.Rows.NEGATIVE, 9))
          .containsExactly(0, 2);
    }
  }

  @Test
  void is_not_computable_where_no_row_is_explained() {
    try (Audit audit = small(new double[] {11, 12})) {
      assertThat(
              measure(audit, KpiIds.SCF, Map.of("generator", "mesh_grid", "mesh", "x:9"))
                  .get(0)
                  .result())
          .isEqualTo(
              new Measurement.NotComputable(
                  "No row of the data is predicted the class that is explained"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mesh | x | needs the half-width of each axis",
        "mesh | x:9:1:2 | needs the half-width of each axis",
        "mesh | x:far | \"far\" is no number",
        "generator | crystal_ball | it is one of permute_attack, exact_tree, mesh_grid",
        "maxRows | 0.5 | it is a whole number from 1 on",
        "k | 3 | is not one of generator mesh_grid",
        "deviation | mode | it is one of mean, median"
      })
  void refuses_parameters_that_mean_nothing(String name, String value, String message) {
    Map<String, String> parameters = new HashMap<>(Map.of("generator", "mesh_grid", "mesh", "x:9"));
    parameters.put(name, value);
    try (Audit audit = small(new double[] {1, 12})) {
      assertThatThrownBy(() -> measure(audit, KpiIds.PCF, parameters))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void a_group_has_the_counterfactuals_of_its_own_rows() {
    // Rows 1, 2, 3 and 4 of the groups a, b, a, b; of their grids 0, 1, 2 and 3 points are above
    // 10.
    try (Audit audit = grouped(1, 2, 3, 4)) {
      Map<String, String> parameters =
          Map.of("generator", "mesh_grid", "mesh", "x:9", "extension", "0");

      List<Measurement> valid = measure(audit, KpiIds.PVCF, parameters);
      List<Measurement> near = measure(audit, KpiIds.SCF, parameters);

      assertThat(valid).hasSize(3);
      assertThat(value(valid.get(0))).isCloseTo(100 * (0 + 1 + 2 + 3) / 19.0 / 4, within(1e-12));
      assertThat(value(valid.get(1))).isCloseTo(100 * (0 + 2) / 19.0 / 2, within(1e-12));
      assertThat(value(valid.get(2))).isCloseTo(100 * (1 + 3) / 19.0 / 2, within(1e-12));
      assertThat(valid.get(1).sampleSize().rows()).isEqualTo(2);
      assertThat(valid.get(1).sampleSize().denominator()).hasValue(38);
      // One point of 19 is the row itself.
      assertThat(value(near.get(2))).isCloseTo(1.0 / 19, within(1e-12));
      assertThat(near.get(2).sampleSize().rows()).isEqualTo(2);
    }
  }

  @Test
  void the_search_is_told_in_the_evidence() {
    try (Audit audit = small(new double[] {1, 2, 3, 11, 12})) {
      audit.probabilities();
      scored.set(0);

      Measurement measured =
          measure(
                  audit,
                  KpiIds.SCF,
                  Map.of("generator", "mesh_grid", "mesh", "x:9", "extension", "0"))
              .get(0);

      assertThat(measured.evidence().get(0).rows())
          .containsExactly(
              List.of("generator", "mesh grid"),
              List.of("rows explained", "3"),
              List.of("rows without a counterfactual", "0"),
              List.of("counterfactuals", "57"),
              List.of("model calls for all rows", "6"),
              List.of("rows scored for all rows", Integer.toString(scored.get())));
    }
  }

  @Test
  void permute_attack_takes_values_of_the_training_rows_that_the_profile_asks_for() {
    double[] values = new double[400];
    for (int i = 0; i < 400; i++) {
      values[i] = i / 20.0;
    }
    try (Audit audit = trained(values)) {
      Measurement few = measure(audit, KpiIds.PCF, Map.of("trainingRows", "6")).get(0);
      Measurement all = measure(audit, KpiIds.PCF, Map.of()).get(0);

      assertThat(few.parameters()).containsEntry("trainingRows", "6").containsEntry("k", "3");
      assertThat(all.parameters()).containsEntry("trainingRows", "1000");
      assertThat(few.parameters()).doesNotContainKeys("mesh", "extension");
      // With all 400 values the nearest one above 10 is found; of 6 it is farther away.
      double nearest = Double.parseDouble(cell(all, "mean"));
      assertThat(Double.parseDouble(cell(few, "mean"))).isLessThan(nearest - 0.05);
      assertThat(measure(audit, KpiIds.PCF, Map.of("trainingRows", "400")).get(0).result())
          .isEqualTo(all.result());
    }
  }

  @Test
  void the_search_needs_training_data_and_the_exact_one_trees() {
    try (Audit untrained = small(new double[] {1, 12});
        Audit audit = trained(1, 2, 12, 13)) {
      assertThat(measure(untrained, KpiIds.PVCF, Map.of()).get(0).result().toString())
          .contains("Counterfactuals take their values from the training data");
      assertThat(
              measure(audit, KpiIds.PVCF, Map.of("generator", "exact_tree"))
                  .get(0)
                  .result()
                  .toString())
          .contains("The exact search is of tree ensembles; the model is none");
    }
  }

  @Test
  void a_row_without_a_counterfactual_counts_as_none_that_is_valid() {
    // All training values are below 10: nothing turns a decision.
    try (Audit audit = trained(new double[] {1, 2, 3, 4}, new double[] {5, 6})) {
      Measurement valid = measure(audit, KpiIds.PVCF, Map.of()).get(0);
      Measurement sparse = measure(audit, KpiIds.SCF, Map.of()).get(0);

      assertThat(value(valid)).isZero();
      assertThat(valid.evidence().get(0).rows())
          .contains(List.of("rows without a counterfactual", "4"));
      assertThat(sparse.result().toString()).contains("No counterfactual was found for any row");
      assertThat(sparse.sampleSize().rows()).isZero();
      assertThat(measure(audit, KpiIds.PCF, Map.of()).get(0).result().toString())
          .contains("No counterfactual was found for any row");
      assertThat(measure(audit, KpiIds.DCF, Map.of()).get(0).result().toString())
          .contains("No row has two counterfactuals to compare");
    }
  }

  @Test
  void distances_of_both_kinds_of_features_are_in_the_evidence() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("x", -100, 100, false, Feature.Attributes.NONE),
                new Feature.Binary("z", List.of("no", "yes"), Feature.Attributes.NONE),
                new Feature.Binary("y", List.of("good", "bad"), Feature.Attributes.NONE)));
    double[] rows = {1, 0, 0, 4, 0, 1, 2, 1, 0, 11, 1, 1, 3, 0, 0};
    Classifier both =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 3;
          }

          @Override
          public void score(double[] batch, int count, double[] out) {
            for (int i = 0; i < count; i++) {
              out[i] = batch[3 * i] > 3.5 && batch[3 * i + 1] == 1 ? 0.8 : 0.2;
            }
          }
        };
    try (Audit audit =
        Audit.of(both, Dataset.of(schema, rows), Roles.of("y", "bad", "good"))
            .training(Dataset.of(schema, rows))
            .build()) {
      Measurement near = measure(audit, KpiIds.PCF, Map.of("k", "1")).get(0);

      // About the mean 4.2 of x: (3.2 + 0.2 + 2.2 + 6.8 + 1.2) / 5 = 2.72. Row 1 and 5 change x to
      // 4 and z, row 2 z alone, row 3 x to 4.
      double x = (3 + 0 + 2 + 1) / 2.72 / 4;
      double z = (1 + 1 + 0 + 1) / 4.0;
      assertThat(Double.parseDouble(cell(near, "mean, continuous features")))
          .isCloseTo(-x, within(1e-12));
      assertThat(Double.parseDouble(cell(near, "mean, features with levels")))
          .isCloseTo(1 - z, within(1e-12));
      assertThat(Double.parseDouble(cell(near, "mean"))).isCloseTo(-(x + z) / 2, within(1e-12));
      assertThat(cell(near, "absolute deviation of x")).startsWith("2.72");
      assertThat(cell(near, "absolute deviations of")).isEqualTo("the training data");
    }
  }

  private static String cell(Measurement measured, String name) {
    return measured.evidence().get(0).rows().stream()
        .filter(row -> row.get(0).equals(name))
        .map(row -> row.get(1))
        .findFirst()
        .orElseThrow();
  }

  private static List<Measurement> measure(Audit audit, KpiId id, Map<String, String> parameters) {
    return KpiCatalogue.load(CounterfactualKpisTest.class.getClassLoader())
        .find(id)
        .orElseThrow()
        .measure(audit, KpiParameters.of(parameters));
  }

  private static double value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    return ((Measurement.Value) measurement.result()).value();
  }

  private static final Schema SMALL =
      Schema.of(
          List.of(
              new Feature.Continuous("x", -100, 100, false, Feature.Attributes.NONE),
              new Feature.Binary("y", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Binary("g", List.of("a", "b"), Feature.Attributes.NONE)));

  private static final Roles ROLES = Roles.of("y", "bad", "good");

  /** One feature, positive above 10; the favourable outcome is the negative class. */
  private Audit small(double[] values) {
    return Audit.of(new AboveTen(), rows(values), ROLES).build();
  }

  private Audit grouped(double... values) {
    return Audit.of(new AboveTen(), rows(values), ROLES.withGroups("g")).build();
  }

  private Audit trained(double... values) {
    return trained(values, values);
  }

  private Audit trained(double[] values, double[] training) {
    return Audit.of(new AboveTen(), rows(values), ROLES).training(rows(training)).build();
  }

  /** Labels and groups take turns. */
  private static Dataset rows(double[] values) {
    double[] rows = new double[3 * values.length];
    for (int i = 0; i < values.length; i++) {
      rows[3 * i] = values[i];
      rows[3 * i + 1] = i % 2;
      rows[3 * i + 2] = i % 2;
    }
    return Dataset.of(SMALL, rows);
  }

  private final class AboveTen implements Classifier {
    @Override
    public int inputWidth() {
      return 3;
    }

    @Override
    public void score(double[] batch, int count, double[] out) {
      scored.addAndGet(count);
      for (int i = 0; i < count; i++) {
        out[i] = batch[3 * i] > 10 ? 0.8 : 0.2;
      }
    }
  }
}
