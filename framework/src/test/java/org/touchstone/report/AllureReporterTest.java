package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.junitplatform.AllureJunitPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs suites by JUnit's launcher with Allure's own listener, and reads what Allure will read. */
class AllureReporterTest {

  private static final String DIRECTORY = "allure.results.directory";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private final AllureLifecycle before = Allure.getLifecycle();

  @BeforeEach
  @AfterEach
  void resets() {
    LightsOfLoans.shift = 0;
    Allure.setLifecycle(before);
    System.clearProperty(DIRECTORY);
  }

  @Test
  void a_test_has_its_place_in_the_audit_framework_its_light_and_its_profile() {
    JsonNode di = run("a", Map.of(), LightsOfLoans.class).get("DI");

    assertThat(di.at("/name").asText()).isEqualTo("2.1.2a Disparate impact (sex) - GREEN");
    assertThat(label(di, "epic")).containsExactly("2. Discrimination");
    assertThat(label(di, "feature")).containsExactly("2.1 Group fairness");
    assertThat(label(di, "story")).containsExactly("Predicted equality");
    assertThat(label(di, "parentSuite")).containsExactly("Kreditwürdigkeit: Löhne & <Zölle> €");
    assertThat(label(di, "suite")).containsExactly("2. Discrimination");
    assertThat(label(di, "subSuite")).containsExactly("2.1 Group fairness");
    assertThat(label(di, "severity")).containsExactly("critical");
    assertThat(label(di, "RAG")).containsExactly("GREEN");
    assertThat(label(di, "profile")).containsExactly("lights 3.2.1");
    assertThat(label(di, "tag")).contains("DI", "2.1.2a", "2.1", "2", "fairness");
  }

  @Test
  void a_test_links_to_the_profile_and_the_articles_it_is_evidence_for() {
    JsonNode di = run("a", Map.of(), LightsOfLoans.class).get("DI");

    assertThat(di.at("/links/0/name").asText()).isEqualTo("Profile: The lights");
    assertThat(di.at("/links/0/url").asText()).isEqualTo("https://example.org/lights");
    assertThat(di.at("/links")).hasSizeGreaterThan(1);
    assertThat(di.at("/links/1/name").asText())
        .startsWith("Evidence for Regulation (EU) 2024/1689, Art. ");
    assertThat(di.at("/links/1/url").asText())
        .isEqualTo("https://eur-lex.europa.eu/eli/reg/2024/1689/oj");
  }

  @Test
  void statuses_are_those_of_the_tests() {
    Results results = run("a", Map.of(), LightsOfLoans.class);

    assertThat(statuses(results))
        .containsEntry("GOOD", "passed")
        .containsEntry("FAIR", "skipped")
        .containsEntry("BAD", "failed")
        .containsEntry("FEW", "failed")
        .containsEntry("SENSELESS", "skipped")
        .containsEntry("BROKEN", "broken");
    assertThat(label(results.get("BROKEN"), "RAG")).containsExactly("ERROR");
    assertThat(results.get("BAD").at("/statusDetails/message").asText())
        .startsWith("RED BAD (overall): 0.1\n  Why: the value is red");
  }

  @Test
  void a_report_only_run_shows_what_would_have_failed() {
    Results results = run("a", Map.of("touchstone.gate", "report"), LightsOfLoans.class);

    assertThat(statuses(results))
        .containsEntry("GOOD", "passed")
        .containsEntry("FAIR", "skipped")
        .containsEntry("BAD", "failed")
        .containsEntry("FEW", "failed")
        .containsEntry("SENSELESS", "skipped")
        .containsEntry("BROKEN", "broken");
    assertThat(results.get("BAD").at("/statusDetails/message").asText())
        .startsWith("Report only: RED BAD (overall)");
  }

  @Test
  void values_are_parameters_that_history_does_not_depend_on() {
    Results first = run("a", Map.of(), LightsOfLoans.class);
    LightsOfLoans.shift = 0.05;
    Results second = run("b", Map.of(), LightsOfLoans.class);

    for (JsonNode result : first.byKpi().values()) {
      assertThat(result.at("/parameters")).allMatch(p -> p.get("excluded").asBoolean());
    }
    assertThat(first.get("FAIR").at("/parameters/0/value").asText()).isEqualTo("0.6");
    assertThat(second.get("FAIR").at("/parameters/0/value").asText()).isEqualTo("0.65");
    assertThat(texts(second, "historyId")).isEqualTo(texts(first, "historyId"));
    assertThat(texts(first, "historyId").values()).doesNotHaveDuplicates();
    LightsOfLoans.shift = 0.3;
    Results green = run("c", Map.of(), LightsOfLoans.class);
    assertThat(green.get("FAIR").at("/name").asText()).isEqualTo("FAIR (overall) - GREEN");
    assertThat(texts(green, "historyId")).isEqualTo(texts(first, "historyId"));
  }

  @Test
  void the_page_of_a_test_tells_its_verdict_and_escapes_what_others_wrote() {
    JsonNode good = run("a", Map.of(), LightsOfLoans.class).get("GOOD");

    assertThat(good.at("/description").asText()).isEqualTo("A <b>good</b> value.");
    assertThat(good.at("/descriptionHtml").asText())
        .startsWith("<p>A &lt;b&gt;good&lt;/b&gt; value.</p><table>")
        .contains(
            "<b>Verdict</b></td><td>GREEN: the value is green; it has no interval and is"
                + " decided by its value</td></tr>")
        .contains("<b>Green</b></td><td>[0.8, 1]</td>")
        .contains("<b>Sample</b></td><td>400 rows</td>")
        .endsWith("</table>");
  }

  @Test
  void tables_are_attached_as_csv() throws IOException {
    JsonNode good = run("a", Map.of(), LightsOfLoans.class).get("GOOD");

    JsonNode attachment = good.at("/attachments/0");
    assertThat(attachment.at("/name").asText()).isEqualTo("Löhne, je Gruppe");
    assertThat(attachment.at("/type").asText()).isEqualTo("text/csv");
    assertThat(folder.resolve("a").resolve(attachment.at("/source").asText()))
        .hasContent("group,\"rate, %\"\n\"a \"\"b\"\"\",1");
  }

  @Test
  void plots_are_attached_as_svg() throws IOException {
    JsonNode good = run("a", Map.of(), LightsOfLoans.class).get("GOOD");

    JsonNode attachment = good.at("/attachments/1");
    assertThat(attachment.at("/name").asText()).isEqualTo("Löhne & mehr");
    assertThat(attachment.at("/type").asText()).isEqualTo("image/svg+xml");
    assertThat(attachment.at("/source").asText()).endsWith(".svg");
    assertThat(folder.resolve("a").resolve(attachment.at("/source").asText()))
        .content()
        .startsWith("<svg")
        .contains("<title>Löhne &amp; mehr</title>", "a &quot;b&quot;");
  }

  @Test
  void each_result_that_is_not_green_falls_into_one_category_of_its_kind() throws IOException {
    for (String gate : List.of("enforce", "report")) {
      for (String amber : List.of("abort", "fail")) {
        Results results =
            run(
                gate + amber,
                Map.of("touchstone.gate", gate, "touchstone.amber", amber),
                LightsOfLoans.class);
        JsonNode categories =
            MAPPER.readTree(folder.resolve(gate + amber + "/categories.json").toFile());

        assertThat(categories(categories, results.get("GOOD"))).isEmpty();
        assertThat(categories(categories, results.get("FAIR"))).containsExactly("AMBER");
        assertThat(categories(categories, results.get("BAD"))).containsExactly("RED");
        assertThat(categories(categories, results.get("FEW"))).containsExactly("Insufficient data");
        assertThat(categories(categories, results.get("SENSELESS")))
            .containsExactly("Not applicable");
        assertThat(categories(categories, results.get("BROKEN")))
            .containsExactly("Model or data error");
      }
    }
  }

  @Test
  void the_environment_names_every_suite_of_the_report_in_any_language() throws IOException {
    run("a", Map.of(), LightsOfLoans.class, LightsOfLoans.Second.class);
    Path file = folder.resolve("a/environment.properties");

    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }

    assertThat(properties)
        .containsEntry(
            "Suite: Kreditwürdigkeit: Löhne & <Zölle> €",
            "7 checks: 2 green, 1 amber, 1 red, 1 not applicable, 1 insufficient data, 1 error; profile lights 3.2.1")
        .containsEntry(
            "Suite: Second", "1 check: 1 green, 0 amber, 0 red; profile bhaumik-dey-2023 1.0.0")
        .containsKeys("jdk", "os", "touchstone");
    assertThat(Files.readString(file, StandardCharsets.US_ASCII))
        .startsWith(
            "Suite\\:\\ Kreditw\\u00FCrdigkeit\\:\\ L\\u00F6hne\\ &\\ <Z\\u00F6lle>\\ \\u20AC=")
        .doesNotContain("#");
  }

  @Test
  void a_test_of_another_engine_that_runs_a_suite_is_left_alone() {
    AllureLifecycle lifecycle = lifecycle("a");
    lifecycle.scheduleTestCase(
        new io.qameta.allure.model.TestResult().setUuid("outer").setName("outer test"));
    lifecycle.startTestCase("outer");
    try {
      new AllureReporter(ReportFixture.ENVIRONMENT)
          .checkFinished(
              ReportFixture.suite("s", "S", ReportFixture.ofEveryKind()),
              ReportFixture.ofEveryKind().get(0));
    } finally {
      lifecycle.stopTestCase("outer");
      lifecycle.writeTestCase("outer");
    }

    JsonNode outer = results("a").get("outer test");
    assertThat(outer.at("/labels")).isEmpty();
    assertThat(outer.at("/attachments")).isEmpty();
  }

  @Test
  void a_users_setting_of_the_folder_wins_over_ours() {
    System.setProperty(DIRECTORY, folder.resolve("mine").toString());

    List<String> written =
        new AllureReporter(ReportFixture.ENVIRONMENT)
            .suiteFinished(
                ReportFixture.report(ReportFixture.suite("s", "S", List.of()), List.of()));

    assertThat(written).containsExactly("Allure results: " + folder.resolve("mine"));
    assertThat(folder.resolve("mine/categories.json")).exists();
  }

  @Test
  void without_a_setting_the_results_go_to_target() throws IOException {
    Properties shipped = new Properties();
    try (InputStream in = Reports.class.getResourceAsStream("/allure.properties")) {
      shipped.load(in);
    }

    assertThat(shipped).containsOnly(Map.entry(DIRECTORY, "target/allure-results"));
  }

  private AllureLifecycle lifecycle(String name) {
    Path results = folder.resolve(name);
    System.setProperty(DIRECTORY, results.toString());
    AllureLifecycle lifecycle = new AllureLifecycle(new FileSystemResultsWriter(results));
    Allure.setLifecycle(lifecycle);
    return lifecycle;
  }

  private Results run(String name, Map<String, String> configuration, Class<?>... suites) {
    AllureLifecycle lifecycle = lifecycle(name);
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> suite : suites) {
      request.selectors(selectClass(suite));
    }
    LauncherDiscoveryRequest built =
        request
            .configurationParameters(configuration)
            .configurationParameter("touchstone.output", folder.resolve("evidence").toString())
            .build();
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestExecutionListeners(new AllureJunitPlatform(lifecycle))
            .build();
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create(config).execute(built);
    } finally {
      System.setOut(console);
    }
    return results(name);
  }

  /** Results by the id of the KPI, or by name where there is none. */
  private Results results(String name) {
    Map<String, JsonNode> results = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve(name), "*-result.json")) {
      for (Path file : files) {
        JsonNode result = MAPPER.readTree(file.toFile());
        var kpi = Pattern.compile("\\[kpi:(\\w+)]").matcher(result.at("/testCaseId").asText());
        results.put(kpi.find() ? kpi.group(1) : result.at("/name").asText(), result);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Results(results);
  }

  private record Results(Map<String, JsonNode> byKpi) {
    JsonNode get(String kpi) {
      return Objects.requireNonNull(byKpi.get(kpi), () -> kpi + " is not in " + byKpi.keySet());
    }
  }

  private static Map<String, String> statuses(Results results) {
    return texts(results, "status");
  }

  private static Map<String, String> texts(Results results, String field) {
    Map<String, String> texts = new TreeMap<>();
    results.byKpi().forEach((kpi, result) -> texts.put(kpi, result.get(field).asText()));
    return texts;
  }

  private static List<String> label(JsonNode result, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode label : result.at("/labels")) {
      if (label.get("name").asText().equals(name)) {
        values.add(label.get("value").asText());
      }
    }
    return values;
  }

  /** The categories that Allure 2 sorts a result into: by status, and by the whole message. */
  private static List<String> categories(JsonNode categories, JsonNode result) {
    List<String> names = new ArrayList<>();
    for (JsonNode category : categories) {
      boolean status = false;
      for (JsonNode matched : category.get("matchedStatuses")) {
        status |= matched.asText().equals(result.get("status").asText());
      }
      String regex = category.path("messageRegex").asText("(?s).*");
      if (status && Pattern.matches(regex, result.at("/statusDetails/message").asText())) {
        names.add(category.get("name").asText());
      }
    }
    return names;
  }
}
