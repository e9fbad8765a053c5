package org.touchstone.assertj;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.touchstone.assertj.TouchstoneAssertions.assertThat;
import static org.touchstone.engine.kpi.KpiIds.AUC;
import static org.touchstone.engine.kpi.KpiIds.DI;
import static org.touchstone.engine.kpi.KpiIds.EQUAL_ODDS;
import static org.touchstone.engine.kpi.KpiIds.F1;
import static org.touchstone.engine.kpi.KpiIds.FM;
import static org.touchstone.engine.kpi.KpiIds.SP;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.fixture.Loans;
import org.touchstone.grade.Light;

/**
 * On 400 made-up loans: AUC is above 0.8, favourable decisions are about as frequent for each sex.
 */
class TouchstoneAssertionsTest {

  private static final Measurement HALF =
      Measurement.of(
          AUC,
          Scope.OVERALL,
          0.5,
          new ConfidenceInterval(0.4, 0.6, 0.95, "by hand"),
          SampleSize.ofRows(100));

  @TempDir static Path folder;
  private static String profile = "";

  private final Audit audit = Loans.audit(400);

  @BeforeAll
  static void writes_a_profile() throws Exception {
    Path file = folder.resolve("test.rag.json");
    Files.writeString(
        file,
        """
        {"id": "test", "version": "1", "title": "Test", "source": "This test",
         "kpis": {
          "AUC": {"range": "[0, 1]", "green": "[0.7, 1]", "amber": "[0.5, 0.7)", "red": "[0, 0.5)",
                  "decision": "interval", "threshold": "proposed", "rationale": "A test."},
          "F1": {"range": "[0, 1]", "green": "(0.99, 1]", "amber": "[0.5, 0.99]", "red": "[0, 0.5)",
                 "decision": "point", "threshold": "proposed", "rationale": "A test."},
          "DI": {"range": "[0, inf)", "green": "[100, inf)", "amber": "[99, 100)", "red": "[0, 99)",
                 "parameters": {"form": "symmetric"},
                 "decision": "point", "threshold": "proposed", "rationale": "A test."},
          "SP": {"range": "[0, 1]", "green": "[0, 0.2)", "amber": "{0.2}", "red": "(0.2, 1]",
                 "minimumSample": {"rows": 250, "rationale": "A test."},
                 "decision": "point", "threshold": "proposed", "rationale": "A test."}
         }}
        """);
    profile = file.toString();
  }

  @Test
  void a_light_of_the_profile_is_asserted_for_all_rows_a_feature_and_a_group() {
    AuditAssert under = assertThat(audit).underProfile(profile);

    under.kpi(AUC).isGreen().isAtLeast(Light.GREEN).isAtLeast(Light.RED);
    under.kpi("AUC").inGroup("housing", "own").isGreen();
    under.kpi(F1).isAmber().isAtLeast(Light.AMBER).isAtLeast(Light.RED);
    under.kpi(DI).forSensitive("sex").isRed().isAtLeast(Light.RED);
    under.kpi(DI).inGroup("housing", "rent").forSensitive("sex").isRed();
    under.kpi(SP).forSensitive("sex").isGreen().inGroup("housing", "own").isInsufficient();
  }

  @Test
  void a_wrong_light_is_told_as_the_engine_tells_it() {
    AssertionFailedError error =
        catchThrowableOfType(
            AssertionFailedError.class,
            () -> assertThat(audit).underProfile(profile).kpi(DI).forSensitive("sex").isGreen());

    assertThat(error)
        .hasMessageStartingWith(
            "\nExpecting a KPI to be GREEN but found\n  RED 2.1.2a Disparate impact (sex): 0.9")
        .hasMessageContaining("95 % interval [")
        .hasMessageContaining("Why: the value is red")
        .hasMessageContaining("To be green: the value in [100, inf)")
        .hasMessageContaining("Profile: " + profile);
    assertThat(error.getExpected().getStringRepresentation()).contains("GREEN");
    assertThat(error.getActual().getStringRepresentation()).contains("RED");
  }

  @Test
  void every_wrong_light_fails() {
    AuditAssert under = assertThat(audit).underProfile(profile);
    KpiAssert green = under.kpi(AUC);
    KpiAssert amber = under.kpi(F1);
    KpiAssert red = under.kpi(DI).forSensitive("sex");
    KpiAssert insufficient = under.kpi(SP).forSensitive("sex").inGroup("housing", "own");

    assertFails(green::isAmber);
    assertFails(green::isRed);
    assertFails(green::isInsufficient);
    assertFails(amber::isGreen);
    assertFails(() -> amber.isAtLeast(Light.GREEN));
    assertFails(() -> red.isAtLeast(Light.AMBER));
    assertFails(insufficient::isGreen);
    assertFails(() -> insufficient.isAtLeast(Light.RED));
    assertFails(green::isNotApplicable);
  }

  @Test
  void only_a_colour_can_be_a_least_light() {
    KpiAssert auc = assertThat(audit).underProfile(profile).kpi(AUC);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> auc.isAtLeast(Light.NOT_APPLICABLE))
        .withMessage(
            "NOT APPLICABLE is neither better nor worse than a colour; use GREEN, AMBER or RED");
  }

  @Test
  void a_colour_without_a_profile_says_what_to_write() {
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(audit).kpi(AUC).isGreen())
        .withMessageStartingWith(
            "A colour needs a profile: write"
                + " assertThat(audit).underProfile(\"eu-ai-act-high-risk\")");
  }

  @Test
  void a_colour_of_a_kpi_that_the_profile_does_not_grade_says_so() {
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(audit).underProfile(profile).kpi(FM).isGreen())
        .withMessage(
            "Profile \"test\" has no bands for KPI \"FM\"; add them in a profile that extends it");
  }

  @Test
  void values_and_intervals_need_no_profile() {
    assertThat(audit).kpi(AUC).hasValueBetween(0.8, 1).hasIntervalWithin("[0.7, 1]");
    assertThat(audit).kpi(DI).forSensitive("sex").hasValueCloseTo(1, 0.2);
    assertThat(audit).kpi(EQUAL_ODDS).forSensitive("sex").hasValueBetween(0, 0.2);
  }

  @Test
  void parameters_are_set_by_hand_without_a_profile_and_by_the_profile_otherwise() {
    double ratio = di(assertThat(audit));
    double other = di(assertThat(audit).withParameter("form", "symmetric"));

    assertThat(other).isEqualTo(Math.min(ratio, 1 / ratio));
    assertThat(di(assertThat(audit).underProfile(profile))).isEqualTo(other);
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(audit).underProfile(profile).withParameter("form", "ratio"))
        .withMessage(
            "Profile \"test\" sets the parameters of the KPIs; set [form] in a profile that extends"
                + " it");
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(audit).withParameter("form", "ratio").underProfile(profile));
  }

  private static double di(AuditAssert audit) {
    Measurement measurement = audit.kpi(DI).forSensitive("sex").measurement();
    return ((Measurement.Value) measurement.result()).value();
  }

  @Test
  void what_is_not_measured_is_named_with_what_is() {
    AuditAssert loans = assertThat(audit);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> loans.kpi(DI).hasValue(1))
        .withMessage(
            "2.1.2a Disparate impact is not measured on \"overall\"; name what it is about by"
                + " forSensitive, forFeature and inGroup, it is measured on [sex, sex, housing=own,"
                + " sex, housing=rent]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loans.kpi(AUC).inGroup("housing", "for free").hasValue(1))
        .withMessageContaining("1.2.1 AUC-ROC is not measured on \"housing=for free\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loans.kpi(AUC).forSensitive("sex"))
        .withMessage(
            "1.2.1 AUC-ROC compares no groups of a sensitive feature; leave forSensitive(\"sex\")"
                + " out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loans.kpi("AUK"))
        .withMessageStartingWith("KPI \"AUK\" is unknown; known are [DOC, VIF,");
  }

  @Test
  void a_model_that_fails_is_an_error_not_a_failed_assertion() {
    Audit broken = Audit.of(new NanScore(), Loans.rows(40), Loans.ROLES).build();

    assertThatThrownBy(() -> assertThat(broken).kpi(AUC).hasValueBetween(0, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void a_missing_audit_is_a_failed_assertion() {
    assertFails(() -> assertThat((Audit) null).kpi(AUC));
    assertFails(() -> assertThat((Measurement) null).hasValue(1));
  }

  @Test
  void a_description_goes_along() {
    assertThatThrownBy(
            () ->
                assertThat(audit)
                    .as("retail loans")
                    .underProfile(profile)
                    .kpi(DI)
                    .forSensitive("sex")
                    .isGreen())
        .hasMessageStartingWith("[retail loans] \nExpecting a KPI to be GREEN");
  }

  @Test
  void a_measurement_is_asserted_by_itself() {
    assertThat(HALF)
        .hasValue(0.5)
        .hasValueBetween(0.5, 0.5)
        .hasValueCloseTo(0.51, 0.011)
        .hasIntervalWithin("[0.4, 0.6]");
    assertThat(Measurement.notApplicable(AUC, Scope.OVERALL, "no score")).isNotApplicable();
    assertThat(Measurement.notComputable(AUC, Scope.OVERALL, "no rows", SampleSize.ofRows(0)))
        .isNotComputable();
  }

  @Test
  void a_wrong_value_is_told_with_its_difference() {
    assertThatThrownBy(() -> assertThat(HALF).hasValue(0.75))
        .hasMessageContaining(
            """
            Expecting a KPI to have the value 0.75 but found
              AUC (overall): 0.5, 95 % interval [0.4, 0.6]
              The value is 0.5, it differs by 0.25""");
    assertThatThrownBy(() -> assertThat(HALF).hasValueCloseTo(0.75, 0.2))
        .hasMessageContaining("to have a value within 0.2 of 0.75");
    assertThatThrownBy(() -> assertThat(HALF).hasValueBetween(0.6, 1))
        .hasMessageContaining("to have a value in [0.6, 1]");
    assertThatThrownBy(() -> assertThat(HALF).hasIntervalWithin("(0.4, 1]"))
        .hasMessageContaining("to have an interval within (0.4, 1]");
  }

  @Test
  void a_value_that_is_missing_fails_whatever_is_expected_of_it() {
    Measurement none =
        Measurement.notComputable(AUC, Scope.OVERALL, "no rows", SampleSize.ofRows(0));
    Measurement noInterval = Measurement.of(AUC, Scope.OVERALL, 0.5, SampleSize.ofRows(9));

    assertThatThrownBy(() -> assertThat(none).hasValueBetween(0, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not computable, no rows");
    assertFails(() -> assertThat(none).hasValue(Double.NaN));
    assertFails(() -> assertThat(none).hasIntervalWithin("(-inf, inf)"));
    assertFails(() -> assertThat(none).isNotApplicable());
    assertFails(() -> assertThat(HALF).isNotComputable());
    assertThatThrownBy(() -> assertThat(noInterval).hasIntervalWithin("[0, 1]"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("It has no interval");
  }

  @Test
  void wrong_expectations_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> assertThat(HALF).hasValueBetween(1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(HALF).hasValueBetween(Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(HALF).hasValueCloseTo(1, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(HALF).hasIntervalWithin("0.7 to 1"));
  }

  @Test
  void the_constants_name_the_kpis_of_the_library() {
    List<KpiId> ids = KpiCatalogue.load(getClass().getClassLoader()).ids();

    assertThat(ids).contains(AUC, F1, FM, EQUAL_ODDS, DI, SP);
  }

  private static void assertFails(org.assertj.core.api.ThrowableAssert.ThrowingCallable assertion) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
  }

  /** A model that does not know. */
  private static final class NanScore implements org.touchstone.engine.model.Classifier {
    @Override
    public int inputWidth() {
      return Loans.SCHEMA.size();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      java.util.Arrays.fill(out, 0, count, Double.NaN);
    }
  }
}
