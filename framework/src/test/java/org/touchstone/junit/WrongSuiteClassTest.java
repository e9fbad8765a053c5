package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;
import org.touchstone.junit.suites.LoanSubject;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformityCheck;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** Each mistake in a suite class is found before anything runs, and the message says what to do. */
class WrongSuiteClassTest {

  private static final String LOANS = "/loans/loans.rag.json";

  @TempDir Path output;

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void a_mistake_is_an_issue_with_the_class_as_its_source(Class<?> type, List<String> messages) {
    EngineDiscoveryResults discovered = Runs.discover(selectClass(type));

    assertThat(discovered.getDiscoveryIssues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.ERROR);
              assertThat(issue.source()).contains(ClassSource.from(type));
              assertThat(issue.message()).contains(type.getName()).contains(messages);
            });
    assertThat(Runs.nodes(discovered))
        .singleElement()
        .satisfies(node -> assertThat(node.isTest()).isTrue());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            NoProfile.class,
            "the profile is missing; write @ConformitySuite(profile = \"eu-ai-act-high-risk\")"),
        mistake(
            UnknownProfile.class,
            "no profile has the id \"eu-ai-act-high-risc\"",
            "did you mean \"eu-ai-act-high-risk\"?"),
        mistake(
            MissingProfile.class,
            "no resource \"org/touchstone/junit/gone.rag.json\"",
            "class path"),
        mistake(
            NoRoles.class,
            "@AuditRoles is missing; it names the label, its positive class and its favourable"
                + " outcome"),
        mistake(
            NoMembers.class,
            "no method has @ModelUnderTest; add one that returns a Classifier",
            "no method has @TestData; add one that returns a Dataset"),
        mistake(TwoModels.class, "2 methods have @ModelUnderTest; keep one"),
        mistake(
            WrongReturn.class,
            "model() has @ModelUnderTest and returns String; it has to return a Classifier",
            "data() has @TestData and returns void; it has to return a Dataset"),
        mistake(
            WrongParameters.class,
            "model() has @ModelUnderTest and takes [int]; it takes nothing, or a Schema",
            "data() has @TestData and takes [Schema]; it takes nothing"),
        mistake(
            FileAndProfile.class,
            "names the suite file \"/loans/loans.conformity.json\" and has settings or members of"
                + " its own as well; keep one of the two"),
        mistake(FileAndMembers.class, "has settings or members of its own as well"),
        mistake(UnknownKpi.class, "KPI \"AUCC\" is unknown; known are [", " AUC, "),
        mistake(KpiTwice.class, "kpis names \"AUC\" twice; keep one"),
        mistake(
            NoBands.class,
            "profile \"loans\" has no bands for KPI \"FM\"; add them in a profile that extends it"),
        mistake(Threshold.class, "decisionThreshold is 1.5; it lies between 0 and 1"),
        mistake(
            WrongTag.class,
            "found the tag \"two words\"; a tag has no spaces and none of , ( ) & | ! and is not"
                + " empty"),
        mistake(NothingToMeasure.class, "KPI \"NOTHING\" is unknown; known are ["),
        mistake(
            Abstract.class, "it is abstract; put @ConformitySuite on the class that extends it"),
        mistake(Inner.class, "it is an inner class; make it static"),
        mistake(NoConstructor.class, "it has no constructor without parameters; add one"),
        mistake(
            CheckReturnsDouble.class,
            "check check() has to return a Measurement, and may take an Audit and KpiParameters"),
        mistake(
            CheckTakesInt.class,
            "check check() has to return a Measurement, and may take an Audit and KpiParameters"),
        mistake(
            CheckWithoutBands.class,
            "check check() has no bands: profile \"loans\" does not name \"MINE\"; add it there, or"
                + " write green, amber and red here"),
        mistake(
            CheckWithBandsTwice.class,
            "check check() has bands, and profile \"lights\" has bands for \"LIGHT_INSUFFICIENT\" as"
                + " well; keep one of the two"),
        mistake(CheckWithGap.class, "check check(): "),
        mistake(CheckWithBadId.class, "check check(): A KPI id is a letter followed by"),
        mistake(
            CheckWithTakenId.class, "check id \"AUC\" is taken by 1.2.1 AUC-ROC; choose another"),
        mistake(CheckWithBadTag.class, "found the tag \"a|b\""),
        mistake(CheckTwice.class, "check id \"MINE\" is taken by MINE; choose another"));
  }

  @Test
  void an_unknown_kpi_and_an_unknown_parameter_in_the_profile_are_refused_with_their_lines() {
    assertThat(Runs.discover(selectClass(WrongProfile.class)).getDiscoveryIssues())
        .singleElement()
        .extracting(DiscoveryIssue::message)
        .asString()
        .contains(
            "classpath:loans/wrong.rag.json:7:5 /kpis/AUCC: KPI \"AUCC\" is unknown; known are")
        .contains(
            "classpath:loans/wrong.rag.json:11:5 /kpis/SP: KPI \"SP\" has no parameter \"form\"; it"
                + " has [level]");
  }

  @Test
  void a_private_static_suite_with_inherited_members_runs() {
    EngineExecutionResults results = Runs.run(output, Private.class);

    assertThat(Runs.outcome(results, "1.2.1 AUC-ROC > overall")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void a_composed_annotation_makes_a_suite_and_is_none_itself() {
    List<String> suites = Runs.suites(Runs.discover(selectPackage("org.touchstone.junit")));

    assertThat(suites).contains(Composed.class.getName()).doesNotContain(OfLoans.class.getName());
    assertThat(Runs.discover(selectClass(Composed.class)).getDiscoveryIssues()).isEmpty();
  }

  @Test
  void a_suite_outside_of_the_class_path_s_packages_is_not_one() {
    assertThat(Runs.suites(Runs.discover(selectClass(LoanSubject.class)))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void a_check_that_does_not_keep_its_word_is_an_error(Class<?> type, String message) {
    EngineExecutionResults results = Runs.run(output, type);

    assertThat(Runs.outcome(results, "MINE > overall")).isEqualTo("FAILED " + message);
    assertThat(Runs.outcome(results, "1.2.1 AUC-ROC > overall")).isEqualTo("SUCCESSFUL");
  }

  static Stream<Arguments> checks() {
    return Stream.of(
        Arguments.of(
            CheckReturnsNull.class,
            "Check CheckReturnsNull.check() returned nothing; it has to return a Measurement"),
        Arguments.of(
            CheckReturnsOther.class,
            "Check CheckReturnsOther.check() returned a measurement of YOURS (overall); it has to"
                + " return one of MINE (overall)"),
        Arguments.of(
            CheckReturnsGroup.class,
            "Check CheckReturnsGroup.check() returned a measurement of MINE (sex); it has to return"
                + " one of MINE (overall)"),
        Arguments.of(CheckThrows.class, "no contact with the ledger"),
        Arguments.of(
            CheckOutOfRange.class,
            "MINE (overall) is 2.0, outside the range [0, 1] that the profile declares; correct the"
                + " range in the profile"));
  }

  @Test
  void a_check_may_take_the_audit_and_the_parameters() {
    EngineExecutionResults results = Runs.run(output, CheckTakesBoth.class);

    assertThat(Runs.outcome(results, "MINE > overall")).isEqualTo("SUCCESSFUL");
  }

  private static Arguments mistake(Class<?> type, String... messages) {
    return Arguments.of(type, List.of(messages));
  }

  @Retention(RetentionPolicy.RUNTIME)
  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  @interface OfLoans {}

  @OfLoans
  static class Composed extends LoanSubject {}

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  private static class Private extends LoanSubject {}

  @ConformitySuite
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class NoProfile extends LoanSubject {}

  @ConformitySuite(profile = "eu-ai-act-high-risc")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class UnknownProfile extends LoanSubject {}

  @ConformitySuite(profile = "gone.rag.json")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class MissingProfile extends LoanSubject {}

  @ConformitySuite(profile = "/loans/wrong.rag.json")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class WrongProfile extends LoanSubject {}

  @ConformitySuite(profile = LOANS)
  static class NoRoles extends LoanSubject {}

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class NoMembers {}

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class TwoModels extends LoanSubject {
    @ModelUnderTest
    Classifier other(Schema schema) {
      return Loans.model(schema);
    }
  }

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class WrongReturn {
    @ModelUnderTest
    String model() {
      return "model";
    }

    @TestData
    void data() {}
  }

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class WrongParameters {
    @ModelUnderTest
    Classifier model(int seed) {
      throw new IllegalStateException("seed " + seed);
    }

    @TestData
    Dataset data(Schema schema) {
      throw new IllegalStateException("schema " + schema.names());
    }
  }

  @ConformitySuite(file = "/loans/loans.conformity.json", profile = LOANS)
  static class FileAndProfile {}

  @ConformitySuite(file = "/loans/loans.conformity.json")
  static class FileAndMembers extends LoanSubject {}

  @ConformitySuite(
      profile = LOANS,
      kpis = {"AUC", "AUCC"})
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class UnknownKpi extends LoanSubject {}

  @ConformitySuite(
      profile = LOANS,
      kpis = {"AUC", "AUC"})
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class KpiTwice extends LoanSubject {}

  @ConformitySuite(profile = LOANS, kpis = "FM")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class NoBands extends LoanSubject {}

  @ConformitySuite(profile = LOANS, decisionThreshold = 1.5)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class Threshold extends LoanSubject {}

  @ConformitySuite(profile = LOANS, tags = "two words")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class WrongTag extends LoanSubject {}

  @ConformitySuite(profile = "/loans/nothing.rag.json")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class NothingToMeasure extends LoanSubject {}

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  abstract static class Abstract extends LoanSubject {}

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  @SuppressWarnings("ClassCanBeStatic") // That is the mistake.
  class Inner extends LoanSubject {}

  @ConformitySuite(profile = LOANS)
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class NoConstructor extends LoanSubject {
    final int seed;

    NoConstructor(int seed) {
      this.seed = seed;
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckReturnsDouble extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    double check() {
      return 1;
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckTakesInt extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check(int seed) {
      return value("MINE", seed);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithoutBands extends LoanSubject {
    @ConformityCheck(id = "MINE", meaning = "Mine.")
    Measurement check() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = "/loans/lights.rag.json", kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithBandsTwice extends LoanSubject {
    @ConformityCheck(
        id = "LIGHT_INSUFFICIENT",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("LIGHT_INSUFFICIENT", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithGap extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.45)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithBadId extends LoanSubject {
    @ConformityCheck(
        id = "MY-CHECK",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithTakenId extends LoanSubject {
    @ConformityCheck(id = "AUC", meaning = "Mine.")
    Measurement check() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckWithBadTag extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)",
        tags = "a|b")
    Measurement check() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckTwice extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("MINE", 1);
    }

    @ConformityCheck(
        id = "MINE",
        meaning = "Mine too.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement again() {
      return value("MINE", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckReturnsNull extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    @Nullable Measurement check() {
      return null;
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckReturnsOther extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("YOURS", 1);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckReturnsGroup extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return Measurement.of(KpiId.of("MINE"), Scope.ofSensitive("sex"), 1, SampleSize.ofRows(400));
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckThrows extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() throws IOException {
      throw new IOException("no contact with the ledger");
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckOutOfRange extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check() {
      return value("MINE", 2);
    }
  }

  @ConformitySuite(profile = LOANS, kpis = "AUC")
  @AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
  static class CheckTakesBoth extends LoanSubject {
    @ConformityCheck(
        id = "MINE",
        meaning = "Mine.",
        range = "[0, 1]",
        green = "[0.5, 1]",
        amber = "[0.4, 0.5)",
        red = "[0, 0.4)")
    Measurement check(KpiParameters parameters, Audit audit) {
      return value("MINE", audit.test().rowCount() == 400 ? parameters.number("share", 1) : 0);
    }
  }

  private static Measurement value(String id, double value) {
    return Measurement.of(KpiId.of(id), Scope.OVERALL, value, SampleSize.ofRows(400));
  }
}
