package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.MultilevelLogisticRegression;

/**
 * What changes none of the twenty KPIs, or changes them in a known way: the same rows and the same
 * model, written down differently. The parameters leave nothing to a random sample.
 */
class KpiInvariantsTest {

  private static final Map<String, String> ALL_ROWS =
      Map.of("rows", "500", "background", "500", "repeats", "2");
  private static final Map<String, String> GRID =
      Map.of("generator", "mesh_grid", "mesh", "a:3, b:2", "extension", "0");

  private static final Map<String, Map<String, String>> TWENTY = new LinkedHashMap<>();

  static {
    for (String kpi :
        "DOC VIF SWT BPT AUC F1 TSVR CSVP EqualOdds DI SP DiffInd DiffIndGrp".split(" ")) {
      TWENTY.put(kpi, Map.of());
    }
    TWENTY.put("CSVP", Map.of("w", "0.3"));
    for (String kpi : List.of("rhoOrder", "PUX", "POIFS")) {
      TWENTY.put(kpi, ALL_ROWS);
    }
    for (String kpi : List.of("PVCF", "PCF", "SCF", "DCF")) {
      TWENTY.put(kpi, GRID);
    }
  }

  /** KPIs that are about distances in the units of the features. */
  private static final List<String> IN_UNITS_OF_FEATURES =
      List.of("CSVP", "PVCF", "PCF", "SCF", "DCF");

  /** The probabilities of tests, which fall where there are more rows. */
  private static final List<String> PROBABILITIES = List.of("SWT", "BPT");

  /** All grids are equally wide: the distances have no scale, and are compared as they are. */
  private static final List<String> UNSCALED = List.of("PCF", "DCF");

  /**
   * A way to write the same down.
   *
   * @param columns the features in the order of the table and of the model's inputs
   * @param homes the names of the groups 0, 1 and 2
   * @param shuffled whether the rows are in another order
   * @param copies how often each row is there
   * @param unit what the feature a is multiplied by
   * @param reference the sex S = 1
   */
  private record Writing(
      List<String> columns,
      List<String> homes,
      boolean shuffled,
      int copies,
      double unit,
      String reference) {

    static final Writing PLAIN =
        new Writing(
            List.of("a", "b", "sex", "home", "y"),
            List.of("free", "own", "rent"),
            false,
            1,
            1,
            "m");

    Writing withColumns(String... names) {
      return new Writing(List.of(names), homes, shuffled, copies, unit, reference);
    }

    Writing withHomes(String... names) {
      return new Writing(columns, List.of(names), shuffled, copies, unit, reference);
    }

    Writing withShuffledRows() {
      return new Writing(columns, homes, true, copies, unit, reference);
    }

    Writing withCopies(int count) {
      return new Writing(columns, homes, shuffled, count, unit, reference);
    }

    Writing withUnit(double factor) {
      return new Writing(columns, homes, shuffled, copies, factor, reference);
    }

    Writing withReference(String sex) {
      return new Writing(columns, homes, shuffled, copies, unit, sex);
    }

    /** Groups have the codes of their names in the order of the alphabet. */
    List<String> levels() {
      return homes.stream().sorted().toList();
    }

    Schema schema() {
      Map<String, Feature> features = new HashMap<>();
      for (String name : List.of("a", "b")) {
        features.put(
            name,
            new Feature.Continuous(
                name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE));
      }
      features.put("sex", new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE));
      features.put("home", new Feature.Categorical("home", levels(), Attributes.NONE));
      features.put("y", new Feature.Binary("y", List.of("0", "1"), Attributes.NONE));
      return Schema.of(columns.stream().map(features::get).toList());
    }

    Dataset rows(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<double[]> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Map<String, Double> row = new HashMap<>();
        double a = random.nextInt(7) - 3;
        row.put("a", unit * a);
        row.put("b", (double) random.nextInt(5));
        row.put("sex", (double) random.nextInt(2));
        row.put("home", (double) levels().indexOf(homes.get(random.nextInt(3))));
        row.put("y", random.nextDouble() < 0.5 + 0.12 * a ? 1.0 : 0.0);
        for (int copy = 0; copy < copies; copy++) {
          rows.add(columns.stream().mapToDouble(row::get).toArray());
        }
      }
      if (shuffled) {
        Collections.shuffle(rows, new Random(seed));
      }
      return Dataset.of(
          schema(), rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray());
    }

    EncodedClassifier model() {
      // Halves and quarters: sums are exact in any order, so that ties stay ties.
      Map<String, Double> coefficients = Map.of("a", 0.75 / unit, "b", -0.5, "sex", 0.25);
      Map<String, Double> errors = Map.of("a", 0.1 / unit, "b", 0.2, "sex", 0.15);
      List<String> fixed = columns.stream().filter(coefficients::containsKey).toList();
      double[] standardErrors = new double[4];
      standardErrors[0] = 0.1;
      List<Input> inputs = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        String name = fixed.get(j);
        standardErrors[1 + j] = errors.getOrDefault(name, 0.0);
        inputs.add(
            name.equals("sex")
                ? new Input.Codes("sex", "sex", Map.of("f", 0.0, "m", 1.0))
                : Input.Number.passthrough(name, name));
      }
      Map<String, Double> codes = new HashMap<>();
      double[] deviations = {0.625, -0.25, -0.5};
      double[] ofLevels = new double[3];
      for (int group = 0; group < 3; group++) {
        int level = levels().indexOf(homes.get(group));
        codes.put(homes.get(group), (double) level);
        ofLevels[level] = deviations[group];
      }
      inputs.add(new Input.Codes("home", "home", codes));
      return EncodedClassifier.of(
          Encoder.of(schema(), inputs),
          new MultilevelLogisticRegression(
              FixedEffects.of(0.375, fixed.stream().mapToDouble(coefficients::get).toArray())
                  .withStandardErrors(standardErrors),
              GroupEffects.intercepts(levels(), ofLevels, 3)));
    }

    /** The point values by scope, groups by their number; or why there is none. */
    Map<String, Object> measure(String kpi) {
      Map<String, Object> values = new LinkedHashMap<>();
      try (Audit audit =
          Audit.of(
                  model(),
                  rows(150, 1),
                  Roles.of("y", "1", "1").withSensitive("sex", reference).withGroups("home"))
              .training(rows(120, 2))
              .build()) {
        for (Measurement measured :
            KpiFixtures.measure(audit, kpi, TWENTY.getOrDefault(kpi, Map.of()))) {
          String scope = measured.scope().toString();
          for (int group = 0; group < 3; group++) {
            scope = scope.replace("home=" + homes.get(group), "home " + group);
          }
          values.put(
              scope,
              UNSCALED.contains(kpi)
                  ? unscaled(measured)
                  : measured.result() instanceof Measurement.Value value
                      ? value.value()
                      : measured.result().getClass().getSimpleName());
        }
      }
      return values;
    }
  }

  static Stream<String> twenty() {
    return TWENTY.keySet().stream();
  }

  static Stream<String> free_of_units() {
    return twenty().filter(kpi -> !IN_UNITS_OF_FEATURES.contains(kpi));
  }

  static Stream<String> free_of_counts() {
    return twenty().filter(kpi -> !kpi.equals("CSVP") && !PROBABILITIES.contains(kpi));
  }

  @Test
  void nearly_every_kpi_has_a_value_here() {
    for (String kpi : TWENTY.keySet()) {
      Map<String, Object> values = Writing.PLAIN.measure(kpi);
      assertThat(values.values()).as(kpi).isNotEmpty();
      if (!kpi.equals("DOC")) {
        assertThat(values.values()).as(kpi).hasAtLeastOneElementOfType(Double.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("twenty")
  void the_order_of_rows_changes_nothing(String kpi) {
    same(Writing.PLAIN.withShuffledRows().measure(kpi), Writing.PLAIN.measure(kpi));
  }

  @ParameterizedTest
  @MethodSource("twenty")
  void the_order_of_columns_changes_nothing(String kpi) {
    same(
        Writing.PLAIN.withColumns("y", "sex", "b", "home", "a").measure(kpi),
        Writing.PLAIN.measure(kpi));
  }

  @ParameterizedTest
  @MethodSource("twenty")
  void the_names_of_groups_change_nothing(String kpi) {
    same(Writing.PLAIN.withHomes("z", "x", "y").measure(kpi), Writing.PLAIN.measure(kpi));
  }

  @ParameterizedTest
  @MethodSource("free_of_units")
  void the_unit_of_a_feature_changes_nothing_but_distances(String kpi) {
    same(Writing.PLAIN.withUnit(1024).measure(kpi), Writing.PLAIN.measure(kpi));
  }

  @ParameterizedTest
  @MethodSource("free_of_counts")
  void every_row_twice_changes_nothing_but_counts_and_probabilities(String kpi) {
    same(Writing.PLAIN.withCopies(2).measure(kpi), Writing.PLAIN.measure(kpi));
  }

  @Test
  void every_row_twice_makes_four_similar_pairs_of_one() {
    Map<String, Object> twice = Writing.PLAIN.withCopies(2).measure("CSVP");

    Writing.PLAIN
        .measure("CSVP")
        .forEach((scope, pairs) -> assertThat(twice.get(scope)).isEqualTo(4 * (double) pairs));
  }

  @Test
  void the_other_sex_as_reference_inverts_the_ratio_and_leaves_differences_alone() {
    Writing swapped = Writing.PLAIN.withReference("f");

    Map<String, Object> inverse = swapped.measure("DI");
    Map<String, Object> ratios = Writing.PLAIN.measure("DI");
    assertThat(ratios).hasSize(4);
    ratios.forEach(
        (scope, ratio) ->
            assertThat(number(inverse, scope)).isCloseTo(1 / (double) ratio, within(1e-12)));
    same(swapped.measure("SP"), Writing.PLAIN.measure("SP"));
    same(swapped.measure("EqualOdds"), Writing.PLAIN.measure("EqualOdds"));
  }

  private static void same(Map<String, Object> actual, Map<String, Object> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (scope, value) -> {
          if (value instanceof Double number) {
            assertThat(number(actual, scope))
                .as(scope)
                .isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
          } else {
            assertThat(actual.get(scope)).as(scope).isEqualTo(value);
          }
        });
  }

  private static Object unscaled(Measurement measured) {
    List<String> mean = measured.evidence().get(0).rows().get(0);
    assertThat(mean.get(0)).isEqualTo("mean");
    return Double.parseDouble(mean.get(1));
  }

  private static double number(Map<String, Object> values, String scope) {
    Object value = values.getOrDefault(scope, "nothing");
    assertThat(value).as(scope).isInstanceOf(Double.class);
    return (double) value;
  }
}
