package org.touchstone.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's build does: real Maven builds of a real project, with the pinned Surefire. */
class MavenBuildTest {

  @TempDir private static Path folder;
  private static Path mavenHome = Path.of("");
  private static Path localRepository = Path.of("");

  @BeforeAll
  static void compileTheProject() throws Exception {
    String home = System.getProperty("touchstone.test.mavenHome", "");
    String repository = System.getProperty("touchstone.test.localRepository", "");
    assumeTrue(
        !home.isEmpty() && !repository.isEmpty(),
        "skipped: these tests run Maven builds, and need to run under Maven themselves");
    mavenHome = Path.of(home);
    localRepository = Path.of(repository);
    NestedProject.create(folder, localRepository);
    Build compile = maven(List.of("test-compile"));
    assertThat(compile.exitCode()).as(compile.console()).isZero();
  }

  @Test
  void a_red_kpi_fails_the_build_with_its_reason_in_the_xml() {
    Build build = test("RedConformityTest");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console())
        .contains("Tests run: 16,")
        .doesNotContain("Tests run: 0")
        .contains("BUILD FAILURE");
    assertThat(build.xml("suites.RedConformityTest"))
        .contains(
            "name=\"2. Discrimination &gt; 2.1 Group fairness &gt; 2.1.2a Disparate impact &gt;"
                + " sex\" classname=\"suites.RedConformityTest\"")
        .contains("&gt; sex, region=north\" classname=\"suites.RedConformityTest\"")
        .contains(
            "<failure message=\"RED 2.1.2a Disparate impact (sex): 1.502, 95 % interval [1.344, 1.707]")
        .contains("To be green: the value in [0.8, 1.25]")
        .contains(
            "<skipped", "AMBER 1.2.2 F1-score (overall): 0.555, 95 % interval [0.4718, 0.6383]");
    assertThat(folder.resolve("target/touchstone/suites.RedConformityTest/evidence.json"))
        .isNotEmptyFile();
  }

  @Test
  void a_red_kpi_of_a_suite_file_fails_the_build_by_a_one_line_class_and_by_a_junit_suite() {
    Build build = test("RedFile*");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console()).contains("Tests run: 32,");
    assertThat(build.xml("suites.RedFileConformityTest"))
        .contains(
            "<failure message=\"RED 2.1.2a Disparate impact (sex): 1.502, 95 % interval [1.344, 1.707]");
    assertThat(build.xml("suites.RedFileSuiteTest"))
        .contains(
            "<failure message=\"RED 2.1.2a Disparate impact (sex): 1.502, 95 % interval [1.344, 1.707]")
        .contains("<failure message=\"RED 2.1.2b Statistical parity (sex");
  }

  @Test
  void the_kpi_filter_narrows_the_build() {
    Build build = test("RedConformityTest", "touchstone.kpi", "AUC");

    assertThat(build.exitCode()).as(build.console()).isZero();
    assertThat(build.console())
        .contains("Tests run: 4, Failures: 0")
        .contains("NOT COMPLETE: 4 of 16 checks have a result; the others were not selected");
  }

  @Test
  void report_only_passes_the_build_and_says_so() {
    Build build = test("RedConformityTest", "touchstone.gate", "report");

    assertThat(build.exitCode()).as(build.console()).isZero();
    assertThat(build.console())
        .contains("Tests run: 16, Failures: 0, Errors: 0, Skipped: ")
        .contains("Report only (touchstone.gate=report): no verdict fails the build.");
    assertThat(build.xml("suites.RedConformityTest"))
        .contains("<skipped", "Report only: RED 2.1.2a Disparate impact (sex): 1.502");
  }

  @Test
  void a_filter_that_leaves_no_check_fails_the_build() {
    Build build = test("GreenConformityTest", "touchstone.kpi", "AUCC");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console())
        .contains("touchstone.kpi names [AUCC], which no check of the suites of this run has");

    Build empty = test("GreenConformityTest", "touchstone.kpi", "");

    assertThat(empty.exitCode()).as(empty.console()).isEqualTo(1);
    assertThat(empty.console()).contains("touchstone.kpi is \"\" and has an empty term");
  }

  @Test
  void a_suite_with_nothing_to_measure_and_a_broken_one_fail_the_build_with_their_messages() {
    Build build = test("NothingConformityTest,BrokenConformityTest");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console())
        .contains("KPI \"NOTHING\" is unknown; known are [")
        .contains("Suite class suites.BrokenConformityTest: KPI \"AUCC\" is unknown; known are");
  }

  @Test
  void a_suite_with_only_skipped_checks_says_so() {
    Build build = test("AmberOnlyConformityTest");

    assertThat(build.exitCode()).as(build.console()).isZero();
    assertThat(build.console())
        .contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 4")
        .contains("4 checks: 0 green, 4 amber, 0 red");
    assertThat(build.xml("suites.AmberOnlyConformityTest"))
        .contains("<skipped", "AMBER 1.2.2 F1-score (overall): 0.555");
  }

  @Test
  void a_check_that_fails_once_runs_again_by_its_id() {
    Build build = test("FlakyConformityTest", "surefire.rerunFailingTestsCount", "1");

    assertThat(build.exitCode()).as(build.console()).isZero();
    assertThat(build.console()).contains("Flakes: 1").contains("the network was down");
    // The second run's evidence is of the one check that it ran, and says so.
    assertThat(build.console())
        .contains("NOT COMPLETE: 1 of 5 checks have a result; the others were not selected");
  }

  @Test
  void a_killed_build_leaves_no_evidence_and_no_half_of_it() throws IOException {
    Build build = test("HaltConformityTest");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    try (Stream<Path> files = Files.walk(folder.resolve("target"))) {
      assertThat(files.map(Path::toString))
          .noneMatch(file -> file.endsWith("evidence.json") || file.endsWith(".tmp"));
    }
  }

  /** The trap that docs/suites.md tells of; naming the class for Surefire is the way out. */
  @Test
  void a_class_with_another_name_is_passed_over_unless_the_build_asks_for_it() {
    Build build = maven(List.of("surefire:test"), "excluded", "**/suites/**");
    Build strict =
        maven(List.of("surefire:test"), "excluded", "**/suites/**", "failIfNoTests", "true");
    Build asked = test("CreditAudit");

    assertThat(build.exitCode()).as(build.console()).isZero();
    assertThat(build.console()).doesNotContain("Tests run:");
    assertThat(strict.exitCode()).as(strict.console()).isEqualTo(1);
    assertThat(strict.console()).contains("No tests");
    assertThat(asked.exitCode()).as(asked.console()).isEqualTo(1);
    assertThat(asked.console()).contains("Tests run: 16,");
  }

  @Test
  void a_wrong_setting_fails_the_build() {
    Build build = test("GreenConformityTest", "touchstone.gate", "on");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console()).contains("touchstone.gate is \"on\"; it is one of enforce, report");
  }

  @Test
  void a_report_that_cannot_be_written_fails_the_build() {
    Build build = test("GreenConformityTest", "touchstone.output", "pom.xml");

    assertThat(build.exitCode()).as(build.console()).isEqualTo(1);
    assertThat(build.console())
        .contains("Cannot write pom.xml")
        .contains("4 checks: 4 green, 0 amber, 0 red");
  }

  private static Build test(String tests, String... properties) {
    String[] all =
        Stream.concat(Stream.of("test", tests), Stream.of(properties)).toArray(String[]::new);
    return maven(List.of("surefire:test"), all);
  }

  private static Build maven(List<String> goals, String... properties) {
    try {
      deleteReports();
      StringBuilder console = new StringBuilder();
      Properties userProperties = new Properties();
      for (int i = 0; i < properties.length; i += 2) {
        userProperties.setProperty(properties[i], properties[i + 1]);
      }
      InvocationRequest request = new DefaultInvocationRequest();
      request.setPomFile(folder.resolve("pom.xml").toFile());
      request.setBaseDirectory(folder.toFile());
      request.setJavaHome(Path.of(System.getProperty("java.home")).toFile());
      request.setMavenHome(mavenHome.toFile());
      request.setLocalRepositoryDirectory(localRepository.toFile());
      request.setMavenOpts("-XX:TieredStopAtLevel=1 -Xshare:auto");
      request.setGoals(goals);
      request.setProperties(userProperties);
      request.setOffline(true);
      request.setBatchMode(true);
      request.setOutputHandler(line -> console.append(line).append('\n'));
      int exitCode = new DefaultInvoker().execute(request).getExitCode();
      return new Build(exitCode, console.toString());
    } catch (Exception e) {
      throw new IllegalStateException("Maven could not be run: " + e, e);
    }
  }

  /** Each build's reports are its own. */
  private static void deleteReports() throws IOException {
    for (String name : List.of("surefire-reports", "touchstone")) {
      Path reports = folder.resolve("target").resolve(name);
      if (Files.exists(reports)) {
        try (Stream<Path> files = Files.walk(reports)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private record Build(int exitCode, String console) {

    String xml(String className) {
      try {
        return Files.readString(
            folder.resolve("target/surefire-reports/TEST-" + className + ".xml"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
