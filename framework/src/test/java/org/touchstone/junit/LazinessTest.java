package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Classifier;
import org.touchstone.junit.suites.LoanSuite;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** Discovery runs twice in a build, and in dry runs: it touches neither model nor data. */
class LazinessTest {

  @TempDir Path output;

  @BeforeEach
  void countFromZero() {
    LoanSuite.CALLS.set(0);
  }

  @Test
  void a_suite_whose_model_and_data_are_broken_is_discovered() {
    assertThat(Runs.nodes(Runs.discover(selectClass(Broken.class)))).hasSizeGreaterThan(10);
    assertThat(Runs.discover(selectClass(Broken.class)).getDiscoveryIssues()).isEmpty();
  }

  @Test
  void a_suite_file_is_discovered_without_the_files_that_it_names() throws Exception {
    Loans.copyTo(output);
    Files.delete(output.resolve("loans.csv"));
    Files.delete(output.resolve("loans.schema.json"));
    Files.delete(output.resolve("loans.model.json"));
    Files.delete(output.resolve("loans.encoding.json"));

    assertThat(Runs.discover(DiscoverySelectors.selectDirectory(output.toString())))
        .satisfies(
            discovered -> {
              assertThat(discovered.getDiscoveryIssues()).isEmpty();
              assertThat(Runs.nodes(discovered)).hasSizeGreaterThan(10);
            });
  }

  @Test
  void model_and_data_are_asked_for_once_in_a_run() {
    Runs.discover(selectClass(LoanSuite.class));
    assertThat(LoanSuite.CALLS).hasValue(0);

    Runs.run(output, LoanSuite.class);
    assertThat(LoanSuite.CALLS).hasValue(2);
  }

  @Test
  void a_dry_run_visits_the_tests_and_runs_none() {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(LoanSuite.class))
            .configurationParameter("junit.platform.execution.dryRun.enabled", "true")
            .configurationParameter(Configuration.OUTPUT, output.toString())
            .build();

    LauncherFactory.create().execute(request, summary);

    assertThat(summary.getSummary().getTestsFoundCount()).isEqualTo(4);
    assertThat(summary.getSummary().getTestsSkippedCount()).isEqualTo(4);
    assertThat(summary.getSummary().getTestsFailedCount()).isZero();
    assertThat(LoanSuite.CALLS).hasValue(0);
    assertThat(output).isEmptyDirectory();
  }

  @ConformitySuite(profile = "/loans/loans.rag.json")
  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"),
      groups = "region")
  static class Broken {

    Broken() {
      throw new IllegalStateException("not to be made in discovery");
    }

    @ModelUnderTest
    Classifier model() {
      throw new IllegalStateException("not to be loaded in discovery");
    }

    @TestData
    Dataset data() {
      throw new IllegalStateException("not to be read in discovery");
    }
  }
}
