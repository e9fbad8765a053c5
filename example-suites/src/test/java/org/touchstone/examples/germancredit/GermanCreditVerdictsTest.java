package org.touchstone.examples.germancredit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.assertj.TouchstoneAssertions;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.examples.SuiteRun;
import org.touchstone.grade.Light;

/** The three ways to write the audit find the same, and this is what they find. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditVerdictsTest {

  /** The figure that came with the model, see german-credit/SOURCE.md. */
  private static final double PUBLISHED_AUC = 0.7423506556580864;

  /** The check that only the class has. */
  private static final String OWN = "APPROVAL_RATE (overall)";

  private Optional<SuiteRun> byClass = Optional.empty();
  private Optional<SuiteRun> byFile = Optional.empty();

  @BeforeAll
  void runs_both_suites(@TempDir Path folder) throws IOException {
    byClass = Optional.of(SuiteRun.of(GermanCreditConformityTest.class, folder));
    byFile = Optional.of(SuiteRun.of(GermanCreditFileConformityTest.class, folder));
  }

  @Test
  void class_and_file_give_the_same_values_intervals_and_verdicts() {
    Map<String, JsonNode> shared = new LinkedHashMap<>(byClass().results());
    shared.remove(OWN);

    assertThat(shared).hasSize(178);
    assertThat(byFile().results()).isEqualTo(shared);
  }

  @Test
  void assertions_give_the_same_values_and_verdicts() {
    try (Audit audit = GermanCreditAssertionsTest.audit()) {
      byFile()
          .results()
          .forEach(
              (check, result) -> {
                var kpi =
                    TouchstoneAssertions.assertThat(audit)
                        .as(check)
                        .underProfile("classpath:german-credit/german_credit.rag.json")
                        .kpi(result.get("kpi").asText());
                if (result.has("sensitive")) {
                  kpi = kpi.forSensitive(result.get("sensitive").asText());
                }
                if (result.has("group")) {
                  String[] group = result.get("group").asText().split("=", 2);
                  kpi = kpi.inGroup(group[0], group[1]);
                }
                Light light = Light.valueOf(result.get("verdict").asText());
                if (result.has("value")) {
                  kpi.hasValue(result.get("value").doubleValue());
                } else if (light != Light.NOT_APPLICABLE) {
                  kpi.isNotComputable();
                }
                switch (light) {
                  case GREEN -> kpi.isGreen();
                  case AMBER -> kpi.isAmber();
                  case RED -> kpi.isRed();
                  case INSUFFICIENT_DATA -> kpi.isInsufficient();
                  case NOT_APPLICABLE -> kpi.isNotApplicable();
                  case ERROR -> assertThat(check).isEqualTo("never");
                }
              });
    }
  }

  @Test
  void the_auc_is_the_one_that_came_with_the_model_to_the_last_digit() {
    assertThat(byClass().value("AUC (overall)")).isEqualTo(PUBLISHED_AUC);
    assertThat(byFile().value("AUC (overall)")).isEqualTo(PUBLISHED_AUC);
    try (Audit audit = GermanCreditAssertionsTest.audit()) {
      TouchstoneAssertions.assertThat(audit).kpi("AUC").hasValue(PUBLISHED_AUC);
    }
  }

  @Test
  void the_verdicts_are_28_green_77_amber_and_8_red() {
    assertThat(byClass().verdicts())
        .isEqualTo(
            Map.of(
                "GREEN", 28L,
                "AMBER", 77L,
                "RED", 8L,
                "INSUFFICIENT_DATA", 31L,
                "NOT_APPLICABLE", 35L));
    assertThat(byClass().verdict("MISCLASSIFICATION_COST (overall)")).isEqualTo("RED");
    assertThat(byClass().verdict("DI (sex)")).isEqualTo("GREEN");
    assertThat(byClass().value(OWN)).isEqualTo(0.78);
  }

  @Test
  void every_engine_for_tables_gives_a_result() {
    assertThat(byClass().verdict("ADDITIVITY_ERROR (overall)")).isEqualTo("GREEN");
    assertThat(byClass().verdict("SHAP_STABILITY (overall)")).isEqualTo("AMBER");
    assertThat(byClass().verdict("ATTACK_MEAN_CHANGES (overall)")).isEqualTo("AMBER");
    assertThat(byClass().verdict("FLIP_SENSITIVE_RATE (age_over_25)")).isEqualTo("AMBER");
    assertThat(byClass().verdict("FLIP_SENSITIVE_RATE (sex)")).isEqualTo("AMBER");
    assertThat(byClass().value("FLIP_SENSITIVE_RATE (sex)")).isZero();
    assertThat(byClass().verdict("RULE_FIDELITY (overall)")).isEqualTo("AMBER");
    assertThat(byClass().verdict("RULE_SENSITIVE (sex)")).isEqualTo("GREEN");
  }

  @Test
  void red_checks_fail_and_those_without_a_clear_verdict_are_skipped() {
    byClass()
        .junit()
        .testEvents()
        .assertStatistics(tests -> tests.started(179).succeeded(28).aborted(143).failed(8));
    byFile()
        .junit()
        .testEvents()
        .assertStatistics(tests -> tests.started(178).succeeded(27).aborted(143).failed(8));
  }

  private SuiteRun byClass() {
    return byClass.orElseThrow();
  }

  private SuiteRun byFile() {
    return byFile.orElseThrow();
  }
}
