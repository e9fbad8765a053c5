package org.touchstone.examples.auditframework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.fit.LogisticTraining;
import org.touchstone.engine.model.fit.MultilevelFit;
import org.touchstone.engine.model.fit.RandomTerms;
import org.touchstone.engine.run.Execution;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.SuiteResources;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;
import org.touchstone.tribuo.ForestSettings;
import org.touchstone.tribuo.RandomForest;

/**
 * The paper's own data, models and groups, on one fixed split of 95 to 5 per cent. The data must
 * not be copied into the project: the test is skipped where the system property {@code
 * touchstone.shared} names no folder with them.
 */
class InsuranceAuditTest {

  private static final Path DATA =
      Path.of(System.getProperty("touchstone.shared", "../../shared"), "golden", "audit");

  private static final Map<String, JsonNode> MULTILEVEL = new HashMap<>();
  private static final Map<String, JsonNode> FOREST = new HashMap<>();

  /** The two suites have data, roles and groups in common. */
  abstract static class Insurance {

    @TestData
    Dataset test() {
      return table("test.csv");
    }

    @TrainingData
    Dataset training() {
      return table("train.csv");
    }

    static Dataset table(String name) {
      return CsvDatasets.read(
          DATA.resolve(name),
          Schema.read(file("insurance.schema.json")),
          CsvFormat.DEFAULT.withIdColumn("row"));
    }

    static Path file(String name) {
      return SuiteResources.path(InsuranceAuditTest.class, "/insurance/" + name);
    }
  }

  @ConformitySuite(profile = "bhaumik-dey-2023")
  @AuditRoles(
      label = "y",
      positiveClass = "1",
      favourableOutcome = "1",
      sensitive = @Sensitive(feature = "sex", reference = "male"),
      groups = "region")
  static class MultilevelInsurance extends Insurance {

    @ModelUnderTest
    Classifier model(Schema schema) {
      Encoder encoder = Encoder.read(file("insurance.multilevel.encoding.json"), schema);
      return EncodedClassifier.of(
          encoder,
          MultilevelFit.of(
                  LogisticTraining.grouped(training(), encoder, "y", "1"),
                  RandomTerms.interceptOnly())
              .model());
    }
  }

  @ConformitySuite(profile = "bhaumik-dey-2023")
  @AuditRoles(
      label = "y",
      positiveClass = "1",
      favourableOutcome = "1",
      sensitive = @Sensitive(feature = "sex", reference = "male"),
      groups = "region")
  static class ForestInsurance extends Insurance {

    @ModelUnderTest
    Classifier model(Schema schema) {
      Encoder encoder = Encoder.read(file("insurance.forest.encoding.json"), schema);
      Dataset rows = training();
      double[] values = new double[rows.rowCount() * schema.size()];
      rows.copyRows(0, rows.rowCount(), values);
      double[] inputs = new double[rows.rowCount() * encoder.inputWidth()];
      encoder.encode(values, rows.rowCount(), inputs);
      int[] classes = rows.codes("y");
      boolean[] positive = new boolean[classes.length];
      for (int row = 0; row < classes.length; row++) {
        positive[row] = classes[row] == 1;
      }
      return EncodedClassifier.of(
          encoder,
          RandomForest.train(
              ForestSettings.defaults(42).withTrees(100),
              inputs,
              encoder.inputWidth(),
              positive,
              Execution.SINGLE));
    }
  }

  @BeforeAll
  static void runs_both_suites(@TempDir Path folder) throws IOException {
    assumeTrue(
        Files.isReadable(DATA.resolve("train.csv")),
        "skipped: the insurance data are not part of the project");
    MULTILEVEL.putAll(run(MultilevelInsurance.class, folder));
    FOREST.putAll(run(ForestInsurance.class, folder));
  }

  @Test
  void all_twenty_kpis_have_a_result() {
    assertThat(MULTILEVEL.values().stream().map(r -> r.get("kpi").asText()).distinct()).hasSize(20);
    assertThat(FOREST.values().stream().map(r -> r.get("kpi").asText()).distinct()).hasSize(20);
    assertThat(MULTILEVEL.values())
        .noneMatch(r -> r.get("verdict").asText().equals("ERROR"))
        .noneMatch(r -> r.get("verdict").asText().equals("NOT_APPLICABLE"));
  }

  @Test
  void the_paper_s_variance_inflation_comes_out() {
    assertThat(value(MULTILEVEL, "VIF (age)")).isCloseTo(7.5, within(0.05));
    assertThat(value(MULTILEVEL, "VIF (bmi)")).isCloseTo(7.8, within(0.05));
    assertThat(value(MULTILEVEL, "VIF (children)")).isCloseTo(1.8, within(0.05));
  }

  /** golden/audit/kpis.json, random_intercept, from lme4's fit; ours is to 1e-4 the same model. */
  @Test
  void our_fit_gives_the_reference_s_values() {
    assertThat(value(MULTILEVEL, "AUC (overall)")).isCloseTo(0.9544573643410853, within(1e-12));
    assertThat(value(MULTILEVEL, "F1 (overall)")).isCloseTo(0.9010989010989011, within(1e-12));
    assertThat(value(MULTILEVEL, "DI (sex)")).isCloseTo(0.9826302729528537, within(1e-12));
    assertThat(value(MULTILEVEL, "TSVR (region=southeast)")).isCloseTo(0.0493, within(2e-4));
  }

  @Test
  void a_forest_has_no_parameters_and_no_signs() {
    for (String kpi : new String[] {"VIF", "SWT", "BPT", "TSVR", "PUX", "POIFS"}) {
      assertThat(result(FOREST, kpi + " (overall)").path("verdict").asText())
          .as(kpi)
          .isEqualTo("NOT_APPLICABLE");
    }
    assertThat(value(FOREST, "rhoOrder (overall)")).isBetween(-1.0, 1.0);
  }

  private static double value(Map<String, JsonNode> results, String check) {
    return result(results, check).path("value").asDouble(Double.NaN);
  }

  private static JsonNode result(Map<String, JsonNode> results, String check) {
    return Objects.requireNonNull(results.get(check), () -> check + " was not measured");
  }

  private static Map<String, JsonNode> run(Class<?> suite, Path folder) throws IOException {
    Path output = folder.resolve(suite.getSimpleName());
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      EngineTestKit.engine("touchstone")
          .selectors(selectClass(suite))
          .configurationParameter("touchstone.output", output.toString())
          .configurationParameter("touchstone.gate", "report")
          .execute();
    } finally {
      System.setOut(console);
    }
    Map<String, JsonNode> results = new HashMap<>();
    Path evidence = output.resolve(suite.getName()).resolve("evidence.json");
    for (JsonNode result : new ObjectMapper().readTree(evidence.toFile()).get("results")) {
      String scope =
          result.path("feature").asText("")
              + result.path("sensitive").asText("")
              + result.path("group").asText("");
      results.put(
          result.get("kpi").asText() + " (" + (scope.isEmpty() ? "overall" : scope) + ")", result);
    }
    return results;
  }
}
