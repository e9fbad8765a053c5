package org.touchstone.examples.germancredit;

import static org.touchstone.assertj.TouchstoneAssertions.assertThat;
import static org.touchstone.engine.kpi.KpiIds.AUC;
import static org.touchstone.engine.kpi.KpiIds.DI;
import static org.touchstone.engine.kpi.KpiIds.EQUAL_ODDS;
import static org.touchstone.engine.kpi.KpiIds.F1;
import static org.touchstone.engine.kpi.KpiIds.SP;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.assertj.AuditAssert;
import org.touchstone.assertj.TouchstoneSoftAssertions;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.grade.Light;

/** The audit as an ordinary test with assertions, without the Touchstone engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditAssertionsTest {

  private static final String PROFILE = "classpath:german-credit/german_credit.rag.json";

  private Audit audit;

  @BeforeAll
  void loads_model_and_data() {
    audit = GermanCreditAssertionsTest.audit();
  }

  static Audit audit() {
    Dataset test = GermanCredit.table("german_credit_test.csv");
    return Audit.of(
            EncodedClassifier.of(
                Encoder.read(GermanCredit.file("german_credit.encoding.json"), test.schema()),
                Models.load(GermanCredit.file("german_xgb.json"), "xgboost-json")),
            test,
            Roles.of("class", "bad", "good")
                .withSensitive("sex", "male")
                .withSensitive("age_over_25", "over 25")
                .withSensitive("foreign_worker", "no")
                .withGroups("housing"))
        .training(GermanCredit.table("german_credit_training.csv"))
        .documentation(
            ModelDocumentation.read(GermanCredit.file("german_credit.documentation.json")))
        .seed(42)
        .build();
  }

  @AfterAll
  void releases_the_model() {
    audit.close();
  }

  @Test
  void the_model_ranks_as_well_as_it_did_where_it_was_trained() {
    assertThat(audit).kpi(AUC).hasValue(0.7423506556580864).hasIntervalWithin("[0.6, 0.85]");
  }

  @Test
  void men_and_women_are_accepted_about_equally_often() {
    AuditAssert underProfile = assertThat(audit).underProfile(PROFILE);

    underProfile.kpi(DI).forSensitive("sex").isGreen();
    underProfile.kpi(DI).forSensitive("sex").inGroup("housing", "own").isGreen();
    underProfile.kpi(DI).forSensitive("sex").inGroup("housing", "rent").isAmber();
    underProfile.kpi(DI).forSensitive("sex").inGroup("housing", "for free").isInsufficient();
  }

  @Test
  void it_ranks_and_treats_groups_passably_and_its_errors_cost_too_much() {
    TouchstoneSoftAssertions.assertSoftly(
        softly -> {
          AuditAssert underProfile = softly.assertThat(audit).underProfile(PROFILE);
          underProfile.kpi(AUC).isAtLeast(Light.AMBER);
          underProfile.kpi(F1).isAtLeast(Light.AMBER).hasValueBetween(0.5, 0.55);
          underProfile.kpi(EQUAL_ODDS).forSensitive("sex").isAtLeast(Light.AMBER);
          underProfile.kpi(SP).forSensitive("age_over_25").isAtLeast(Light.AMBER);
          underProfile.kpi("MISCLASSIFICATION_COST").hasValueCloseTo(0.86, 1e-12).isRed();
        });
  }

  @Test
  void nine_foreign_workers_are_too_few_to_tell() {
    assertThat(audit).underProfile(PROFILE).kpi(DI).forSensitive("foreign_worker").isInsufficient();
  }
}
