package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

class CancellationTest {

  private static final int ROWS = 20_000;
  private static final AtomicInteger SCORED = new AtomicInteger();
  private static CancellationToken token = CancellationToken.create();

  @TempDir Path output;

  @AfterEach
  void forget() {
    SCORED.set(0);
    token = CancellationToken.create();
  }

  @Test
  void a_cancelled_run_stops_within_a_long_computation_and_its_report_says_so() {
    EngineExecutionResults results =
        Runs.engine(output)
            .selectors(DiscoverySelectors.selectClass(Slow.class))
            .cancellationToken(token)
            .execute();

    assertThat(SCORED.get()).isPositive().isLessThan(ROWS);
    assertThat(results.testEvents().succeeded().count()).isZero();
    assertThat(results.testEvents().failed().count()).isZero();
    assertThat(Runs.outcome(results, "1.2.1 AUC-ROC > overall"))
        .isEqualTo(
            "ABORTED CANCELLED cancelled while scoring 20000 rows, after " + SCORED + " of 20000");
    JsonNode evidence = Evidence.of(output, Slow.class);
    assertThat(evidence.path("complete").booleanValue()).isFalse();
    assertThat(evidence.path("failure").textValue())
        .isEqualTo("0 of 4 checks have a result; the run was cancelled");
    assertThat(evidence.path("results")).isEmpty();
  }

  @Test
  void a_run_that_is_cancelled_before_it_starts_loads_nothing() {
    token.cancel();

    Runs.engine(output)
        .selectors(DiscoverySelectors.selectClass(Slow.class))
        .cancellationToken(token)
        .execute();

    assertThat(SCORED).hasValue(0);
    assertThat(output).isEmptyDirectory();
  }

  @ConformitySuite(profile = "/loans/loans.rag.json")
  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"))
  static class Slow {

    @ModelUnderTest
    Classifier model(Schema schema) {
      Classifier model = Loans.model(schema);
      return new Classifier() {
        @Override
        public int inputWidth() {
          return model.inputWidth();
        }

        @Override
        public void score(double[] rows, int count, double[] out) {
          token.cancel();
          SCORED.addAndGet(count);
          model.score(rows, count, out);
        }
      };
    }

    @TestData
    Dataset data() {
      StringBuilder csv = new StringBuilder("income,age,sex,region,repaid\n");
      for (int row = 0; row < ROWS; row += 2) {
        csv.append("1500,40,male,north,yes\n1400,50,female,south,no\n");
      }
      return CsvDatasets.read(
          InputSource.text("many.csv", csv.toString()),
          Schema.read(Loans.file("loans.schema.json")),
          CsvFormat.DEFAULT);
    }
  }
}
