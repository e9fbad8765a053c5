package org.touchstone.examples.accounttakeover;

import static org.touchstone.assertj.TouchstoneAssertions.assertThat;
import static org.touchstone.engine.kpi.KpiIds.AUC;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.assertj.AuditAssert;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.grade.Light;

/** The audit as an ordinary test with assertions, without the Touchstone engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTakeoverAssertionsTest {

  private static final String PROFILE = "classpath:account-takeover/account_takeover.rag.json";

  private final Audit audit = audit();

  static Audit audit() {
    Sequences histories = AccountTakeover.events("test_events.csv");
    return Audit.ofSequences(
            AccountTakeover.model(histories.schema()),
            histories,
            AccountTakeover.accounts(),
            Roles.of("fraud", "yes", "no")
                .withSensitive("age_group", "under 65")
                .withGroups("channel")
                .withSensitiveEventFeature("age"))
        .trainingSequences(AccountTakeover.events("background_events.csv"))
        .seed(42)
        .build();
  }

  @AfterAll
  void releases_the_model() {
    audit.close();
  }

  @Test
  void the_model_ranks_as_well_as_it_did_where_it_was_trained() {
    // PyTorch's figure, see account-takeover/SOURCE.md
    assertThat(audit).kpi(AUC).hasValueCloseTo(0.958031201933641, 1e-12);
  }

  @Test
  void age_decides_too_much_and_most_of_the_history_can_be_pruned() {
    AuditAssert underProfile = assertThat(audit).underProfile(PROFILE);

    underProfile.kpi("TS_SENSITIVE_SHARE").hasValueBetween(0.2, 0.3).isRed();
    underProfile.kpi("TS_PRUNED_SHARE").hasValueBetween(0.75, 0.9).isGreen();
    underProfile.kpi("ADDITIVITY_ERROR").isGreen();
    underProfile.kpi("TS_DEAD_FEATURES").hasValue(0).isGreen();
  }

  @Test
  void older_clients_get_fewer_payments_through() {
    assertThat(audit).underProfile(PROFILE).kpi("DI").forSensitive("age_group").isAmber();
    assertThat(audit).underProfile(PROFILE).kpi(AUC).isAtLeast(Light.GREEN);
  }
}
