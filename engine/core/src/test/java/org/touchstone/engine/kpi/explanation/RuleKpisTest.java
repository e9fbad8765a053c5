package org.touchstone.engine.kpi.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelFamily;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.FeatureNamer;
import org.touchstone.engine.rules.Line;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.run.Execution;

/** RULE_FIDELITY, RULE_SENSITIVE and EXPLAINER_OVERLAP on models whose rules are known. */
class RuleKpisTest {

  private static final KpiParameters FEW = KpiParameters.of(Map.of("iterations", "5000"));
  private static final Schema SCHEMA = schema();

  /** The class is decided by the income alone. */
  private static final Classifier BY_INCOME = model(row -> row[0] > 50 ? 0.9 : 0.1);

  /** By sex and income, as a person's status says it. */
  private static final Classifier BY_SEX =
      model(row -> row[1] == 0 ? 0.9 : row[0] > 80 ? 0.8 : 0.1);

  @Test
  void a_list_that_was_learnt_from_rules_decides_as_they_do() {
    Measurement fidelity = measure(new RuleFidelityKpi(), audit(BY_INCOME)).get(0);

    assertThat(value(fidelity)).isGreaterThan(0.99);
    assertThat(fidelity.sampleSize().rows()).isEqualTo(400);
    assertThat(fidelity.sampleSize().numerator().orElseThrow())
        .isEqualTo(Math.round(value(fidelity) * 400));
    assertThat(fidelity.evidence()).hasSize(3);
    assertThat(fidelity.evidence().get(2).title()).isEqualTo("Chains that found the rules");
    assertThat(fidelity.evidence().get(2).rows())
        .anyMatch(row -> row.get(0).startsWith("Gelman-Rubin R of the log posterior"))
        .contains(List.of("steps of each", "5000"));
    List<List<String>> chains = fidelity.evidence().get(2).rows();
    double posterior = Double.parseDouble(chains.get(3).get(1));
    double length = Double.parseDouble(chains.get(4).get(1));
    assertThat(chains.get(5).get(1)).isEqualTo(Math.max(posterior, length) < 1.1 ? "yes" : "no");
    assertThat(fidelity.evidence().get(1).title())
        .isEqualTo("The model as a rule list: probability of the decision bad");
    assertThat(fidelity.parameters())
        .containsEntry("expectedRules", "10.0")
        .containsEntry("largest", "3")
        .containsEntry("iterations", "5000");
  }

  @Test
  void fidelity_is_low_where_no_rule_can_say_what_the_model_does() {
    // Even and odd incomes: no cut of the income tells them apart.
    Classifier parity = model(row -> (long) row[0] % 2 == 0 ? 0.9 : 0.1);

    Measurement fidelity = measure(new RuleFidelityKpi(), audit(parity)).get(0);

    assertThat(value(fidelity)).isBetween(0.4, 0.65);
  }

  @Test
  void kappa_follows_from_the_four_counts() {
    Classifier parity = model(row -> (long) row[0] % 2 == 0 ? 0.9 : 0.1);

    List<List<String>> table =
        measure(new RuleFidelityKpi(), audit(parity)).get(0).evidence().get(0).rows();

    double[] n = new double[4];
    java.util.Arrays.setAll(n, i -> Double.parseDouble(table.get(i).get(1)) / 400);
    // Cohen (1960): (agreement - agreement by chance) / (1 - agreement by chance).
    double chance = (n[0] + n[1]) * (n[0] + n[2]) + (n[3] + n[1]) * (n[3] + n[2]);
    assertThat(chance).isLessThan(1);
    assertThat(Double.parseDouble(table.get(5).get(1)))
        .isCloseTo((n[0] + n[3] - chance) / (1 - chance), within(0.5e-4 + 1e-9));
  }

  @Test
  void a_row_at_the_threshold_is_decided_for_the_positive_class() {
    Audit audit =
        Audit.of(BY_INCOME, rows(400, 2, BY_INCOME), roles())
            .training(rows(1_000, 1, BY_INCOME))
            .decisionThreshold(0.9)
            .seed(1)
            .build();

    assertThat(value(measure(new RuleFidelityKpi(), audit).get(0))).isGreaterThan(0.99);
  }

  @Test
  void a_group_without_rows_has_no_value() {
    Dataset all = rows(400, 2, BY_INCOME);
    int[] north =
        java.util.stream.IntStream.range(0, 400).filter(i -> all.value(i, 2) == 0).toArray();
    Audit audit =
        Audit.of(BY_INCOME, all.select(north), roles())
            .training(rows(1_000, 1, BY_INCOME))
            .seed(1)
            .build();

    for (Kpi kpi : List.of(new RuleFidelityKpi(), new RuleSensitiveKpi())) {
      List<Measurement> measured = measure(kpi, audit);

      assertThat(measured).hasSize(3);
      assertThat(measured.get(2).result())
          .isEqualTo(new Measurement.NotComputable("region=south has no rows"));
    }
    assertThat(measure(new ExplainerOverlapKpi(), audit).get(2).result())
        .isEqualTo(
            new Measurement.NotComputable(
                "None of the rows that were explained is of region=south"));
  }

  @Test
  void what_a_model_does_not_read_is_named_by_what_it_is_computed_from() {
    Dataset training = rows(1_000, 1, BY_SEX);
    boolean[] women = new boolean[1_000];
    for (int row = 0; row < women.length; row++) {
      women[row] = training.value(row, 1) == 0;
    }
    RuleList list =
        ExMo.DEFAULT
            .fit(
                training,
                List.of("income", "sex"),
                women,
                new RuleList.Label("y", "bad"),
                1,
                Execution.SINGLE)
            .list();
    assertThat(FeatureNamer.of(list).name(training, Execution.SINGLE)).contains(List.of("sex"));

    for (String read : List.of("status", "sex")) {
      Audit audit = audit(encoded(read));

      assertThat(OverlapExplainers.rules(audit, list).name(training, Execution.SINGLE))
          .contains(List.of(read))
          .doesNotContain(List.of(read.equals("sex") ? "status" : "sex"));
      assertThat(AuditedRules.features(audit))
          .containsExactlyElementsOf(
              read.equals("sex") ? List.of("income", "sex") : List.of("income", "status", "sex"));
      assertThat(
              OverlapExplainers.of(audit, OverlapExplainers.Kind.FLIP)
                  .name(rows(40, 3, BY_SEX), Execution.SINGLE))
          .hasSize(40)
          .anyMatch(names -> !names.isEmpty())
          .allMatch(names -> List.of("income", read).containsAll(names));
    }
    assertThat(CounterfactualResults.changeable(audit(BY_SEX)))
        .as("what can change, without what follows from it")
        .containsExactly("status", "region");
  }

  /** Log odds of the income and of being a man. */
  private static Classifier encoded(String read) {
    Input man =
        read.equals("sex")
            ? new Input.Indicator("man", "sex", "male")
            : new Input.Indicator("man", "status", "married man");
    Set<String> others = read.equals("sex") ? Set.of("female") : Set.of("woman", "single man");
    Encoding encoding =
        new Encoding(
            List.of(Input.Number.passthrough("income", "income"), man),
            Map.of(read, others),
            Encoding.MissingNumber.NAN,
            Encoding.MissingLevel.NAN);
    return EncodedClassifier.of(
        Encoder.of(SCHEMA, encoding), new LogisticRegression(FixedEffects.of(-2, 0.04, 1)));
  }

  @Test
  void finds_rules_that_name_a_sensitive_feature_or_what_it_is_derived_from() {
    List<Measurement> bySex = measure(new RuleSensitiveKpi(), audit(BY_SEX));
    List<Measurement> byIncome = measure(new RuleSensitiveKpi(), audit(BY_INCOME));

    assertThat(bySex).hasSize(3);
    assertThat(value(bySex.get(0))).isGreaterThan(0.4);
    assertThat(value(byIncome.get(0))).isZero();
    assertThat(bySex.get(0).parameters()).containsEntry("largest", "3");
    assertThat(bySex.get(0).evidence().get(0).columns())
        .containsExactly("line", "if", "probability", "training rows", "test rows");
  }

  @Test
  void a_rule_and_shapley_values_name_the_feature_that_decides() {
    for (String explainer : List.of("shap", "counterfactual", "flip")) {
      KpiParameters parameters =
          KpiParameters.of(
              Map.of("iterations", "5000", "explainer", explainer, "maxRows", "40", "top", "1"));
      Measurement overlap = new ExplainerOverlapKpi().measure(audit(BY_INCOME), parameters).get(0);

      assertThat(overlap.sampleSize().rows()).isEqualTo(40);
      // Rows under the default line name no feature and share none.
      assertThat(value(overlap)).isGreaterThan(0.4);
      assertThat(overlap.evidence().get(0).title()).isEqualTo("Shared features");
      List<String> none = overlap.evidence().get(0).rows().get(0);
      long unnamed = Long.parseLong(none.get(1));
      assertThat(overlap.sampleSize().numerator().orElseThrow()).isEqualTo(40 - unnamed);
      List<List<String>> table = overlap.evidence().get(0).rows();
      assertThat(table.get(table.size() - 2))
          .containsExactly(
              "share of rows with a shared feature",
              String.format(Locale.ROOT, "%.4f", value(overlap)));
      assertThat(Double.parseDouble(table.get(table.size() - 1).get(1))).isBetween(0.0, 1.0);
    }
  }

  @Test
  void several_explainers_stand_side_by_side_and_the_first_gives_the_value() {
    Audit audit = audit(BY_SEX);
    KpiParameters all =
        KpiParameters.of(
            Map.of(
                "iterations", "5000", "explainer", "flip, shap,counterfactual", "maxRows", "40"));
    KpiParameters flip =
        KpiParameters.of(Map.of("iterations", "5000", "explainer", "flip", "maxRows", "40"));

    Measurement three = new ExplainerOverlapKpi().measure(audit, all).get(0);
    Measurement one = new ExplainerOverlapKpi().measure(audit, flip).get(0);

    assertThat(three.result()).isEqualTo(one.result());
    assertThat(three.parameters()).containsEntry("explainer", "flip, shap, counterfactual");
    assertThat(three.evidence().get(0).columns())
        .hasSize(4)
        .contains("closest flip point", "PermuteAttack")
        .anyMatch(name -> name.startsWith("KernelSHAP"));
    assertThat(three.evidence().get(0).rows()).allMatch(row -> row.size() == 4);
    // Each column counts all rows.
    for (int column = 1; column < 4; column++) {
      int at = column;
      assertThat(
              three.evidence().get(0).rows().stream()
                  .filter(row -> row.get(0).endsWith(" shared"))
                  .mapToInt(row -> Integer.parseInt(row.get(at)))
                  .sum())
          .isEqualTo(40);
    }
    assertThatThrownBy(
            () ->
                new ExplainerOverlapKpi()
                    .measure(audit, KpiParameters.of(Map.of("explainer", "shap, shap"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it names shap twice");
  }

  /** This model reads status and sex, of which one is computed from the other. */
  @Test
  void columns_that_depend_on_each_other_stay_on_the_way_to_a_flip_point() {
    Dataset rows = rows(40, 3, BY_SEX);

    List<List<String>> named =
        OverlapExplainers.of(audit(BY_SEX), OverlapExplainers.Kind.FLIP)
            .name(rows, Execution.SINGLE);

    assertThat(named)
        .hasSize(40)
        .contains(List.of("income"))
        .allMatch(names -> List.of("income").containsAll(names));
  }

  @Test
  void a_model_that_is_a_rule_list_speaks_for_itself() {
    Dataset training = rows(1_000, 1, BY_SEX);
    RuleList list = ExMo.DEFAULT.fit(training, "y", "bad", 1, Execution.SINGLE).list();
    Audit audit = audit(list);
    Audit untrained = Audit.of(list, rows(400, 2, list), roles()).seed(1).build();

    assertThat(measure(new RuleFidelityKpi(), audit).get(0).result())
        .isInstanceOfSatisfying(
            Measurement.NotApplicable.class,
            result -> assertThat(result.reason()).contains("is itself a rule list"));
    assertThat(value(measure(new RuleSensitiveKpi(), audit).get(0))).isGreaterThan(0.4);
    assertThat(measure(new RuleSensitiveKpi(), untrained).get(0).result())
        .isEqualTo(measure(new RuleSensitiveKpi(), audit).get(0).result());
    EvidenceTable lines = measure(new RuleSensitiveKpi(), audit).get(0).evidence().get(0);
    assertThat(lines.title()).isEqualTo("The model: probability of bad");
    // A row that gets the probability of a line is decided by that line.
    double[] probabilities = list.lines().stream().mapToDouble(Line::probability).toArray();
    assertThat(probabilities).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(lines.rows()).hasSize(probabilities.length);
    for (int i = 0; i < probabilities.length; i++) {
      double probability = probabilities[i];
      assertThat(lines.rows().get(i).get(0)).isEqualTo(Integer.toString(i + 1));
      assertThat(lines.rows().get(i).get(4))
          .isEqualTo(
              Long.toString(
                  java.util.Arrays.stream(audit.probabilities())
                      .filter(p -> p == probability)
                      .count()));
    }
    assertThat(value(measure(new ExplainerOverlapKpi(), audit).get(0))).isGreaterThan(0.4);
    assertThat(ModelStructure.of(audit).family()).isEqualTo(ModelFamily.RULE_LIST);
    assertThat(ModelStructure.of(audit).features()).isSubsetOf("income", "status", "sex");
  }

  @Test
  void a_rule_list_of_the_other_class_is_refused() {
    Dataset training = rows(1_000, 1, BY_SEX);
    Classifier good = ExMo.DEFAULT.fit(training, "y", "good", 1, Execution.SINGLE).list();

    assertThatThrownBy(() -> audit(good))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gives the probability of y = \"good\"")
        .hasMessageContaining("the roles name \"bad\" as positive class");
  }

  @Test
  void there_is_no_list_of_a_model_that_decides_alike_or_without_training_data() {
    Audit alike = audit(model(row -> 0.2));
    Audit without = Audit.of(BY_INCOME, rows(400, 2, BY_INCOME), roles()).seed(1).build();

    Schema schema = Schema.of(List.of(SCHEMA.feature("income"), SCHEMA.feature("y")));
    Classifier parity = model(2, row -> (long) row[0] % 2 == 0 ? 0.9 : 0.1);
    double[] values = new double[200];
    java.util.Arrays.setAll(values, i -> i % 2 == 0 ? i / 2 : i / 2 % 3 / 2);
    Dataset incomes = Dataset.of(schema, values);
    Audit onlyIncome =
        Audit.of(parity, incomes, Roles.of("y", "bad", "good")).training(incomes).build();
    assertThat(measure(new RuleSensitiveKpi(), alike).get(0).result())
        .isInstanceOfSatisfying(
            Measurement.NotComputable.class,
            result -> assertThat(result.reason()).contains("all training rows into one class"));
    assertThat(measure(new RuleSensitiveKpi(), without).get(0).result())
        .isInstanceOf(Measurement.NotApplicable.class);
    for (Kpi kpi : List.of(new RuleFidelityKpi(), new ExplainerOverlapKpi())) {
      assertThat(measure(kpi, alike).get(0).result())
          .isInstanceOfSatisfying(
              Measurement.NotComputable.class,
              result -> assertThat(result.reason()).contains("all training rows into one class"));
      assertThat(measure(kpi, onlyIncome).get(0).result())
          .isInstanceOfSatisfying(
              Measurement.NotComputable.class,
              result -> assertThat(result.reason()).contains("No rule list can be learnt"));
      assertThat(measure(kpi, without).get(0).result())
          .isInstanceOfSatisfying(
              Measurement.NotApplicable.class,
              result -> assertThat(result.reason()).contains("training data"));
    }
  }

  @Test
  void wrong_parameters_are_refused() {
    Audit audit = audit(BY_INCOME);
    for (Map<String, String> wrong :
        List.of(
            Map.of("expectedRules", "0"),
            Map.of("largest", "1.5"),
            Map.of("iterations", "1"),
            Map.of("rules", "3"))) {
      assertThatThrownBy(() -> new RuleFidelityKpi().measure(audit, KpiParameters.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.keySet().iterator().next());
    }
    assertThatThrownBy(
            () ->
                new ExplainerOverlapKpi()
                    .measure(audit, KpiParameters.of(Map.of("explainer", "magic"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is one of shap, counterfactual, flip");
  }

  private static List<Measurement> measure(Kpi kpi, Audit audit) {
    return kpi.measure(audit, FEW);
  }

  private static double value(Measurement measurement) {
    return ((Measurement.Value) measurement.result()).value();
  }

  private static Audit audit(Classifier model) {
    return Audit.of(model, rows(400, 2, model), roles())
        .training(rows(1_000, 1, model))
        .seed(1)
        .build();
  }

  private static Roles roles() {
    return Roles.of("y", "bad", "good").withSensitive("sex", "male").withGroups("region");
  }

  private static Schema schema() {
    Feature.Attributes none = Feature.Attributes.NONE;
    Feature.Attributes immutable = new Feature.Attributes("", true, false, "");
    return Schema.of(
        List.of(
            // The model is explained and not a person advised: immutable features are named too.
            new Feature.Continuous("income", 0, 100, true, immutable),
            new Feature.Categorical("status", List.of("woman", "single man", "married man"), none),
            new Feature.Binary("region", List.of("north", "south"), none),
            new Feature.Binary("sex", List.of("female", "male"), none),
            new Feature.Binary("y", List.of("good", "bad"), none)),
        Map.of(
            "sex",
            new Derivation.Mapped(
                "status", Map.of("woman", "female", "single man", "male", "married man", "male"))));
  }

  /** Rows whose label is mostly what the model says. */
  private static Dataset rows(int count, long seed, Classifier model) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * SCHEMA.size()];
    double[] score = new double[1];
    for (int row = 0; row < count; row++) {
      int at = row * SCHEMA.size();
      values[at] = random.nextInt(101);
      values[at + 1] = random.nextInt(4) / 2 + (random.nextInt(4) == 3 ? 1 : 0);
      values[at + 2] = random.nextInt(2);
      values[at + 3] = values[at + 1] == 0 ? 0 : 1;
      model.score(java.util.Arrays.copyOfRange(values, at, at + SCHEMA.size()), 1, score);
      values[at + 4] = random.nextDouble() < score[0] ? 1 : 0;
    }
    return Dataset.of(SCHEMA, values);
  }

  private interface Scorer {
    double score(double[] row);
  }

  private static Classifier model(Scorer scorer) {
    return model(SCHEMA.size(), scorer);
  }

  private static Classifier model(int width, Scorer scorer) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return width;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = scorer.score(java.util.Arrays.copyOfRange(rows, i * width, (i + 1) * width));
        }
      }
    };
  }
}
