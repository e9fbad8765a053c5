package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoveryIssue;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.junit.suites.LoanSubject;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.Payments;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TestSequences;
import org.touchstone.suite.TrainingData;
import org.touchstone.suite.TrainingSequences;

/** Mistakes in suite classes about sequences; see {@link WrongSuiteClassTest}. */
class WrongSequenceClassTest {

  @TempDir Path output;

  @Test
  void a_sequence_model_needs_test_sequences() {
    assertMistake(
        NoSequences.class,
        "model() has @ModelUnderTest and returns SequenceClassifier; it has to return a"
            + " Classifier, or add a method with @TestSequences",
        "a method has @TrainingSequences and none has @TestSequences");
  }

  @Test
  void test_sequences_need_a_sequence_model_and_no_training_table() {
    assertMistake(
        TableModel.class,
        "model() has @ModelUnderTest and returns Classifier; it has to return a"
            + " SequenceClassifier",
        "use @TrainingSequences instead of @TrainingData");
  }

  @Test
  void test_sequences_are_sequences() {
    assertMistake(
        WrongReturn.class,
        "events() has @TestSequences and returns Dataset; it has to return Sequences");
  }

  @Test
  void a_table_has_no_sensitive_event_features() {
    assertMistake(
        EventFeaturesOfATable.class,
        "@AuditRoles names sensitiveEventFeatures, but a table has no events");
  }

  @Test
  void what_does_not_fit_the_data_is_an_error_of_the_suite() {
    assertThat(Runs.outcome(Runs.run(output, UnknownEventFeature.class), "UnknownEventFeature"))
        .contains("FAILED")
        .contains(
            "Sensitive event feature \"postcode\" is no column of an event; the columns are"
                + " [amount, night, age]");
  }

  private static void assertMistake(Class<?> type, String... messages) {
    assertThat(Runs.discover(selectClass(type)).getDiscoveryIssues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.ERROR);
              assertThat(issue.message()).contains(type.getName()).contains(messages);
            });
  }

  @ConformitySuite(profile = "/payments/payments.rag.json")
  @AuditRoles(label = "outcome", positiveClass = "fraud", favourableOutcome = "genuine")
  static class NoSequences {
    @ModelUnderTest
    SequenceClassifier model(Schema schema) {
      return Payments.model(schema);
    }

    @TestData
    Dataset clients() {
      return Payments.clients();
    }

    @TrainingSequences
    Sequences training() {
      return Payments.events();
    }
  }

  @ConformitySuite(profile = "/loans/loans.rag.json")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class TableModel extends LoanSubject {
    @TestSequences
    Sequences events() {
      return Payments.events();
    }

    @TrainingData
    Dataset training() {
      return Loans.data();
    }
  }

  @ConformitySuite(profile = "/payments/payments.rag.json")
  @AuditRoles(label = "outcome", positiveClass = "fraud", favourableOutcome = "genuine")
  static class WrongReturn {
    @ModelUnderTest
    SequenceClassifier model(Schema schema) {
      return Payments.model(schema);
    }

    @TestData
    Dataset clients() {
      return Payments.clients();
    }

    @TestSequences
    Dataset events() {
      return Payments.clients();
    }
  }

  @ConformitySuite(profile = "/loans/loans.rag.json")
  @AuditRoles(
      label = "repaid",
      positiveClass = "no",
      favourableOutcome = "yes",
      sensitiveEventFeatures = "age")
  static class EventFeaturesOfATable extends LoanSubject {}

  @ConformitySuite(profile = "/payments/payments.rag.json")
  @AuditRoles(
      label = "outcome",
      positiveClass = "fraud",
      favourableOutcome = "genuine",
      sensitiveEventFeatures = "postcode")
  static class UnknownEventFeature {
    @ModelUnderTest
    SequenceClassifier model(Schema schema) {
      return Payments.model(schema);
    }

    @TestData
    Dataset clients() {
      return Payments.clients();
    }

    @TestSequences
    Sequences events() {
      return Payments.events();
    }
  }
}
