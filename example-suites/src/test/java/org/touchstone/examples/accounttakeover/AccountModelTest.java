package org.touchstone.examples.accounttakeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;

/** The model of the example is the one that was trained, is good, and uses age. */
class AccountModelTest {

  private static final Sequences TEST = AccountTakeover.events("test_events.csv");
  private static final SequenceClassifier MODEL = AccountTakeover.model(TEST.schema());
  private static final double[] SCORES = AccountTakeover.scores(MODEL, TEST);

  @Test
  void scores_agree_with_pytorch() throws IOException {
    // given
    List<String> lines = Files.readAllLines(AccountTakeover.file("test_scores.csv"));

    // then
    assertThat(lines).hasSize(TEST.count() + 1);
    for (int s = 0; s < TEST.count(); s++) {
      String[] fields = lines.get(s + 1).split(",", -1);
      assertThat(fields[0]).isEqualTo(TEST.id(s));
      assertThat(SCORES[s]).isCloseTo(Double.parseDouble(fields[1]), within(1e-12));
    }
  }

  @Test
  void takeovers_are_found_and_ordinary_payments_of_younger_clients_are_left_alone() {
    List<Account> accounts = AccountFiles.test();
    for (int s = 0; s < TEST.count(); s++) {
      Account account = accounts.get(s);
      if (account.scenario() == Account.Scenario.TAKEOVER) {
        assertThat(SCORES[s]).as(account.id()).isGreaterThan(0.5);
      }
      if (account.scenario() == Account.Scenario.ORDINARY && account.age() < 60) {
        assertThat(SCORES[s]).as(account.id()).isLessThan(0.1);
      }
    }
  }

  @Test
  void the_same_history_without_a_takeover_has_a_higher_score_for_an_older_client() {
    // given
    int age = TEST.schema().indexOf("age");
    int width = TEST.schema().size();
    double[] score = new double[1];
    List<Account> accounts = AccountFiles.test();
    for (int s = 0; s < TEST.count(); s++) {
      if (accounts.get(s).scenario() == Account.Scenario.TAKEOVER) {
        continue;
      }
      double[] byAge = new double[2];
      for (int i = 0; i < 2; i++) {
        double[] events = TEST.events(s);
        for (int t = 0; t < TEST.length(s); t++) {
          events[t * width + age] = i == 0 ? 40 : 80;
        }

        // when
        MODEL.score(events, 1, TEST.length(s), new int[] {TEST.length(s)}, score);
        byAge[i] = score[0];
      }

      // then
      assertThat(byAge[1]).as(TEST.id(s)).isGreaterThan(byAge[0]);
    }
  }
}
