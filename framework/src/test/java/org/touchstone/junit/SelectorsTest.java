package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUri;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Events;
import org.touchstone.junit.suites.LoanFileSuite;
import org.touchstone.junit.suites.LoanSuite;
import org.touchstone.suite.Loans;

class SelectorsTest {

  private static final UniqueId SUITE =
      UniqueId.forEngine(TouchstoneTestEngine.ID).append("suite", LoanSuite.class.getName());
  private static final UniqueId DI =
      SUITE
          .append("aspect", "2. Discrimination")
          .append("sub-aspect", "2.1 Group fairness")
          .append("kpi", "DI");

  @TempDir Path folder;

  @Test
  void a_class_selector_finds_its_suite_and_nothing_else() {
    assertThat(Runs.suites(Runs.discover(selectClass(LoanSuite.class))))
        .containsExactly(LoanSuite.class.getName());
    assertThat(Runs.suites(Runs.discover(selectClass(String.class)))).isEmpty();
  }

  @Test
  void a_package_selector_finds_the_suites_of_the_package() {
    assertThat(Runs.suites(Runs.discover(selectPackage("org.touchstone.junit.suites"))))
        .contains(LoanSuite.class.getName(), LoanFileSuite.class.getName());
  }

  @Test
  void a_class_path_root_selector_finds_suite_classes_and_suite_files() {
    Path root =
        Path.of(String.valueOf(Loans.file("loans.csv").getParent())).resolve("..").normalize();

    assertThat(Runs.suites(Runs.discover(selectClasspathRoots(Set.of(root)).get(0))))
        .contains("loans/loans.conformity.json")
        .noneMatch(name -> name.endsWith("csv"));
  }

  @Test
  void a_class_path_resource_selector_finds_a_suite_file_only() {
    assertThat(Runs.suites(Runs.discover(selectClasspathResource("loans/loans.conformity.json"))))
        .containsExactly("loans/loans.conformity.json");
    assertThat(Runs.suites(Runs.discover(selectClasspathResource("loans/loans.rag.json"))))
        .isEmpty();
  }

  @Test
  void file_directory_and_uri_selectors_find_the_same_suite() throws Exception {
    Loans.copyTo(folder);
    Path file = folder.resolve("loans.conformity.json");
    Path byDetour = folder.resolve("..").resolve(folder.getFileName()).resolve(file.getFileName());

    List<String> ids = Runs.ids(Runs.discover(selectFile(file.toString())));

    assertThat(ids).hasSizeGreaterThan(4);
    for (DiscoverySelector selector :
        List.of(
            selectFile(byDetour.toString()),
            selectDirectory(folder.toString()),
            selectUri(file.toUri()),
            selectUri(URI.create(file.toUri() + "?line=3")),
            selectUri(folder.toUri()))) {
      assertThat(Runs.ids(Runs.discover(selector))).as("%s", selector).isEqualTo(ids);
    }
    assertThat(
            Runs.suites(
                Runs.discover(
                    selectFile(file.toString()),
                    selectFile(byDetour.toString()),
                    selectDirectory(folder.toString()))))
        .hasSize(1);
  }

  @Test
  void a_file_below_the_working_directory_has_an_id_that_names_no_machine() throws Exception {
    Path below = Files.createTempDirectory(Path.of("target"), "suites");
    Loans.copyTo(below);
    Path file = below.resolve("loans.conformity.json").toAbsolutePath();

    assertThat(Runs.suites(Runs.discover(selectFile(file.toString()))))
        .containsExactly("target/" + below.getFileName() + "/loans.conformity.json");
  }

  @Test
  void a_class_path_uri_names_a_resource() {
    assertThat(
            Runs.suites(
                Runs.discover(selectUri(URI.create("classpath:/loans/loans.conformity.json")))))
        .containsExactly("loans/loans.conformity.json");
    assertThat(Runs.suites(Runs.discover(selectUri(URI.create("https://example.org/x")))))
        .isEmpty();
  }

  @Test
  void a_unique_id_selects_one_leaf() {
    UniqueId leaf = DI.append("scope", "sex");

    assertThat(leaves(leaf)).containsExactly(leaf);
  }

  @Test
  void a_unique_id_selects_a_leaf_that_exists_at_run_time_only() {
    UniqueId leaf = DI.append("groups", "region").append("scope", "sex, region=south");

    assertThat(leaves(leaf)).containsExactly(leaf);
  }

  @Test
  void a_unique_id_selects_a_subtree() {
    assertThat(leaves(DI))
        .hasSize(4)
        .allMatch(id -> id.hasPrefix(DI))
        .contains(
            DI.append("scope", "sex"),
            DI.append("groups", "region").append("scope", "sex, region=west"));
    assertThat(leaves(SUITE)).hasSize(16);
  }

  @Test
  void two_ids_of_one_suite_select_both() {
    UniqueId first = DI.append("scope", "sex");
    UniqueId second = DI.append("groups", "region").append("scope", "sex, region=north");

    assertThat(leaves(first, second)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void the_failed_tests_run_again_by_their_ids() {
    EngineExecutionResults first = Runs.run(folder, LoanSuite.class);
    List<UniqueId> failed = Runs.ids(first.testEvents().failed());

    Events again =
        Runs.engine(folder)
            .selectors(failed.stream().map(id -> selectUniqueId(id)).toList())
            .execute()
            .testEvents();

    assertThat(failed).isNotEmpty();
    assertThat(Runs.ids(again.failed())).containsExactlyInAnyOrderElementsOf(failed);
    assertThat(again.started().count()).isEqualTo(failed.size());
  }

  @Test
  void an_id_that_no_check_has_is_refused() {
    UniqueId leaf = DI.append("scope", "sexx");

    EngineDiscoveryResults discovered = Runs.discover(selectUniqueId(leaf));

    assertThat(discovered.getDiscoveryIssues())
        .singleElement()
        .extracting(issue -> issue.message())
        .isEqualTo("No check has the unique id " + leaf + "; discover the suite again");
  }

  @Test
  void an_id_of_a_group_that_the_data_do_not_have_fails() {
    UniqueId leaf = DI.append("groups", "region").append("scope", "sex, region=east");

    EngineExecutionResults results = Runs.engine(folder).selectors(selectUniqueId(leaf)).execute();

    assertThat(Runs.outcome(results, "by region"))
        .startsWith("FAILED None of the tests that were asked for below")
        .endsWith(
            "exists; the groups are [sex, region=north, sex, region=south, sex, region=west]");
  }

  private List<UniqueId> leaves(UniqueId... ids) {
    return Runs.ids(
        Runs.engine(folder)
            .selectors(List.of(ids).stream().map(id -> selectUniqueId(id)).toList())
            .execute()
            .testEvents()
            .started());
  }
}
