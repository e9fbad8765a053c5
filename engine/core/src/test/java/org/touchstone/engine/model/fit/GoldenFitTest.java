package org.touchstone.engine.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.model.FixedEffects;

/**
 * The fits of the audit paper's data against lme4 1.1-31. The data must not be copied into the
 * project: the tests are skipped where the system property {@code touchstone.shared} names no
 * folder with them.
 */
class GoldenFitTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("touchstone.shared", "shared"), "golden", "audit");
  private static final List<String> REGIONS =
      List.of("northeast", "northwest", "southeast", "southwest");
  private static final List<String> FEATURES = List.of("age", "bmi", "children");
  private static final List<String> TERMS = List.of("(Intercept)", "age", "bmi", "children");

  @BeforeAll
  static void needs_the_reference_data() {
    assumeTrue(
        Files.isReadable(GOLDEN.resolve("train.csv")),
        "Skipped: the reference data golden/audit is not here");
  }

  @ParameterizedTest
  @CsvSource({
    "random_intercept, '', p_random_intercept",
    "eq1_slopes_age_bmi, 'age,bmi', p_eq1_slopes_age_bmi",
    "all_slopes, 'age,bmi,children', p_all_slopes"
  })
  void agrees_with_lme4(String name, String slopes, String predictions) throws IOException {
    // given
    JsonNode golden = golden(name);
    RandomTerms random =
        slopes.isEmpty()
            ? RandomTerms.interceptOnly()
            : RandomTerms.interceptAndSlopes(slopes.split(",", -1));

    // when
    MultilevelFit fit = MultilevelFit.of(training("train.csv"), random);

    // then
    assertThat(fit.logLikelihood()).isCloseTo(golden.get("logLik").asDouble(), within(1e-5));
    assertThat(fit.singular()).isEqualTo(golden.get("singular").asBoolean());
    FixedEffects fixed = fit.model().fixed();
    double[] errors = fixed.standardErrors().orElseThrow();
    for (int j = 0; j < 4; j++) {
      double error = golden.get("fixed_se").get(TERMS.get(j)).asDouble();
      double estimate = j == 0 ? fixed.intercept() : fixed.coefficients()[j - 1];
      double expected = golden.get("fixed").get(TERMS.get(j)).asDouble();
      // lme4's own tolerance shows where a fit is singular: see the test below.
      double tolerance = fit.singular() ? 1e-3 * error : 1e-4 * Math.abs(expected);
      assertThat(estimate).isCloseTo(expected, within(tolerance));
      assertThat(errors[j]).isCloseTo(error, within(1e-3 * error));
    }
    for (JsonNode effect : golden.get("ranef")) {
      int region = REGIONS.indexOf(effect.get("grp").asText());
      String term = effect.get("term").asText();
      int feature = FEATURES.indexOf(term);
      double deviation =
          feature < 0
              ? fit.model().effects().intercept(region)
              : fit.model().effects().coefficient(region, feature);
      assertThat(deviation).isCloseTo(effect.get("condval").asDouble(), within(1e-4));
      assertThat(fit.conditionalStandardDeviation(region, term))
          .isCloseTo(effect.get("condsd").asDouble(), within(1e-4));
    }
    agreeInAllRows(fit, predictions);
  }

  /**
   * With tolPwrss 1e-13, rhoend 1e-12 and features of mean square 1, lme4 1.1-31 gets further than
   * with its defaults, to log likelihood -468.55350863296.
   */
  @Test
  void agrees_with_lme4_at_tight_tolerances_where_the_fit_is_singular() throws IOException {
    MultilevelFit fit =
        MultilevelFit.of(training("train.csv"), RandomTerms.interceptAndSlopes("age", "bmi"));

    FixedEffects fixed = fit.model().fixed();
    assertThat(fit.singularTerms()).containsExactly("(Intercept)", "bmi");
    assertThat(fit.logLikelihood()).isCloseTo(-468.55350863296, within(1e-9));
    assertThat(fixed.intercept()).isCloseTo(-5.0866099434, within(1e-5));
    assertThat(fixed.coefficients())
        .containsExactly(
            new double[] {0.15343807393405, 0.0087456434204079, 0.25734873053369}, within(2e-7));
    assertThat(fit.standardDeviation("(Intercept)")).isZero();
    assertThat(fit.standardDeviation("bmi")).isZero();
  }

  @Test
  void a_plain_fit_agrees_with_glm() throws IOException {
    // given
    JsonNode golden = golden("pooled_glm");

    // when
    LogisticFit fit = LogisticFit.of(training("train.csv"));

    // then
    double[] coefficients = fit.parameters().coefficients();
    double[] errors = fit.parameters().standardErrors().orElseThrow();
    for (int j = 0; j < 4; j++) {
      assertThat(j == 0 ? fit.parameters().intercept() : coefficients[j - 1])
          .isCloseTo(golden.get("fixed").get(TERMS.get(j)).asDouble(), withinPercentage(1e-6));
      assertThat(errors[j])
          .isCloseTo(golden.get("fixed_se").get(TERMS.get(j)).asDouble(), withinPercentage(1e-3));
    }
    assertThat(2 * 4 - 2 * fit.logLikelihood())
        .isCloseTo(golden.get("AIC").asDouble(), within(1e-8));
  }

  private static void agreeInAllRows(MultilevelFit fit, String column) throws IOException {
    List<NamedCsvRecord> records = records("predictions.csv");
    double[] rows = new double[records.size() * 4];
    double[] expected = new double[records.size()];
    for (int i = 0; i < records.size(); i++) {
      for (int j = 0; j < 3; j++) {
        rows[i * 4 + j] = Double.parseDouble(records.get(i).getField(FEATURES.get(j)));
      }
      rows[i * 4 + 3] = REGIONS.indexOf(records.get(i).getField("region"));
      expected[i] = Double.parseDouble(records.get(i).getField(column));
    }
    double[] probabilities = new double[expected.length];
    fit.model().score(rows, expected.length, probabilities);
    assertThat(probabilities).containsExactly(expected, within(2e-5));
  }

  private static JsonNode golden(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDEN.resolve("mlogrm_params.json").toFile()).get(name);
  }

  private static List<NamedCsvRecord> records(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(GOLDEN.resolve(file))) {
      return reader.stream().toList();
    }
  }

  private static LogisticTraining training(String file) throws IOException {
    List<NamedCsvRecord> records = records(file);
    double[] values = new double[records.size() * 3];
    boolean[] positive = new boolean[records.size()];
    int[] regions = new int[records.size()];
    for (int i = 0; i < records.size(); i++) {
      for (int j = 0; j < 3; j++) {
        values[i * 3 + j] = Double.parseDouble(records.get(i).getField(FEATURES.get(j)));
      }
      positive[i] = records.get(i).getField("y").equals("1");
      regions[i] = REGIONS.indexOf(records.get(i).getField("region"));
    }
    return LogisticTraining.of(FEATURES, values, positive).groupedBy("region", REGIONS, regions);
  }
}
