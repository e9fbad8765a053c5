package org.touchstone.examples.auditframework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.touchstone.examples.SuiteRun;
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

  private static final List<String> REGIONS =
      List.of("northeast", "northwest", "southeast", "southwest");

  private static Optional<SuiteRun> multilevel = Optional.empty();
  private static Optional<SuiteRun> forest = Optional.empty();

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
    multilevel = Optional.of(SuiteRun.of(MultilevelInsurance.class, folder));
    forest = Optional.of(SuiteRun.of(ForestInsurance.class, folder));
  }

  @Test
  void all_twenty_kpis_have_a_result() {
    assertThat(multilevel().results().values().stream().map(r -> r.get("kpi").asText()).distinct())
        .hasSize(20);
    assertThat(forest().results().values().stream().map(r -> r.get("kpi").asText()).distinct())
        .hasSize(20);
    assertThat(multilevel().results().values())
        .noneMatch(r -> r.get("verdict").asText().equals("ERROR"))
        .noneMatch(r -> r.get("verdict").asText().equals("NOT_APPLICABLE"));
  }

  @Test
  void the_paper_s_variance_inflation_comes_out() {
    assertThat(multilevel().value("VIF (age)")).isCloseTo(7.5, within(0.05));
    assertThat(multilevel().value("VIF (bmi)")).isCloseTo(7.8, within(0.05));
    assertThat(multilevel().value("VIF (children)")).isCloseTo(1.8, within(0.05));
  }

  /** golden/audit/kpis.json, random_intercept, from lme4's fit; ours is to 1e-4 the same model. */
  @Test
  void our_fit_gives_the_reference_s_values() {
    assertThat(multilevel().value("AUC (overall)")).isCloseTo(0.9544573643410853, within(1e-12));
    assertThat(multilevel().value("F1 (overall)")).isCloseTo(0.9010989010989011, within(1e-12));
    assertThat(multilevel().value("DI (sex)")).isCloseTo(0.9826302729528537, within(1e-12));
    assertThat(multilevel().value("TSVR (region=southeast)")).isCloseTo(0.0493, within(2e-4));
  }

  /** The column "ours" of docs/audit-framework.md, as far as the suites measure it. */
  @ParameterizedTest
  @CsvSource({
    "AUC, '', 0.954",
    "F1, '', 0.901",
    "TSVR, '', 0.032 0.041 0.049 0.042",
    "CSVP, '', 0 0 0 0",
    "EqualOdds, sex, 0 0.27 0.08 0.35",
    "DI, sex, 0.983",
    "SP, sex, 0.013",
    "DiffIndGrp, '', 0.0701",
    "rhoOrder, '', 0.91 0.92 0.93 0.95",
    "PUX, '', 0 0 0 0",
    "POIFS, '', 3.9 3.9 7.1 2.3"
  })
  void the_multilevel_model_has_the_documented_values(String kpi, String sensitive, String values) {
    documented(multilevel(), kpi, sensitive, values);
  }

  @ParameterizedTest
  @CsvSource({
    "AUC, '', 0.951",
    "F1, '', 0.916",
    "CSVP, '', 0 0 0 0",
    "DI, sex, 0.774",
    "SP, sex, 0.151",
    "DiffIndGrp, '', 0.441",
    "rhoOrder, '', 0.26 0.64 0.40 0.80"
  })
  void the_forest_has_the_documented_values(String kpi, String sensitive, String values) {
    documented(forest(), kpi, sensitive, values);
  }

  @Test
  void the_forest_s_odds_over_regions_have_the_documented_mean() {
    double sum = 0;
    for (String region : REGIONS) {
      sum += forest().value("EqualOdds (sex, region=" + region + ")");
    }
    assertThat(sum / 4).isCloseTo(0.123, within(5e-4));
  }

  @Test
  void a_forest_has_no_parameters_and_no_signs() {
    for (String kpi : new String[] {"VIF", "SWT", "BPT", "TSVR", "PUX", "POIFS"}) {
      assertThat(forest().verdict(kpi + " (overall)")).as(kpi).isEqualTo("NOT_APPLICABLE");
    }
    assertThat(forest().value("rhoOrder (overall)")).isBetween(-1.0, 1.0);
  }

  /** One value over all rows, or one of each region, rounded as they stand there. */
  private static void documented(SuiteRun run, String kpi, String sensitive, String values) {
    String[] expected = values.split(" ");
    for (int i = 0; i < expected.length; i++) {
      String scope =
          Stream.of(sensitive, expected.length == 1 ? "" : "region=" + REGIONS.get(i))
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(", "));
      double unit = Math.pow(10, -new BigDecimal(expected[i]).scale());
      // An integer stands for an exact number.
      double rounding = unit == 1 ? 1e-12 : unit / 2 * (1 + 1e-9);
      assertThat(run.value(kpi + " (" + (scope.isEmpty() ? "overall" : scope) + ")"))
          .as(kpi + " " + scope)
          .isCloseTo(Double.parseDouble(expected[i]), within(rounding));
    }
  }

  private static SuiteRun multilevel() {
    return multilevel.orElseThrow();
  }

  private static SuiteRun forest() {
    return forest.orElseThrow();
  }
}
