package org.touchstone.examples.accounttakeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.SequenceSummary;
import org.touchstone.examples.accounttakeover.Account.Scenario;
import org.touchstone.examples.accounttakeover.AccountEvent.Kind;

/**
 * What TimeSHAP finds in the model, against what the generator knows and the model was not told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTakeoverPatternTest {

  private final List<Account> accounts = AccountFiles.test();
  private final GlobalExplanation global = new AccountExplanations().global();
  private final List<SequenceSummary> explained = global.sequences();
  private final double prunedShare = global.prunedShare();
  private final double ageShare = global.featureShare(List.of("age"));

  @Test
  void enrolment_login_and_transaction_carry_the_attribution_of_takeovers() {
    double own = 0;
    double all = 0;
    int takeovers = 0;
    for (int a = 0; a < accounts.size(); a++) {
      if (accounts.get(a).scenario() == Scenario.TAKEOVER) {
        SequenceSummary summary = explained.get(a);
        double ofPattern = absolute(patternOf(a));
        double ofAll = absolute(summary.events()) + Math.abs(summary.prunedValue());
        assertThat(ofPattern / ofAll).as(summary.id()).isGreaterThan(0.75);
        own += ofPattern;
        all += ofAll;
        takeovers++;
      }
    }
    assertThat(takeovers).isEqualTo(25);
    assertThat(own / all).isGreaterThan(0.9);
  }

  @Test
  void the_login_from_the_new_device_says_most_and_the_payment_alone_does_not_suffice() {
    // given: takeovers of three events, whose last one is the payment that is scored
    double[] sums = new double[3];
    int count = 0;
    for (int a = 0; a < accounts.size(); a++) {
      if (accounts.get(a).scenario() == Scenario.TAKEOVER
          && lengthOfPattern(accounts.get(a)) == 3) {
        for (int i = 0; i < 3; i++) {
          sums[i] += patternOf(a)[i];
        }
        count++;
      }
    }

    // then: payment, login, enrolment
    assertThat(count).isGreaterThan(10);
    assertThat(sums[1] / count).isBetween(0.3, 0.5).isGreaterThan(sums[0] / count);
    assertThat(sums[0] / count).isBetween(0.2, 0.35);
    assertThat(sums[2] / count).isBetween(0.15, 0.3);
  }

  @Test
  void ordinary_histories_are_pruned_to_their_last_events() {
    int kept = 0;
    int young = 0;
    for (int a = 0; a < accounts.size(); a++) {
      if (accounts.get(a).scenario() == Scenario.ORDINARY && accounts.get(a).age() < 60) {
        kept += explained.get(a).length() - explained.get(a).prunedEvents();
        young++;
      }
    }
    assertThat(prunedShare).isGreaterThan(0.75);
    assertThat((double) kept / young).isLessThan(2);
  }

  @Test
  void long_histories_are_left_to_older_clients_only() {
    int left = 0;
    for (int a = 0; a < accounts.size(); a++) {
      if (explained.get(a).length() - explained.get(a).prunedEvents() > 5) {
        assertThat(accounts.get(a).age()).as(accounts.get(a).id()).isGreaterThanOrEqualTo(60);
        left++;
      }
    }
    assertThat(left).isEqualTo(32);
  }

  @Test
  void age_has_the_attribution_that_it_should_not_have() {
    // Of seven features, only the location matters more; device is its equal.
    assertThat(ageShare).isBetween(0.2, 0.3);
    assertThat(global.featureShare(List.of("device"))).isBetween(0.15, 0.3);
    assertThat(global.featureShare(List.of("location"))).isGreaterThan(ageShare);
    for (String other : List.of("event", "type", "amount", "gap")) {
      assertThat(global.featureShare(List.of(other))).as(other).isLessThan(ageShare / 2);
    }
  }

  private double[] patternOf(int account) {
    return Arrays.copyOf(explained.get(account).events(), lengthOfPattern(accounts.get(account)));
  }

  private static int lengthOfPattern(Account account) {
    List<AccountEvent> events = account.events();
    return events.get(events.size() - 2).kind() == Kind.TRANSACTION ? 4 : 3;
  }

  private static double absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).sum();
  }
}
