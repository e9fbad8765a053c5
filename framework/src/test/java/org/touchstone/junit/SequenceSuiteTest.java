package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.junit.suites.PaymentFileSuite;
import org.touchstone.junit.suites.PaymentSuite;
import org.touchstone.report.Reports;
import org.touchstone.suite.Payments;

/** Suites about sequences, as a class and as a file. */
class SequenceSuiteTest {

  @TempDir Path output;

  @Test
  void a_class_and_a_file_give_the_same_results() {
    EngineExecutionResults ofClass = Runs.run(output, PaymentSuite.class);
    EngineExecutionResults ofFile = Runs.run(output, PaymentFileSuite.class);

    assertThat(Runs.names(ofClass.testEvents().started()))
        .hasSize(12)
        .isEqualTo(Runs.names(ofFile.testEvents().started()));
    List<JsonNode> values = values(Evidence.of(output, PaymentSuite.class));
    assertThat(values).hasSize(12).isEqualTo(values(Evidence.of(output, PaymentFileSuite.class)));
  }

  @Test
  void a_sensitive_event_feature_that_decides_is_red_and_explanations_add_up() {
    EngineExecutionResults results = Runs.run(output, PaymentFileSuite.class);

    assertThat(Runs.outcome(results, "Attribution to sensitive features > overall"))
        .startsWith("FAILED RED");
    assertThat(Runs.outcome(results, "Additivity error > overall")).isEqualTo("SUCCESSFUL");
    JsonNode share = result(Evidence.of(output, PaymentFileSuite.class), "TS_SENSITIVE_SHARE");
    assertThat(share.at("/parameters/maxSequences").textValue()).isEqualTo("60");
    assertThat(share.path("n").intValue()).isEqualTo(60);
    assertThat(share.at("/tables/0/columns/0").textValue()).isEqualTo("feature");
  }

  private static JsonNode result(JsonNode evidence, String kpi) {
    for (JsonNode result : evidence.path("results")) {
      if (result.path("kpi").textValue().equals(kpi)) {
        return result;
      }
    }
    throw new AssertionError("no result of " + kpi);
  }

  private static List<JsonNode> values(JsonNode evidence) {
    List<JsonNode> values = new ArrayList<>();
    evidence.path("results").forEach(result -> values.add(result.path("value")));
    return values;
  }

  @Test
  void the_area_is_that_of_all_pairs_of_a_fraud_and_a_genuine_client() {
    Runs.run(output, PaymentFileSuite.class);

    // By brute force: one client after the other through the model, all pairs compared.
    Dataset clients = Payments.clients();
    Sequences events = Payments.events();
    double[] scores = new double[clients.rowCount()];
    try (SequenceClassifier model = Payments.model(events.schema())) {
      for (int s = 0; s < events.count(); s++) {
        double[] score = new double[1];
        model.score(events.events(s), 1, events.length(s), new int[] {events.length(s)}, score);
        for (int row = 0; row < scores.length; row++) {
          if (clients.rowId(row).equals(events.id(s))) {
            scores[row] = score[0];
          }
        }
      }
    }
    int[] outcome = clients.codes("outcome");
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (outcome[i] == 1 && outcome[j] == 0) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    JsonNode auc = Evidence.of(output, PaymentFileSuite.class).path("results").get(0);
    assertThat(auc.path("kpi").textValue()).isEqualTo("AUC");
    assertThat(auc.path("value").doubleValue()).isEqualTo(won / pairs);
  }

  @Test
  void the_evidence_names_the_files_of_the_entities_and_of_the_events() {
    Runs.run(output, PaymentFileSuite.class);

    JsonNode evidence = Evidence.of(output, PaymentFileSuite.class);
    assertThat(evidence.at("/model/format").textValue()).isEqualTo("recurrent-json");
    assertThat(evidence.at("/model/sha256").textValue()).hasSize(64);
    assertThat(evidence.at("/data/test/rows").intValue()).isEqualTo(80);
    JsonNode sequences = evidence.at("/data/sequences");
    assertThat(sequences.path("file").textValue()).endsWith("events.csv");
    assertThat(sequences.path("sha256").textValue()).hasSize(64);
    assertThat(sequences.path("sequences").intValue()).isEqualTo(80);
    assertThat(sequences.path("events").intValue()).isEqualTo(Payments.events().eventCount());
    assertThat(sequences.path("longest").intValue()).isEqualTo(9);
    assertThat(evidence.at("/settings/sensitiveEventFeatures/0").textValue()).isEqualTo("age");
    Runs.run(output, PaymentSuite.class);
    JsonNode ofClass = Evidence.of(output, PaymentSuite.class);
    assertThat(ofClass.at("/data/trainingSequences")).isEqualTo(ofClass.at("/data/sequences"));
  }

  @Test
  void the_evidence_keeps_its_published_schema() throws IOException {
    Runs.run(output, PaymentSuite.class);

    try (InputStream schema =
        Objects.requireNonNull(Reports.class.getResourceAsStream("evidence.schema.json"))) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(Evidence.of(output, PaymentSuite.class)))
          .isEmpty();
    }
  }
}
