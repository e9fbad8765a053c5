package org.touchstone.engine.kpi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiFixtures;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.ModelFamily;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.MultilevelLogisticRegression;

class DocumentationKpiTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("x", 0, 1, false, Attributes.NONE),
              new Feature.Binary("g", List.of("a", "b"), Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  @Test
  void is_the_share_of_the_assumptions_that_are_stated() {
    Audit audit =
        audit(
            multilevel(),
            "{\"assumptions\": {"
                + statement("linear-log-odds")
                + ","
                + statement("same-distribution")
                + ","
                + statement("house-rule")
                + "}}");

    Measurement measured = KpiFixtures.measure(audit, "DOC", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured)).isEqualTo(2.0 / 5);
    assertThat(measured.sampleSize()).isEqualTo(SampleSize.of(2, 2, 5));
    assertThat(measured.parameters()).isEmpty();
    assertThat(measured.evidence().get(0).rows())
        .contains(
            List.of(
                "linear-log-odds",
                "yes",
                "yes",
                "stated",
                "section 3",
                "A. Modeller",
                "2026-01-31"),
            List.of(
                "normal-errors",
                "yes",
                "no",
                "The error terms are normally distributed with mean zero and constant variance.",
                "",
                "",
                ""),
            List.of("house-rule", "no", "yes", "stated", "section 3", "A. Modeller", "2026-01-31"))
        .hasSize(6);
  }

  @Test
  void is_not_computable_without_documentation() {
    Audit audit = Audit.of(multilevel(), data(), Roles.of("y", "1", "1")).build();

    assertThat(KpiFixtures.reason(KpiFixtures.measure(audit, "DOC", Map.of()).get(0)))
        .startsWith("The suite names no technical documentation");
  }

  @Test
  void the_documentation_says_what_a_model_does_not_tell() {
    Audit network =
        audit(
            new Unknown(),
            "{\"modelFamily\": \"neural-network\", \"assumptions\": {"
                + statement("same-distribution")
                + "}}");

    assertThat(KpiFixtures.value(KpiFixtures.measure(network, "DOC", Map.of()).get(0)))
        .isEqualTo(1.0 / ModelFamily.NEURAL_NETWORK.assumptions().size());
  }

  @Test
  void refuses_documentation_of_another_family() {
    Audit audit = audit(multilevel(), "{\"modelFamily\": \"tree-ensemble\", \"assumptions\": {}}");

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "DOC", Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "doc.json (/modelFamily): found \"tree-ensemble\"; the model is a multilevel logistic"
                + " regression, \"multilevel-logistic-regression\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | the field \"assumptions\" is missing",
        "{\"assumptions\": {\"a\": {}}} | line 1",
        "{\"assumptions\": {\"A b\": {}}} | (/assumptions",
        "{\"assumptions\": {}, \"autor\": 1} | the field \"autor\" is unknown",
        "{\"assumptions\": {}, \"modelFamily\": \"forest\"} | allowed are \"logistic-regression\""
      })
  void says_where_a_file_is_wrong(String json, String message) {
    assertThatThrownBy(() -> ModelDocumentation.read(InputSource.text("doc.json", json)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("doc.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"2026-02-30", "yesterday", "31.1.2026"})
  void refuses_a_date_that_is_none(String date) {
    String json =
        "{\"assumptions\": {" + statement("linear-log-odds").replace("2026-01-31", date) + "}}";

    assertThatThrownBy(() -> ModelDocumentation.read(InputSource.text("doc.json", json)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("(/assumptions/linear-log-odds/date): found \"" + date + "\"");
  }

  @Test
  void an_empty_statement_is_none() {
    String json =
        "{\"assumptions\": {" + statement("linear-log-odds").replace("\"stated\"", "\" \"") + "}}";

    assertThatThrownBy(() -> ModelDocumentation.read(InputSource.text("doc.json", json)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/assumptions/linear-log-odds/statement");
  }

  private static String statement(String id) {
    return "\""
        + id
        + "\": {\"statement\": \"stated\", \"evidence\": \"section 3\","
        + " \"author\": \"A. Modeller\", \"date\": \"2026-01-31\"}";
  }

  private static Audit audit(Classifier model, String documentation) {
    return Audit.of(model, data(), Roles.of("y", "1", "1"))
        .documentation(ModelDocumentation.read(InputSource.text("doc.json", documentation)))
        .build();
  }

  private static Dataset data() {
    return Dataset.of(SCHEMA, new double[] {0.2, 0, 0, 0.7, 1, 1});
  }

  private static Classifier multilevel() {
    return EncodedClassifier.of(
        Encoder.of(
            SCHEMA,
            List.of(
                Input.Number.passthrough("x", "x"),
                new Input.Codes("g", "g", Map.of("a", 0.0, "b", 1.0)))),
        new MultilevelLogisticRegression(
            FixedEffects.of(-1, 2),
            GroupEffects.intercepts(List.of("a", "b"), new double[] {0.1, -0.1}, 1)));
  }

  /** A model that tells nothing of itself. */
  private record Unknown() implements Classifier {
    @Override
    public int inputWidth() {
      return 3;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      java.util.Arrays.fill(out, 0, count, 0.5);
    }
  }
}
