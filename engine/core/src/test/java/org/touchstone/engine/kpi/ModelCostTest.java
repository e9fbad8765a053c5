package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.CountingClassifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.MultilevelLogisticRegression;

/** What the twenty KPIs ask of the model: counted at the model, against what they need. */
class ModelCostTest {

  private static final List<String> TWENTY =
      List.of(
          "DOC",
          "VIF",
          "SWT",
          "BPT",
          "AUC",
          "F1",
          "TSVR",
          "CSVP",
          "EqualOdds",
          "DI",
          "SP",
          "DiffInd",
          "DiffIndGrp",
          "rhoOrder",
          "PUX",
          "POIFS",
          "PVCF",
          "PCF",
          "SCF",
          "DCF");

  private static final int TEST_ROWS = 260;
  private static final int TRAINING_ROWS = 150;
  private static final int GROUPS = 3;
  private static final List<String> HOMES = List.of("own", "rent", "free");
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("a"),
              number("b"),
              new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
              new Feature.Categorical("home", HOMES, Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  @Test
  void each_kpi_asks_for_what_no_other_has_asked_for() {
    CountingClassifier model = CountingClassifier.of(multilevel());
    Map<String, Long> rows = measure(model, TWENTY);

    // One prediction of each test row, for all KPIs that need predictions.
    assertThat(rows.get("AUC")).isEqualTo(TEST_ROWS);
    for (String kpi : List.of("DOC", "F1", "TSVR", "CSVP", "EqualOdds", "DI", "SP", "DiffInd")) {
      assertThat(rows.get(kpi)).as(kpi).isZero();
    }
    // The fit of the training rows is shared by the tests of its residuals.
    assertThat(sum(rows, List.of("VIF", "SWT", "BPT"))).isEqualTo(TRAINING_ROWS);
    // Each row in each group that it is not of.
    assertThat(rows.get("DiffIndGrp")).isEqualTo((long) TEST_ROWS * (GROUPS - 1));
    // The Shapley values and the counterfactuals are those of the first KPI that needs them.
    assertThat(rows.get("rhoOrder")).isPositive();
    assertThat(rows.get("PUX")).isZero();
    assertThat(rows.get("POIFS")).isZero();
    assertThat(rows.get("PVCF")).isPositive();
    for (String kpi : List.of("PCF", "SCF", "DCF")) {
      assertThat(rows.get(kpi)).as(kpi).isZero();
    }
    assertThat(sum(rows, TWENTY)).isEqualTo(model.rows());
  }

  @Test
  void shapley_values_cost_coalitions_times_background() {
    CountingClassifier model = CountingClassifier.of(multilevel());

    Map<String, Long> rows =
        measure(model, List.of("rhoOrder"), Map.of("rows", "500", "background", "20"));

    // Three players differ from the background, the home being the same in a group: 6 coalitions
    // beside none and all. All rows are explained twice, for the whole and for their group; of the
    // three backgrounds in the whole and one in each group the base value is scored once.
    long explained = 2L * TRAINING_ROWS;
    long backgrounds = 2L * GROUPS;
    assertThat(rows.get("rhoOrder")).isEqualTo(explained * (6 * 20 + 1) + backgrounds * 20);
  }

  @Test
  void counterfactuals_cost_what_their_evidence_states() {
    CountingClassifier model = CountingClassifier.of(multilevel());
    try (Audit audit = audit(model)) {
      KpiFixtures.measure(audit, "AUC", Map.of());
      long before = model.rows();
      long callsBefore = model.calls();

      Measurement measured = KpiFixtures.measure(audit, "PVCF", Map.of()).get(0);

      Map<String, String> search = new LinkedHashMap<>();
      measured.evidence().get(0).rows().forEach(row -> search.put(row.get(0), row.get(1)));
      assertThat(search.get("rows scored for all rows"))
          .isEqualTo(Long.toString(model.rows() - before));
      assertThat(search.get("model calls for all rows"))
          .isEqualTo(Long.toString(model.calls() - callsBefore));
    }
  }

  @Test
  void the_order_of_the_kpis_changes_neither_the_cost_nor_a_result() {
    CountingClassifier model = CountingClassifier.of(multilevel());
    CountingClassifier again = CountingClassifier.of(multilevel());
    List<String> shuffled = new ArrayList<>(TWENTY);
    Collections.shuffle(shuffled, new Random(4));

    measure(model, TWENTY);
    measure(again, shuffled);

    assertThat(again.rows()).isEqualTo(model.rows());
    assertThat(again.calls()).isEqualTo(model.calls());
    try (Audit one = audit(model);
        Audit other = audit(again)) {
      Map<String, List<Measurement>> inOrder = new LinkedHashMap<>();
      TWENTY.forEach(kpi -> inOrder.put(kpi, KpiFixtures.measure(one, kpi, Map.of())));
      for (String kpi : shuffled) {
        assertThat(KpiFixtures.measure(other, kpi, Map.of())).isEqualTo(inOrder.get(kpi));
      }
    }
  }

  private static Map<String, Long> measure(CountingClassifier model, List<String> kpis) {
    return measure(model, kpis, Map.of());
  }

  /** The rows that the model scored for each KPI, one after the other in one audit. */
  private static Map<String, Long> measure(
      CountingClassifier model, List<String> kpis, Map<String, String> parameters) {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Audit audit = audit(model)) {
      for (String kpi : kpis) {
        long before = model.rows();
        assertThat(KpiFixtures.measure(audit, kpi, parameters)).isNotEmpty();
        rows.put(kpi, model.rows() - before);
      }
    }
    return rows;
  }

  private static long sum(Map<String, Long> rows, List<String> kpis) {
    return kpis.stream().mapToLong(kpi -> rows.getOrDefault(kpi, 0L)).sum();
  }

  private static Audit audit(CountingClassifier model) {
    return Audit.of(
            model,
            random(TEST_ROWS, 1),
            Roles.of("y", "1", "1").withSensitive("sex", "m").withGroups("home"))
        .training(random(TRAINING_ROWS, 2))
        .build();
  }

  private static EncodedClassifier multilevel() {
    return EncodedClassifier.of(
        Encoder.of(
            SCHEMA,
            List.of(
                Input.Number.passthrough("a", "a"),
                Input.Number.passthrough("b", "b"),
                new Input.Codes("sex", "sex", Map.of("f", 0.0, "m", 1.0)),
                new Input.Codes("home", "home", Map.of("own", 0.0, "rent", 1.0, "free", 2.0)))),
        new MultilevelLogisticRegression(
            FixedEffects.of(-0.2, 1.5, -1, 0.4).withStandardErrors(0.1, 0.2, 0.2, 0.1),
            GroupEffects.intercepts(HOMES, new double[] {0.3, -0.4, 0.1}, 3)));
  }

  private static Dataset random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[5 * count];
    for (int i = 0; i < count; i++) {
      rows[5 * i] = random.nextDouble() * 2 - 1;
      rows[5 * i + 1] = random.nextDouble() * 2 - 1;
      rows[5 * i + 2] = random.nextInt(2);
      rows[5 * i + 3] = random.nextInt(3);
      rows[5 * i + 4] = random.nextDouble() < 0.5 + 0.4 * rows[5 * i] ? 1 : 0;
    }
    return Dataset.of(SCHEMA, rows);
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }
}
