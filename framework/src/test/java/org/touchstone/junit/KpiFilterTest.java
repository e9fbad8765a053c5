package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.junit.suites.LightsSuite;
import org.touchstone.junit.suites.LoanSuite;

class KpiFilterTest {

  @TempDir Path output;

  @ParameterizedTest
  @CsvSource({
    "AUC, 4",
    "1.2.1, 4",
    "1.2, 8",
    "1, 8",
    "2.1.2, 8",
    "2.1.2a, 4",
    "fairness, 8",
    "'AUC,DI', 8",
    "' AUC , 1.2.1 ', 4",
    "'1,2', 16"
  })
  void runs_the_kpis_with_the_id_number_or_tag(String terms, long tests) {
    EngineExecutionResults results = Runs.run(output, LoanSuite.class, "touchstone.kpi", terms);

    assertThat(results.testEvents().started().count()).isEqualTo(tests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auc", "1.", "1.20", "AUCC", "DOC", "VIF", "2.1.2c"})
  void a_term_that_names_no_check_is_refused_and_fails(String term) {
    EngineTestKit.Builder builder =
        Runs.engine(output)
            .selectors(selectClass(LoanSuite.class))
            .configurationParameter("touchstone.kpi", "AUC," + term);
    String message =
        "touchstone.kpi names ["
            + term
            + "], which no check of the suites of this run has; they have [1, 1.2, 1.2.1, 1.2.2, 2,"
            + " 2.1, 2.1.2, 2.1.2a, 2.1.2b, AUC, DI, F1, SP, accuracy, fairness]";

    EngineDiscoveryResults discovered = builder.discover();

    assertThat(discovered.getDiscoveryIssues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.ERROR);
              assertThat(issue.message()).isEqualTo(message);
            });
    assertThat(Runs.nodes(discovered))
        .filteredOn(node -> node.getDisplayName().endsWith(message))
        .singleElement()
        .satisfies(node -> assertThat(node.isTest()).isTrue());
    assertThat(Runs.outcome(builder.execute(), "Touchstone"))
        .startsWith("FAILED")
        .contains(message);
  }

  @Test
  void a_term_may_name_a_check_of_one_of_several_suites() {
    EngineExecutionResults results =
        Runs.engine(output)
            .selectors(selectClass(LoanSuite.class), selectClass(LightsSuite.class))
            .configurationParameter("touchstone.kpi", "LIGHT_GREEN")
            .execute();

    assertThat(Runs.names(results.testEvents().started()))
        .containsExactly("Own checks > Own checks > LIGHT_GREEN > overall");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "AUC,", "AUC,,DI"})
  void an_empty_term_is_refused(String terms) {
    EngineExecutionResults results = Runs.run(output, LoanSuite.class, "touchstone.kpi", terms);

    assertThat(Runs.outcome(results, "Touchstone"))
        .startsWith("FAILED")
        .contains(
            "touchstone.kpi is \""
                + terms
                + "\" and has an empty term; name KPIs, as in AUC,2.1, or leave the parameter out"
                + " to run all");
    assertThat(results.testEvents().started().count()).isZero();
  }
}
