package org.touchstone.engine.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.FixedEffects;

/**
 * Fits of simulated rows against lme4 1.1-31 with tight tolerances; see the README beside the
 * files.
 */
class SimulatedFitTest {

  private static final List<String> FEATURES = List.of("x1", "x2");

  @ParameterizedTest
  @ValueSource(strings = {"intercept", "independent", "correlated", "slopes_only", "correlated_x1"})
  void agrees_with_lme4(String name) {
    // given
    JsonNode golden = golden().get(name);

    // when
    MultilevelFit fit = MultilevelFit.of(training(), terms(name));

    // then
    assertThat(fit.logLikelihood()).isCloseTo(golden.get("logLik").asDouble(), within(1e-7));
    assertThat(fit.singular()).isEqualTo(golden.get("singular").asBoolean());
    agrees(fit.model().fixed(), golden, 5e-5);
    for (JsonNode entry : golden.get("vcov")) {
      String first = entry.get("var1").asText();
      String second = entry.path("var2").asText(first);
      assertThat(fit.covariance(first, second))
          .isCloseTo(entry.get("vcov").asDouble(), within(1e-5));
    }
    for (JsonNode effect : golden.get("ranef")) {
      int group = Integer.parseInt(effect.get("grp").asText().substring(1)) - 1;
      String term = effect.get("term").asText();
      int feature = FEATURES.indexOf(term);
      double deviation =
          feature < 0
              ? fit.model().effects().intercept(group)
              : fit.model().effects().coefficient(group, feature);
      assertThat(deviation).isCloseTo(effect.get("condval").asDouble(), within(1e-5));
      assertThat(fit.conditionalStandardDeviation(group, term))
          .isCloseTo(effect.get("condsd").asDouble(), within(1e-5));
    }
  }

  @Test
  void a_plain_fit_agrees_with_glm() {
    // given
    JsonNode golden = golden().get("plain");

    // when
    LogisticFit fit = LogisticFit.of(training());

    // then
    assertThat(fit.logLikelihood()).isCloseTo(golden.get("logLik").asDouble(), within(1e-10));
    agrees(fit.parameters(), golden, 1e-8);
    assertThat(fit.model().standardErrors().orElseThrow())
        .containsExactly(fit.parameters().standardErrors().orElseThrow());
  }

  @Test
  void names_the_term_that_the_data_do_not_support() {
    MultilevelFit fit = MultilevelFit.of(training(), terms("correlated_x1"));

    assertThat(fit.singularTerms()).containsExactly("x1");
    assertThat(fit.terms()).containsExactly("(Intercept)", "x1");
  }

  private static void agrees(FixedEffects fixed, JsonNode golden, double precisionOfErrors) {
    double[] coefficients = fixed.coefficients();
    double[] errors = fixed.standardErrors().orElseThrow();
    for (int j = 0; j < 3; j++) {
      double expected = golden.get("fixed").get(j).asDouble();
      double error = golden.get("se").get(j).asDouble();
      assertThat(j == 0 ? fixed.intercept() : coefficients[j - 1])
          .isCloseTo(expected, within(5e-6 * Math.abs(expected)));
      assertThat(errors[j]).isCloseTo(error, within(precisionOfErrors * error));
    }
  }

  private static RandomTerms terms(String name) {
    return switch (name) {
      case "intercept" -> RandomTerms.interceptOnly();
      case "independent" -> RandomTerms.interceptAndSlopes("x2");
      case "correlated" -> RandomTerms.interceptAndSlopes("x2").withCorrelation();
      case "slopes_only" -> RandomTerms.slopesOnly("x2");
      default -> RandomTerms.interceptAndSlopes("x1").withCorrelation();
    };
  }

  static JsonNode golden() {
    try (InputStream file = resource("simulated_lme4.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(SimulatedFitTest.class.getResourceAsStream(name));
  }

  static LogisticTraining training() {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(resource("simulated.csv"), StandardCharsets.UTF_8))) {
      List<NamedCsvRecord> records = reader.stream().toList();
      double[] values = new double[records.size() * 2];
      boolean[] positive = new boolean[records.size()];
      int[] codes = new int[records.size()];
      for (int i = 0; i < records.size(); i++) {
        values[2 * i] = Double.parseDouble(records.get(i).getField("x1"));
        values[2 * i + 1] = Double.parseDouble(records.get(i).getField("x2"));
        positive[i] = records.get(i).getField("y").equals("1");
        codes[i] = Integer.parseInt(records.get(i).getField("group").substring(1)) - 1;
      }
      List<String> groups =
          IntStream.rangeClosed(1, 14).mapToObj(g -> String.format("g%02d", g)).toList();
      return LogisticTraining.of(FEATURES, values, positive).groupedBy("group", groups, codes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
