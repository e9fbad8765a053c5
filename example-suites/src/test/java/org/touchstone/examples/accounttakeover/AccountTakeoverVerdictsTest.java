package org.touchstone.examples.accounttakeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.examples.SuiteRun;

/** The audit as a class and as a file find the same, and this is what they find. */
class AccountTakeoverVerdictsTest {

  /** The checks that the profile adds to those of the audit framework, over all accounts. */
  private static final List<String> EXTENDED =
      List.of("TS_PRUNED_SHARE", "TS_DEAD_FEATURES", "ADDITIVITY_ERROR", "SHAP_STABILITY");

  @Test
  void class_and_file_give_the_same_results_of_which_the_age_share_is_red(@TempDir Path folder)
      throws IOException {
    // when
    SuiteRun byClass = SuiteRun.of(AccountTakeoverConformityTest.class, folder);
    SuiteRun byFile = SuiteRun.of(AccountTakeoverFileConformityTest.class, folder);

    // then
    assertThat(byFile.results()).isEqualTo(byClass.results());
    assertThat(byClass.verdict("TS_SENSITIVE_SHARE (overall)")).isEqualTo("RED");
    assertThat(byClass.verdict("AUC (overall)")).isEqualTo("GREEN");
    for (String kpi : EXTENDED) {
      assertThat(byClass.verdict(kpi + " (overall)")).as(kpi).isEqualTo("GREEN");
    }
    assertThat(byClass.verdict("DOC (overall)")).isEqualTo("GREEN");
    assertThat(byClass.verdict("VIF (overall)")).isEqualTo("NOT_APPLICABLE");
    for (String shown : List.of("TS_PRUNED_SHARE (overall)", "TS_SENSITIVE_SHARE (overall)")) {
      assertThat(byClass.get(shown).at("/plots/0/title").asText()).as(shown).contains("160 seq");
    }
    assertThat(byClass.verdicts()).doesNotContainKey("ERROR");
    long red = byClass.results().values().stream().filter(this::isRed).count();
    byClass.junit().testEvents().assertStatistics(tests -> tests.failed(red));
    assertThat(byClass.results().values().stream().filter(this::isRed))
        .allMatch(result -> result.get("kpi").asText().equals("TS_SENSITIVE_SHARE"));

    // and: the values are those of TimeSHAP over all accounts, whose coalitions are all evaluated
    // where the history is pruned
    GlobalExplanation global = new AccountExplanations().global();
    assertThat(byClass.get("TS_PRUNED_SHARE (overall)").get("value").doubleValue())
        .isEqualTo(global.prunedShare());
    assertThat(byClass.get("TS_SENSITIVE_SHARE (overall)").get("value").doubleValue())
        .isCloseTo(global.featureShare(List.of("age")), within(1e-12));
  }

  private boolean isRed(JsonNode result) {
    return result.get("verdict").asText().equals("RED");
  }
}
