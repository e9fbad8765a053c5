package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;
import org.touchstone.junit.suites.LoanSuite;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformityCheck;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** A fault of one check is an error of that check; the others go on. */
class FaultsTest {

  @TempDir Path output;

  @Test
  void an_exception_in_the_model_names_the_row_and_leaves_the_other_checks_alone() {
    EngineExecutionResults results = Runs.run(output, ThrowsAtRow.class);

    assertThat(Runs.outcome(results, "AUC-ROC > overall"))
        .startsWith("FAILED ")
        .contains("row 101")
        .contains("the feature store is down");
    assertThat(Runs.outcome(results, "INDEPENDENT > overall")).isEqualTo("SUCCESSFUL");
    JsonNode evidence = Evidence.of(output, ThrowsAtRow.class);
    assertThat(evidence.path("complete").booleanValue()).isTrue();
    assertThat(evidence.path("counts").path("ERROR").intValue()).isEqualTo(4);
    assertThat(evidence.path("counts").path("GREEN").intValue()).isEqualTo(1);
  }

  @Test
  void a_prediction_that_is_not_a_number_stops_the_checks_that_need_it() {
    EngineExecutionResults results = Runs.run(output, ReturnsNan.class);

    assertThat(Runs.outcome(results, "AUC-ROC > overall"))
        .startsWith("FAILED The model returned NaN for row 8")
        .endsWith("a probability lies in [0, 1]");
    assertThat(Runs.outcome(results, "INDEPENDENT > overall")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void an_error_of_the_jvm_in_the_model_is_an_error_of_the_check() {
    EngineExecutionResults results = Runs.run(output, LacksLibrary.class);

    assertThat(Runs.outcome(results, "AUC-ROC > overall"))
        .isEqualTo("FAILED no tensor_native in java.library.path");
    assertThat(Evidence.of(output, LacksLibrary.class).path("counts").path("ERROR").intValue())
        .isEqualTo(4);
  }

  @Test
  void a_model_that_cannot_be_loaded_fails_the_suite_and_the_evidence_says_why() {
    EngineExecutionResults results = Runs.run(output, Unloadable.class);

    assertThat(Runs.outcome(results, "Unloadable")).isEqualTo("FAILED the registry is down");
    assertThat(results.testEvents().started().count()).isZero();
    JsonNode evidence = Evidence.of(output, Unloadable.class);
    assertThat(evidence.path("complete").booleanValue()).isFalse();
    assertThat(evidence.path("failure").textValue()).isEqualTo("the registry is down");
  }

  @Test
  void in_report_only_a_model_that_cannot_be_loaded_fails_nothing() {
    EngineExecutionResults results =
        Runs.run(output, Unloadable.class, "touchstone.gate", "report");

    assertThat(Runs.outcome(results, "Unloadable"))
        .isEqualTo("ABORTED ERROR (report only) the registry is down");
    assertThat(Evidence.of(output, Unloadable.class).path("complete").booleanValue()).isFalse();
  }

  @Test
  void a_broken_suite_does_not_stop_the_others() {
    EngineExecutionResults results =
        Runs.engine(output)
            .selectors(
                DiscoverySelectors.selectClass(Unloadable.class),
                DiscoverySelectors.selectClass(LoanSuite.class))
            .execute();

    assertThat(Runs.outcome(results, "1.2.1 AUC-ROC > overall")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void a_report_that_cannot_be_written_is_an_error_of_the_suite_and_the_verdicts_stand()
      throws Exception {
    Path file = Files.createFile(output.resolve("occupied"));

    EngineExecutionResults results = Runs.run(file, LoanSuite.class);

    assertThat(Runs.outcome(results, "LoanSuite")).startsWith("FAILED Cannot write " + file);
    assertThat(Runs.outcome(results, "1.2.1 AUC-ROC > overall")).isEqualTo("SUCCESSFUL");
    assertThat(Runs.outcome(results, "Disparate impact > sex")).startsWith("FAILED RED");
  }

  @Test
  void evidence_of_a_part_of_the_checks_says_that_it_is_a_part() {
    EngineTestKit.Builder part =
        Runs.engine(output)
            .selectors(DiscoverySelectors.selectClass(LoanSuite.class))
            .configurationParameter("touchstone.kpi", "AUC");

    part.execute();

    JsonNode evidence = Evidence.of(output, LoanSuite.class);
    assertThat(evidence.path("complete").booleanValue()).isFalse();
    assertThat(evidence.path("failure").textValue())
        .isEqualTo("4 of 16 checks have a result; the others were not selected");
    assertThat(evidence.path("settings").path("touchstone.kpi").textValue()).isEqualTo("AUC");
  }

  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"))
  @ConformitySuite(profile = "/loans/loans.rag.json")
  static class ThrowsAtRow extends IndependentCheck {

    @ModelUnderTest
    Classifier model(Schema schema) {
      Dataset data = Loans.data();
      double[] row = new double[schema.size()];
      data.copyRows(100, 101, row);
      return changed(
          schema,
          (rows, count, out) -> {
            for (int i = 0; i < count; i++) {
              if (java.util.Arrays.equals(
                  rows, i * row.length, (i + 1) * row.length, row, 0, row.length)) {
                throw new IllegalStateException("the feature store is down");
              }
            }
          });
    }
  }

  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"))
  @ConformitySuite(profile = "/loans/loans.rag.json")
  static class ReturnsNan extends IndependentCheck {

    @ModelUnderTest
    Classifier model(Schema schema) {
      return changed(schema, (rows, count, out) -> out[7] = Double.NaN);
    }
  }

  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"))
  @ConformitySuite(profile = "/loans/loans.rag.json")
  static class LacksLibrary extends IndependentCheck {

    @ModelUnderTest
    Classifier model(Schema schema) {
      return changed(
          schema,
          (rows, count, out) -> {
            throw new UnsatisfiedLinkError("no tensor_native in java.library.path");
          });
    }
  }

  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  @ConformitySuite(profile = "/loans/loans.rag.json")
  static class Unloadable {

    @ModelUnderTest
    Classifier model(Schema schema) {
      return Loans.model(schema);
    }

    @TestData
    Dataset rows() throws java.io.IOException {
      throw new java.io.IOException("the registry is down");
    }
  }

  /** A check that does not ask the model. */
  abstract static class IndependentCheck {

    @TestData
    Dataset data() {
      return Loans.data();
    }

    @ConformityCheck(
        id = "INDEPENDENT",
        meaning = "It needs no prediction.",
        green = "[0, inf)",
        amber = "[-1, 0)",
        red = "(-inf, -1)")
    Measurement independent() {
      return Measurement.of(KpiId.of("INDEPENDENT"), Scope.OVERALL, 1, SampleSize.ofRows(400));
    }
  }

  private interface Change {
    void apply(double[] rows, int count, double[] out);
  }

  private static Classifier changed(Schema schema, Change change) {
    Classifier model = Loans.model(schema);
    return new Classifier() {
      @Override
      public int inputWidth() {
        return model.inputWidth();
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        model.score(rows, count, out);
        change.apply(rows, count, out);
      }
    };
  }
}
