package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.fixture.Checks;
import org.touchstone.fixture.Loans;
import org.touchstone.grade.CheckResult;

class EvidenceReporterTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<CheckResult> ALL = ReportFixture.ofEveryKind();

  @TempDir Path folder;

  @Test
  void every_kind_of_result_fits_the_published_schema() throws Exception {
    SuiteReport report = ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL);

    JsonNode evidence = write(report);

    assertThat(errors(evidence)).isEmpty();
    assertThat(texts(evidence, "verdict"))
        .containsExactly("GREEN", "AMBER", "RED", "NOT_APPLICABLE", "INSUFFICIENT_DATA", "ERROR");
    assertThat(evidence.at("/counts/RED").asInt()).isEqualTo(1);
    assertThat(evidence.at("/complete").asBoolean()).isTrue();
  }

  @Test
  void a_suite_that_could_not_be_loaded_fits_the_schema() throws Exception {
    JsonNode evidence =
        write(ReportFixture.failed(ReportFixture.suite("loans", "Loans", ALL), "no such model"));

    assertThat(errors(evidence)).isEmpty();
    assertThat(evidence.at("/complete").asBoolean()).isFalse();
    assertThat(evidence.at("/failure").asText()).isEqualTo("no such model");
    assertThat(evidence.has("model")).isFalse();
    assertThat(evidence.at("/notRun")).hasSize(6);
  }

  @Test
  void the_schema_refuses_what_a_reader_would_stumble_over() throws Exception {
    JsonNode evidence =
        write(ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL));
    ((ObjectNode) evidence.at("/results/0")).put("verdict", "YELLOW");
    ((ObjectNode) evidence.at("/results/1")).put("value", "NaN");
    ((ObjectNode) evidence.at("/profile")).put("sha256", "abc");
    ((ObjectNode) evidence).put("extra", 1);

    assertThat(errors(evidence)).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void numbers_are_written_to_the_last_digit_and_infinite_limits_as_texts() throws Exception {
    double value = 0.1 + 0.2;
    List<CheckResult> results =
        List.of(
            ReportFixture.value(
                "K", "Kappa", value, Math.nextDown(value), Double.POSITIVE_INFINITY));

    JsonNode result =
        write(ReportFixture.report(ReportFixture.suite("s", "S", results), results))
            .at("/results/0");

    assertThat(result.at("/value").doubleValue()).isEqualTo(value);
    assertThat(result.at("/interval/low").doubleValue()).isEqualTo(Math.nextDown(value));
    assertThat(result.at("/interval/high").asText()).isEqualTo("inf");
    assertThat(result.at("/interval/level").doubleValue()).isEqualTo(0.95);
    assertThat(result.at("/interval/method").asText()).isEqualTo("Wilson 1927");
    assertThat(result.at("/n").asLong()).isEqualTo(200);
    assertThat(result.at("/numerator").asLong()).isEqualTo(24);
    assertThat(result.at("/denominator").asLong()).isEqualTo(60);
    assertThat(result.at("/bands/green").asText()).isEqualTo("(0.8, inf)");
    assertThat(result.at("/durationMillis").doubleValue()).isEqualTo(1.25);
  }

  @Test
  void says_which_profile_model_data_and_settings_it_is_about() throws Exception {
    JsonNode evidence =
        write(ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL));

    assertThat(evidence.at("/profile/id").asText()).isEqualTo("bhaumik-dey-2023");
    assertThat(evidence.at("/profile/sha256").asText()).isEqualTo(ReportFixture.PROFILE.sha256());
    assertThat(evidence.at("/model/file").asText()).isEqualTo("score.json");
    assertThat(evidence.at("/data/test/rows").asInt()).isEqualTo(50);
    assertThat(evidence.at("/data/test/rowsPerGroup/sex/female").asInt()).isEqualTo(25);
    assertThat(evidence.at("/settings/seed").asLong()).isEqualTo(42);
    assertThat(evidence.at("/settings/sensitive/sex").asText()).isEqualTo("male");
    assertThat(evidence.at("/environment/started").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(evidence.at("/environment/finished").asText()).isEqualTo("2026-01-02T03:04:06.500Z");
  }

  @Test
  void two_runs_on_the_same_input_differ_only_in_times() throws Exception {
    var suite = ReportFixture.suite("loans", "Loans", ALL);

    JsonNode first = write(ReportFixture.report(suite, ALL, Instant.EPOCH, "enforce"));
    JsonNode second =
        write(ReportFixture.report(suite, ALL, Instant.EPOCH.plusSeconds(99), "enforce"));

    assertThat(second).isNotEqualTo(first);
    assertThat(withoutTimes(second)).isEqualTo(withoutTimes(first));
  }

  @Test
  void no_value_of_an_individual_is_written() throws Exception {
    Dataset rows = Loans.rows(50);
    double telling = 0.123456789012345;
    double[] values = new double[50 * Loans.SCHEMA.size()];
    rows.copyRows(0, 50, values);
    values[0] = telling;
    SuiteReport report =
        new SuiteReport(
            ReportFixture.suite("loans", "Loans", ALL),
            Optional.of(ReportFixture.subject(Dataset.of(Loans.SCHEMA, values))),
            ALL,
            ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL).settings(),
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty());

    String text = write(report).toString();

    assertThat(text).doesNotContain("0.123456789").contains("rowsPerGroup");
  }

  @Test
  void tables_that_back_a_value_up_are_written() throws Exception {
    Measurement measurement =
        Checks.interval(0.9, 0.81, 1)
            .withEvidence(
                new EvidenceTable("Rates", List.of("group", "rate"), List.of(List.of("a", "1"))));
    List<CheckResult> results = List.of(ReportFixture.graded("K", "Kappa", measurement));

    JsonNode evidence =
        write(ReportFixture.report(ReportFixture.suite("s", "S", results), results));

    assertThat(errors(evidence)).isEmpty();
    assertThat(evidence.at("/results/0/tables/0").toString())
        .isEqualTo(
            "{\"title\":\"Rates\",\"columns\":[\"group\",\"rate\"],\"rows\":[[\"a\",\"1\"]]}");
  }

  @Test
  void plots_are_files_beside_it_that_it_names() throws Exception {
    // given: two checks of one KPI with equal plots, as two groups may have them
    BarPlot plot = new BarPlot("Rates", "rate", List.of(new BarPlot.Bar("a", 1, 0)));
    BarPlot equal = new BarPlot("Rates", "rate", List.of(new BarPlot.Bar("a", 1, 0)));
    BarPlot more = new BarPlot("More", "rate", List.of());
    List<CheckResult> results =
        List.of(
            ReportFixture.graded("K", "Kappa", Checks.interval(0.9, 0.8, 1).withPlots(plot, more)),
            ReportFixture.graded("L", "Lambda", Checks.interval(0.9, 0.8, 1)),
            ReportFixture.graded("K", "Kappa", Checks.interval(0.9, 0.8, 1).withPlots(equal)));

    // when
    JsonNode evidence =
        write(ReportFixture.report(ReportFixture.suite("s", "S", results), results));

    // then
    assertThat(errors(evidence)).isEmpty();
    assertThat(evidence.at("/results/0/plots").toString())
        .isEqualTo(
            "[{\"title\":\"Rates\",\"file\":\"plots/K-1.svg\"},"
                + "{\"title\":\"More\",\"file\":\"plots/K-2.svg\"}]");
    assertThat(evidence.at("/results/1").has("plots")).isFalse();
    assertThat(evidence.at("/results/2/plots/0/file").asText()).isEqualTo("plots/K-3.svg");
    for (String file : List.of("K-1.svg", "K-3.svg")) {
      assertThat(folder.resolve("s").resolve("plots").resolve(file)).hasContent(plot.toSvg());
    }
    assertThat(ReportFixture.names(folder.resolve("s").resolve("plots"))).hasSize(3);
  }

  @Test
  void the_scope_of_a_result_is_told_by_feature_and_group() throws Exception {
    JsonNode few =
        write(ReportFixture.report(ReportFixture.suite("s", "S", ALL), ALL)).at("/results/4");

    assertThat(few.at("/sensitive").asText()).isEqualTo("sex");
    assertThat(few.at("/group").asText()).isEqualTo("housing=own");
    assertThat(few.at("/reason").asText()).isEqualTo("a rate over no rows");
  }

  @ParameterizedTest
  @CsvSource({
    "org.acme.LoansConformityTest, org.acme.LoansConformityTest",
    "loans_2026-01, loans_2026-01"
  })
  void the_folder_has_the_name_of_the_suite(String id, String name) {
    assertThat(EvidenceReporter.folder(id)).isEqualTo(name);
  }

  @Test
  void suites_whose_names_become_alike_do_not_share_a_folder() {
    List<String> ids =
        List.of(
            "a/b",
            "a-b",
            "a b",
            "a:b",
            "../a-b",
            "..",
            ".",
            "",
            "a-b.",
            "ä",
            "ö",
            "x".repeat(300),
            "x".repeat(301));

    assertThat(ids.stream().map(EvidenceReporter::folder))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[A-Za-z0-9_][A-Za-z0-9._$-]{0,140}"));
  }

  @Test
  void a_file_where_the_folder_should_be_is_an_error_that_names_it() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("out"), "a file");

    assertThatThrownBy(
            () ->
                new EvidenceReporter(inTheWay, ReportFixture.ENVIRONMENT)
                    .suiteFinished(
                        ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL)))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("Cannot write " + inTheWay.resolve("loans/evidence.json"));
  }

  @Test
  void only_the_finished_file_is_left() throws Exception {
    write(ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL));

    assertThat(ReportFixture.names(folder.resolve("loans"))).containsExactly("evidence.json");
  }

  private JsonNode write(SuiteReport report) throws Exception {
    Path file =
        folder.resolve(EvidenceReporter.folder(report.suite().id())).resolve("evidence.json");
    List<String> written =
        new EvidenceReporter(folder, ReportFixture.ENVIRONMENT).suiteFinished(report);
    assertThat(written).containsExactly("Evidence: " + file);
    return MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
  }

  private static List<Error> errors(JsonNode evidence) throws Exception {
    try (InputStream in = EvidenceReporter.class.getResourceAsStream("evidence.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(in, InputFormat.JSON)
          .validate(
              evidence.toString(),
              InputFormat.JSON,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
  }

  private static List<String> texts(JsonNode evidence, String field) {
    return StreamSupport.stream(evidence.at("/results").spliterator(), false)
        .map(result -> result.get(field).asText())
        .toList();
  }

  private static JsonNode withoutTimes(JsonNode evidence) {
    JsonNode copy = evidence.deepCopy();
    ((ObjectNode) copy.at("/environment")).remove(List.of("started", "finished"));
    copy.at("/results").forEach(result -> ((ObjectNode) result).remove("durationMillis"));
    return copy;
  }
}
