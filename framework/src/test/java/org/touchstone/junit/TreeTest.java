package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.touchstone.junit.suites.LoanSuite;

class TreeTest {

  private static final ClassSelector LOANS = selectClass(LoanSuite.class);

  @TempDir Path output;

  @Test
  void the_tree_is_suite_aspect_sub_aspect_kpi_and_test() {
    TestDescriptor engine = Runs.discover(LOANS).getEngineDescriptor();

    assertThat(outline(engine, ""))
        .containsExactly(
            "LoanSuite",
            "  1. Model",
            "    1.2 Accuracy of predictions",
            "      1.2.1 AUC-ROC",
            "        1. Model > 1.2 Accuracy of predictions > 1.2.1 AUC-ROC > overall",
            "        by region",
            "      1.2.2 F1-score",
            "        1. Model > 1.2 Accuracy of predictions > 1.2.2 F1-score > overall",
            "        by region",
            "  2. Discrimination",
            "    2.1 Group fairness",
            "      2.1.2a Disparate impact",
            "        2. Discrimination > 2.1 Group fairness > 2.1.2a Disparate impact > sex",
            "        by region",
            "      2.1.2b Statistical parity",
            "        2. Discrimination > 2.1 Group fairness > 2.1.2b Statistical parity > sex",
            "        by region");
  }

  @Test
  void the_name_of_a_group_s_test_carries_the_path_and_the_group() {
    EngineExecutionResults results = Runs.run(output, LoanSuite.class);

    assertThat(Runs.names(results.testEvents().started()))
        .hasSize(16)
        .contains("1. Model > 1.2 Accuracy of predictions > 1.2.1 AUC-ROC > region=north")
        .contains(
            "2. Discrimination > 2.1 Group fairness > 2.1.2a Disparate impact > sex, region=west");
  }

  @Test
  void ids_are_the_same_in_every_discovery() {
    assertThat(Runs.ids(Runs.discover(LOANS))).isEqualTo(Runs.ids(Runs.discover(LOANS)));
  }

  /** Under Surefire a tree whose ancestors have no class source is "Tests run: 0". */
  @Test
  void every_node_has_the_source_of_its_suite() {
    EngineExecutionResults results = Runs.run(output, LoanSuite.class);

    assertThat(results.allEvents().started().stream())
        .filteredOn(event -> event.getTestDescriptor().getParent().isPresent())
        .allSatisfy(
            event ->
                assertThat(event.getTestDescriptor().getSource())
                    .contains(ClassSource.from(LoanSuite.class)));
  }

  @Test
  void tests_have_the_tags_of_the_suite_the_numbers_above_them_the_id_and_the_kpi_s_tags() {
    EngineExecutionResults results = Runs.run(output, LoanSuite.class);

    assertThat(tags(results, "1.2.1 AUC-ROC > overall"))
        .containsExactly("1", "1.2", "1.2.1", "AUC", "accuracy", "loans");
    assertThat(tags(results, "2.1.2a Disparate impact > sex, region=west"))
        .containsExactly("2", "2.1", "2.1.2", "2.1.2a", "DI", "fairness", "loans");
  }

  @Test
  void tag_filters_reach_the_tests_of_groups() {
    EngineExecutionResults fairness =
        Runs.engine(output)
            .selectors(LOANS)
            .filters(TagFilter.includeTags("fairness"), TagFilter.excludeTags("SP"))
            .execute();
    EngineExecutionResults number =
        Runs.engine(output).selectors(LOANS).filters(TagFilter.includeTags("1.2")).execute();

    assertThat(Runs.names(fairness.testEvents().started()))
        .hasSize(4)
        .allMatch(name -> name.contains("Disparate impact"));
    assertThat(number.testEvents().started().count()).isEqualTo(8);
  }

  private static Set<String> tags(EngineExecutionResults results, String nameEnding) {
    return results.testEvents().started().stream()
        .map(event -> event.getTestDescriptor())
        .filter(test -> test.getDisplayName().endsWith(nameEnding))
        .flatMap(test -> test.getTags().stream())
        .map(TestTag::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> outline(TestDescriptor parent, String indent) {
    return parent.getChildren().stream()
        .flatMap(
            child ->
                java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(indent + child.getDisplayName()),
                    outline(child, indent + "  ").stream()))
        .toList();
  }
}
