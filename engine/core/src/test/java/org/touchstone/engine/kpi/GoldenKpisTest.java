package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * The KPIs on the audit paper's data with the random-intercept model, against values that
 * scikit-learn computed from the same predictions. The data must not be copied into the project:
 * the tests are skipped where the system property {@code touchstone.shared} names no folder with
 * them.
 */
class GoldenKpisTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("touchstone.shared", "../shared"), "golden", "audit");
  private static final List<String> REGIONS =
      List.of("northeast", "northwest", "southeast", "southwest");

  @BeforeAll
  static void needs_the_reference_data() {
    assumeTrue(
        Files.isReadable(GOLDEN.resolve("predictions.csv")),
        "skipped: the reference predictions are not part of the project");
  }

  @ParameterizedTest
  @CsvSource({"AUC, auc", "F1, f1_harmonic", "FM, f_geometric"})
  void accuracy_agrees_with_scikit_learn(String kpi, String name) throws IOException {
    double expected = golden().path("test").path(name).asDouble();

    assertThat(value(measure(kpi, KpiParameters.NONE, 0))).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "EqualOdds, '', EqualOdds",
    "SP, '', SP",
    "DI, ratio, DI_S1_over_notS1",
    "DI, symmetric, DI_min_ratio"
  })
  void fairness_agrees_with_the_reference(String kpi, String form, String name) throws IOException {
    KpiParameters parameters =
        form.isEmpty() ? KpiParameters.NONE : KpiParameters.of(Map.of("form", form));
    double expected = golden().path("fairness_test_S1_male").path(name).asDouble();

    assertThat(value(measure(kpi, parameters, 0))).isCloseTo(expected, within(1e-12));
  }

  @Test
  void equal_odds_agrees_in_each_region() throws IOException {
    JsonNode expected = golden().path("EqualOdds_per_region_test");
    assertThat(expected).hasSize(4);

    for (int region = 0; region < REGIONS.size(); region++) {
      Measurement measured = measure("EqualOdds", KpiParameters.NONE, 1 + region);

      assertThat(measured.scope())
          .isEqualTo(
              Scope.ofSensitive("sex").within(new Scope.Group("region", REGIONS.get(region))));
      assertThat(value(measured))
          .isCloseTo(expected.path(REGIONS.get(region)).asDouble(), within(1e-12));
    }
  }

  private static double value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    Measurement.Value value = (Measurement.Value) measurement.result();
    assertThat(value.interval().orElseThrow().contains(value.value())).isTrue();
    return value.value();
  }

  private static Measurement measure(String kpi, KpiParameters parameters, int index)
      throws IOException {
    try (Audit audit = audit()) {
      return KpiCatalogue.load(GoldenKpisTest.class.getClassLoader())
          .find(KpiId.of(kpi))
          .orElseThrow()
          .measure(audit, parameters)
          .get(index);
    }
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper()
        .readTree(GOLDEN.resolve("kpis.json").toFile())
        .path("random_intercept");
  }

  private static Audit audit() throws IOException {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("p", 0, 1, false, Feature.Attributes.NONE),
                new Feature.Binary("y", List.of("0", "1"), Feature.Attributes.NONE),
                new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE),
                new Feature.Categorical("region", REGIONS, Feature.Attributes.NONE)));
    List<Double> values = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(GOLDEN.resolve("predictions.csv"))) {
      for (NamedCsvRecord row : rows) {
        if (row.getField("set").equals("test")) {
          values.add(Double.parseDouble(row.getField("p_random_intercept")));
          for (String column : List.of("y", "sex", "region")) {
            values.add((double) schema.feature(column).code(row.getField(column)).orElseThrow());
          }
        }
      }
    }
    assertThat(values).hasSize(67 * 4);
    double[] flat = values.stream().mapToDouble(Double::doubleValue).toArray();
    return Audit.of(
            new ScoreColumn(0, 4),
            Dataset.of(schema, flat),
            Roles.of("y", "1", "1").withSensitive("sex", "male").withGroups("region"))
        .build();
  }
}
