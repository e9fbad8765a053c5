package org.touchstone.engine.kpi.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiIds;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

class AttackKpisTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", 0, 100, true, Attributes.NONE),
              new Feature.Continuous("debt", 0, 100, true, Attributes.NONE),
              new Feature.Binary("sex", List.of("f", "m"), new Attributes("", true, false, "")),
              new Feature.Binary("y", List.of("good", "bad"), Attributes.NONE)));

  private final AtomicInteger scored = new AtomicInteger();

  @Test
  void one_feature_turns_every_decision_of_a_model_of_one_feature() {
    try (Audit audit = audit(row -> row[0] < 50, true)) {
      Measurement measured = measure(audit, KpiIds.ATTACK_MEAN_CHANGES, Map.of()).get(0);

      assertThat(value(measured)).isEqualTo(1);
      assertThat(measured.sampleSize().denominator()).hasValue(60);
      assertThat(measured.sampleSize().numerator()).hasValue(60);
      assertThat(measured.evidence().get(1).rows().get(0)).containsExactly("income", "60");
      assertThat(measured.evidence().get(0).rows())
          .containsExactly(List.of("1", "60"), List.of("not turned", "0"));
      assertThat(measured.parameters())
          .containsEntry("rows", "all")
          .containsEntry("maxRows", "400");
    }
  }

  @Test
  void two_rows_that_are_turned_have_a_mean_and_one_has_none() {
    for (int count = 1; count <= 2; count++) {
      Audit.Builder builder =
          Audit.of(model(row -> row[0] < 50), rows(SCHEMA, 2, 2), Roles.of("y", "bad", "good"))
              .training(rows(SCHEMA, 200, 1));
      try (Audit audit = builder.build()) {
        Map<String, String> most = Map.of("maxRows", Integer.toString(count));
        Measurement measured = measure(audit, KpiIds.ATTACK_MEAN_CHANGES, most).get(0);

        if (count == 2) {
          assertThat(value(measured)).isEqualTo(1);
        } else {
          assertThat(measured.result().toString()).contains("1 of 1 rows were turned");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ATTACK_MEAN_CHANGES", "ATTACK_SENSITIVE_SUCCESS"})
  void a_group_of_which_no_row_is_attacked_has_no_value(String id) {
    Attributes sensitive = new Attributes("", false, true, "");
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", 0, 100, true, sensitive),
                SCHEMA.feature("debt"),
                SCHEMA.feature("sex"),
                SCHEMA.feature("y")));
    Audit.Builder builder =
        Audit.of(
                model(row -> row[0] < 50),
                rows(schema, 60, 2),
                Roles.of("y", "bad", "good").withGroups("sex"))
            .training(rows(schema, 200, 1));
    try (Audit audit = builder.build()) {
      List<Measurement> measured = measure(audit, KpiId.of(id), Map.of("maxRows", "1"));

      assertThat(measured).hasSize(3);
      assertThat(measured.subList(1, 3))
          .filteredOn(group -> group.result().toString().contains("No row of sex="))
          .hasSize(1);
    }
  }

  @Test
  void detectability_takes_ten_rows() {
    for (int count : new int[] {9, 10}) {
      Audit.Builder builder =
          Audit.of(model(row -> row[0] < 50), rows(SCHEMA, count, 2), Roles.of("y", "bad", "good"))
              .training(rows(SCHEMA, 200, 1));
      try (Audit audit = builder.build()) {
        Measurement measured = measure(audit, KpiIds.ATTACK_DETECTABLE, Map.of()).get(0);

        if (count == 10) {
          assertThat(value(measured)).isBetween(0.0, 1.0);
        } else {
          assertThat(measured.result().toString()).contains("a discriminator takes 10");
        }
        assertThat(measured.parameters())
            .containsEntry("protocol", "held_out")
            .containsEntry("gibbs", "false")
            .containsEntry("rows", "all");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void values_are_realistic_where_that_is_asked_for(boolean gibbs) {
    java.util.function.Predicate<double[]> bad = row -> row[0] < 50 && row[1] > 20;
    try (Audit audit = audit(bad, true)) {
      AttackSettings settings = AttackSettings.of(KpiParameters.of(Map.of("maxRows", "60")));
      List<CounterfactualSet> found =
          AttackResults.of(audit, new AttackResults.Attack(settings, false, gibbs, "one")).sets();

      PermuteAttack.Builder builder =
          PermuteAttack.of(
                  DecisionModel.threshold(model(bad), 0.5),
                  audit.training().orElseThrow(),
                  List.of("income", "debt", "sex"))
              .constraints(Constraints.NONE)
              .seed(RandomSeeds.derive(audit.seed(), "attack", "one"));
      List<CounterfactualSet> plain =
          builder.build().generate(audit.test(), new Execution(1, audit.monitor()));
      builder.realistic(RealisticSampling.PAPER);
      List<CounterfactualSet> realistic =
          builder.build().generate(audit.test(), new Execution(1, audit.monitor()));
      assertThat(values(plain)).isNotEqualTo(values(realistic));
      assertThat(values(found)).isEqualTo(values(gibbs ? realistic : plain));
    }
  }

  private static List<String> values(List<CounterfactualSet> sets) {
    return sets.stream()
        .map(
            set ->
                IntStream.range(0, set.size())
                    .mapToObj(i -> Arrays.toString(set.counterfactual(i)))
                    .toList()
                    .toString())
        .toList();
  }

  /** A column that is computed from a sensitive one's source is changed by way of that source. */
  @Test
  void sex_is_changed_by_the_column_that_it_is_computed_from() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", 0, 100, true, Attributes.NONE),
                new Feature.Categorical("status", List.of("w", "sm", "mm"), Attributes.NONE),
                new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
                new Feature.Binary("y", List.of("good", "bad"), Attributes.NONE)),
            Map.of("sex", new Derivation.Mapped("status", Map.of("w", "f", "sm", "m", "mm", "m"))));
    SplittableRandom random = new SplittableRandom(5);
    double[] values = new double[4 * 100];
    for (int i = 0; i < 100; i++) {
      values[4 * i] = random.nextInt(101);
      values[4 * i + 1] = random.nextInt(3);
      values[4 * i + 2] = values[4 * i + 1] == 0 ? 0 : 1;
      values[4 * i + 3] = i % 2;
    }
    Dataset rows = Dataset.of(schema, values);
    Roles roles = Roles.of("y", "bad", "good").withSensitive("sex", "m");
    Input income = Input.Number.passthrough("income", "income");
    Input man = new Input.Indicator("sex=m", "sex", "m");
    Input single = new Input.Indicator("status=sm", "status", "sm");
    Input married = new Input.Indicator("status=mm", "status", "mm");

    // -1 + 0.04 income for a woman, 2 more for a man: below 25 the sex decides.
    try (Audit audit = of(schema, rows, roles, List.of(income, man), -1, 0.04, 2)) {
      assertThat(AttackResults.sensitive(audit)).containsExactly("status");
      double turned =
          Arrays.stream(audit.test().column("income")).filter(x -> x < 25).count() / 100.0;
      assertThat(value(measure(audit, KpiIds.ATTACK_SENSITIVE_SUCCESS, Map.of()).get(0)))
          .isEqualTo(turned);
    }
    try (Audit audit = of(schema, rows, roles, List.of(income, single, married), -1, 0.04, 2, 2)) {
      assertThat(AttackResults.sensitive(audit)).containsExactly("status");
    }
    try (Audit audit = of(schema, rows, roles, List.of(income), -1, 0.04)) {
      assertThat(AttackResults.sensitive(audit)).isEmpty();
      assertThat(measure(audit, KpiIds.ATTACK_SENSITIVE_SUCCESS, Map.of()).get(0).result())
          .hasToString(
              new Measurement.NotApplicable("The model reads no sensitive feature").toString());
    }
  }

  private static Audit of(
      Schema schema,
      Dataset rows,
      Roles roles,
      List<Input> inputs,
      double intercept,
      double... coefficients) {
    Encoding encoding =
        new Encoding(
            inputs,
            inputs.size() == 1
                ? Map.of()
                : inputs.size() == 2 ? Map.of("sex", Set.of("f")) : Map.of("status", Set.of("w")),
            Encoding.MissingNumber.NAN,
            Encoding.MissingLevel.NAN);
    Classifier model =
        EncodedClassifier.of(
            Encoder.of(schema, encoding),
            new LogisticRegression(FixedEffects.of(intercept, coefficients)));
    return Audit.of(model, rows, roles).training(rows).build();
  }

  @Test
  void the_mean_and_its_interval_are_those_of_the_changes() {
    // Poor: income alone turns it. Rich: turns only if poor, or in debt as a woman.
    try (Audit audit = audit(row -> row[0] < 10 && row[1] > 50, true)) {
      Measurement measured = measure(audit, KpiIds.ATTACK_MEAN_CHANGES, Map.of()).get(0);

      long one = Long.parseLong(measured.evidence().get(0).rows().get(0).get(1));
      long two = Long.parseLong(measured.evidence().get(0).rows().get(1).get(1));
      double mean = (one + 2.0 * two) / (one + two);
      assertThat(one + two).isEqualTo(60);
      assertThat(value(measured)).isCloseTo(mean, within(1e-12));
      // Rows with income >= 10 and debt <= 50 need both.
      assertThat(two).isBetween(15L, 45L);
      double sd = Math.sqrt((one * (1 - mean) * (1 - mean) + two * (2 - mean) * (2 - mean)) / 59);
      // Student's t quantile of 59 degrees of freedom: scipy 1.10, t.ppf(0.975, 59).
      double half = 2.0009953780882674 * sd / Math.sqrt(60);
      Measurement.Value value = (Measurement.Value) measured.result();
      assertThat(value.interval().orElseThrow().high()).isCloseTo(mean + half, within(1e-9));
      assertThat(value.interval().orElseThrow().low()).isCloseTo(mean - half, within(1e-9));
    }
  }

  @Test
  void sensitive_success_is_the_share_of_rows_that_sex_alone_turns() {
    // Of the rows with income of 50 and more sex alone decides.
    try (Audit audit = audit(row -> row[0] >= 50 && row[2] == 0, true)) {
      Measurement measured = measure(audit, KpiIds.ATTACK_SENSITIVE_SUCCESS, Map.of()).get(0);
      double[] incomes = audit.test().column("income");
      double expected = java.util.Arrays.stream(incomes).filter(x -> x >= 50).count() / 60.0;

      assertThat(value(measured)).isEqualTo(expected);
      List<String> men = measured.evidence().get(0).rows().get(0);
      assertThat(men).startsWith("sex", "not bad").endsWith("", "", "m → f (" + men.get(2) + ")");
    }
  }

  @Test
  void detectability_is_a_share_and_uses_the_attack_of_the_other_checks() {
    try (Audit audit = audit(row -> row[0] < 50, true)) {
      Map<String, String> paper = Map.of("protocol", "paper");
      double heldOut = value(measure(audit, KpiIds.ATTACK_DETECTABLE, Map.of()).get(0));
      int once = scored.get();
      double learnt = value(measure(audit, KpiIds.ATTACK_DETECTABLE, paper).get(0));
      measure(audit, KpiIds.ATTACK_MEAN_CHANGES, Map.of());

      assertThat(heldOut).isBetween(0.0, 1.0);
      assertThat(learnt).isGreaterThanOrEqualTo(heldOut - 0.3);
      assertThat(scored.get()).as("attacks are shared").isEqualTo(once);
    }
  }

  @ParameterizedTest
  @CsvSource({"ATTACK_MEAN_CHANGES", "ATTACK_SENSITIVE_SUCCESS", "ATTACK_DETECTABLE", "PVCF"})
  void are_not_applicable_without_training_data(String id) {
    try (Audit audit = audit(row -> row[0] < 50, false)) {
      assertThat(measure(audit, KpiId.of(id), Map.of()).get(0).result().toString())
          .contains("from the training data, and the suite names none");
    }
  }

  @Test
  void says_so_where_nothing_turns_a_decision() {
    try (Audit audit = audit(row -> false, true)) {
      assertThat(measure(audit, KpiIds.ATTACK_MEAN_CHANGES, Map.of()).get(0).result().toString())
          .contains("0 of 60 rows were turned");
      assertThat(value(measure(audit, KpiIds.ATTACK_SENSITIVE_SUCCESS, Map.of()).get(0))).isZero();
      assertThat(measure(audit, KpiIds.ATTACK_DETECTABLE, Map.of()).get(0).result().toString())
          .contains("0 rows of the data have counterfactuals by both seeds");
      assertThat(value(measure(audit, KpiIds.PVCF, Map.of()).get(0))).isZero();
      assertThat(measure(audit, KpiIds.SCF, Map.of()).get(0).result().toString())
          .contains("No counterfactual was found for any row");
    }
  }

  @Test
  void counterfactuals_of_the_attack_are_valid_sparse_and_measured_by_all_four() {
    try (Audit audit = audit(row -> row[0] < 50 || row[1] > 90, true)) {
      assertThat(value(measure(audit, KpiIds.PVCF, Map.of()).get(0))).isEqualTo(100);
      assertThat(value(measure(audit, KpiIds.SCF, Map.of("k", "2")).get(0))).isBetween(0.3, 1.0);
      assertThat(value(measure(audit, KpiIds.PCF, Map.of("k", "2")).get(0))).isBetween(0.0, 1.0);
      assertThat(value(measure(audit, KpiIds.DCF, Map.of("k", "2")).get(0))).isBetween(0.0, 1.0);
      assertThat(measure(audit, KpiIds.DCF, Map.of("k", "1")).get(0).result().toString())
          .contains("No row has two counterfactuals to compare");
    }
  }

  @Test
  void the_exact_search_is_for_tree_ensembles() {
    Map<String, String> exact = Map.of("generator", "exact_tree");
    try (Audit audit = audit(row -> row[0] < 50, true)) {
      assertThat(measure(audit, KpiIds.PVCF, exact).get(0).result().toString())
          .contains("The exact search is of tree ensembles; the model is none");
    }
    DecisionTree stump =
        new DecisionTree(
            new int[] {0, -1, -1},
            new double[] {49.5, 0, 0},
            new int[] {1, -1, -1},
            new int[] {2, -1, -1},
            new boolean[3],
            new double[] {0, 1, 0},
            new double[0]);
    Classifier trees =
        new TreeEnsemble(4, List.of(stump), EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED));
    try (Audit audit =
        Audit.of(trees, rows(SCHEMA, 60, 2), Roles.of("y", "bad", "good"))
            .training(rows(SCHEMA, 200, 1))
            .build()) {
      assertThat(value(measure(audit, KpiIds.PVCF, exact).get(0))).isCloseTo(100, within(1e-9));
      assertThat(
              value(measure(audit, KpiIds.SCF, Map.of("generator", "exact_tree", "k", "1")).get(0)))
          .as("of the two features that may change, one does")
          .isCloseTo(0.5, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"PVCF", "PCF", "SCF", "DCF"})
  void are_not_applicable_where_no_feature_may_change(String id) {
    Attributes immutable = new Attributes("", true, false, "");
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", 0, 100, true, immutable),
                new Feature.Continuous("debt", 0, 100, true, immutable),
                new Feature.Binary("sex", List.of("f", "m"), immutable),
                SCHEMA.feature("y")));
    try (Audit audit =
        Audit.of(model(row -> row[0] < 50), rows(schema, 60, 2), Roles.of("y", "bad", "good"))
            .training(rows(schema, 200, 1))
            .build()) {
      assertThat(measure(audit, KpiId.of(id), Map.of()).get(0).result())
          .isInstanceOf(Measurement.NotApplicable.class)
          .asString()
          .contains("No feature of the model may change: the schema calls all of them immutable");
    }
  }

  @Test
  void refuses_parameters_that_mean_nothing() {
    try (Audit audit = audit(row -> row[0] < 50, true)) {
      assertThatThrownBy(
              () -> measure(audit, KpiIds.ATTACK_DETECTABLE, Map.of("protocol", "secret")))
          .hasMessageContaining("it is one of held_out, paper");
      assertThatThrownBy(() -> measure(audit, KpiIds.ATTACK_MEAN_CHANGES, Map.of("maxRows", "0")))
          .hasMessageContaining("it is a whole number from 1 on");
    }
  }

  private static List<Measurement> measure(Audit audit, KpiId id, Map<String, String> parameters) {
    return KpiCatalogue.load(AttackKpisTest.class.getClassLoader())
        .find(id)
        .orElseThrow()
        .measure(audit, KpiParameters.of(parameters));
  }

  private static double value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    return ((Measurement.Value) measurement.result()).value();
  }

  private Audit audit(java.util.function.Predicate<double[]> bad, boolean withTraining) {
    Audit.Builder builder =
        Audit.of(
            model(bad),
            rows(SCHEMA, 60, 2),
            Roles.of("y", "bad", "good").withSensitive("sex", "m"));
    return withTraining ? builder.training(rows(SCHEMA, 200, 1)).build() : builder.build();
  }

  private Classifier model(java.util.function.Predicate<double[]> bad) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return 4;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        scored.addAndGet(count);
        for (int i = 0; i < count; i++) {
          out[i] = bad.test(java.util.Arrays.copyOfRange(rows, 4 * i, 4 * i + 4)) ? 0.9 : 0.1;
        }
      }
    };
  }

  private static Dataset rows(Schema schema, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[4 * count];
    for (int i = 0; i < count; i++) {
      values[4 * i] = random.nextInt(101);
      values[4 * i + 1] = random.nextInt(101);
      values[4 * i + 2] = random.nextInt(2);
      values[4 * i + 3] = i % 2;
    }
    return Dataset.of(schema, values);
  }
}
