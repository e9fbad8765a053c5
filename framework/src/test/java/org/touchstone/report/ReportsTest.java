package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.grade.CheckResult;

/** What becomes of a run where a report cannot be written. */
class ReportsTest {

  private static final String DIRECTORY = "allure.results.directory";
  private static final List<CheckResult> ALL = ReportFixture.ofEveryKind();

  @TempDir Path folder;
  private final PrintStream console = System.out;
  private final AllureLifecycle lifecycle = Allure.getLifecycle();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void redirects_the_console_and_allure() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setProperty(DIRECTORY, folder.resolve("allure").toString());
  }

  @AfterEach
  void resets() {
    System.setOut(console);
    System.clearProperty(DIRECTORY);
    Allure.setLifecycle(lifecycle);
  }

  @Test
  void writes_all_reports_and_says_where() {
    Reports.of(folder.resolve("out"), "never").writeAndThrow(report());

    assertThat(folder.resolve("out/loans/evidence.json")).exists();
    assertThat(folder.resolve("allure/categories.json")).exists();
    assertThat(printed())
        .contains("Evidence: " + folder.resolve("out/loans/evidence.json"))
        .contains("Allure results: " + folder.resolve("allure"))
        .doesNotContain("REPORT FAILED");
  }

  @Test
  void what_cannot_be_written_is_an_error_of_its_own_after_the_other_reports() throws Exception {
    Files.writeString(folder.resolve("out"), "a file, not a folder");
    Reports reports = Reports.of(folder.resolve("out"), "never");

    assertThatThrownBy(() -> reports.writeAndThrow(report()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("Cannot write " + folder.resolve("out/loans/evidence.json"));

    assertThat(folder.resolve("allure/categories.json")).exists();
    assertThat(printed())
        .contains("6 checks: 1 green, 1 amber, 1 red")
        .contains("REPORT FAILED: Cannot write ")
        .contains("Allure results: ");
  }

  @Test
  void every_report_that_fails_is_told() throws Exception {
    Files.writeString(folder.resolve("out"), "a file, not a folder");
    Files.writeString(folder.resolve("allure"), "a file, not a folder");
    Reports reports = Reports.of(folder.resolve("out"), "never");

    assertThatThrownBy(() -> reports.writeAndThrow(report()))
        .isInstanceOf(ReportException.class)
        .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
  }

  @Test
  void the_verdicts_stand_where_no_report_can_be_written() throws Exception {
    Files.writeString(folder.resolve("out"), "a file, not a folder");

    EngineExecutionResults run =
        EngineTestKit.engine("touchstone")
            .selectors(selectClass(LightsOfLoans.Second.class))
            .configurationParameter("touchstone.output", folder.resolve("out").toString())
            .execute();

    run.testEvents().assertStatistics(tests -> tests.started(1).succeeded(1).failed(0));
    assertThat(run.containerEvents().failed().list())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.toString())
                    .contains("ReportException")
                    .contains(folder.resolve("out").toString()));
  }

  @Test
  void a_check_does_not_fail_because_its_attachment_cannot_be_written() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("file"), "a file, not a folder");
    AllureLifecycle broken = new AllureLifecycle(new FileSystemResultsWriter(inTheWay));
    Allure.setLifecycle(broken);
    broken.scheduleTestCase(
        new io.qameta.allure.model.TestResult()
            .setUuid("check")
            .setLabels(
                List.of(
                    new io.qameta.allure.model.Label()
                        .setName("junit.platform.uniqueid")
                        .setValue("[engine:touchstone]/[suite:a]"))));
    broken.startTestCase("check");
    Reports reports = Reports.of(folder.resolve("out"), "never");

    reports.checkFinished(report().suite(), ReportFixture.ofEveryKind().get(0));

    broken.stopTestCase("check");
    assertThatThrownBy(() -> reports.writeAndThrow(report())).isInstanceOf(ReportException.class);
    assertThat(printed()).contains("REPORT FAILED: AllureReporter failed: ");
  }

  @Test
  void everything_works_where_allure_is_not_on_the_class_path() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      if (!entry.contains("allure")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    assertThat(
            Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator)))
        .as("Allure is on the class path of this test")
        .anyMatch(entry -> entry.contains("allure"));
    try (URLClassLoader withoutAllure =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> main = withoutAllure.loadClass(RunWithoutAllure.class.getName());
      main.getMethod("run", String.class).invoke(null, folder.resolve("out").toString());
    }

    assertThat(folder.resolve("allure")).doesNotExist();
    assertThat(printed())
        .contains("1 check: 1 green")
        .contains("Evidence: ")
        .doesNotContain("Allure");
    assertThat(ReportFixture.names(folder.resolve("out"))).hasSize(1);
  }

  /** Loaded by a class loader that has no Allure. */
  public static final class RunWithoutAllure {
    private RunWithoutAllure() {}

    public static void run(String output) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(RunWithoutAllure.class.getClassLoader());
      try {
        EngineTestKit.engine("touchstone")
            .selectors(selectClass(LightsOfLoans.Second.class))
            .configurationParameter("touchstone.output", output)
            .execute()
            .testEvents()
            .assertStatistics(tests -> tests.succeeded(1));
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private static SuiteReport report() {
    return ReportFixture.report(ReportFixture.suite("loans", "Loans", ALL), ALL);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
