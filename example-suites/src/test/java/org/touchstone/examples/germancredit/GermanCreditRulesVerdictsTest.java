package org.touchstone.examples.germancredit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.examples.SuiteRun;

/** What rules say of the XGBoost model, and how much of it they can say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditRulesVerdictsTest {

  private static final Path PAGE = Path.of("..", "docs", "rule-lists.md");
  private static final String FIDELITY = "RULE_FIDELITY (overall)";
  private static final String OVERLAP = "EXPLAINER_OVERLAP (overall)";

  private SuiteRun run;

  @BeforeAll
  void runs_the_suite(@TempDir Path folder) throws IOException {
    run = SuiteRun.of(GermanCreditRulesConformityTest.class, folder);
  }

  /** A hundred trees decide by more than ten rules can say, and the evidence tells. */
  @Test
  void the_rules_hardly_agree_more_often_than_guessing_and_the_evidence_says_so() {
    assertThat(run.verdicts()).doesNotContainKey("ERROR");
    assertThat(run.verdict(FIDELITY)).isEqualTo("AMBER");
    JsonNode table = run.get(FIDELITY).get("tables").get(0).get("rows");
    int agree = Integer.parseInt(cell(table, "both negative"));
    agree += Integer.parseInt(cell(table, "both positive"));
    assertThat(run.get(FIDELITY).get("value").asDouble()).isEqualTo(agree / 200.0);
    assertThat(cell(table, "agreement of a constant guess")).isEqualTo("156/200");
  }

  @Test
  void rules_share_features_with_shapley_values_flip_points_and_counterfactuals() {
    JsonNode shared = run.get(OVERLAP).get("tables").get(0);

    assertThat(shared.get("columns").toString())
        .contains("interventional TreeSHAP", "closest flip point", "PermuteAttack");
    for (int explainer = 1; explainer <= 3; explainer++) {
      JsonNode rows = shared.get("rows");
      int last = rows.size() - 1;
      assertThat(rows.get(last - 1).get(explainer).asDouble())
          .as("above what naming features by chance would share")
          .isGreaterThan(rows.get(last).get(explainer).asDouble());
    }
    assertThat(run.verdict(OVERLAP)).isEqualTo("AMBER");
  }

  @Test
  void the_page_shows_the_rules_and_what_was_found() throws IOException {
    String page = Files.readString(PAGE);

    for (JsonNode line : run.get(FIDELITY).get("tables").get(1).get("rows")) {
      assertThat(page).contains("| " + line.get(0).asText() + " | " + line.get(1).asText() + " |");
    }
    for (JsonNode row : run.get(OVERLAP).get("tables").get(0).get("rows")) {
      assertThat(page)
          .contains(
              "| %s | %s | %s | %s |"
                  .formatted(
                      row.get(0).asText(),
                      row.get(1).asText(),
                      row.get(2).asText(),
                      row.get(3).asText()));
    }
    for (String check :
        new String[] {FIDELITY, OVERLAP, "RULE_SENSITIVE (sex)", "RULE_SENSITIVE (age_over_25)"}) {
      assertThat(page).contains(run.line(check));
    }
  }

  private static String cell(JsonNode rows, String name) {
    for (JsonNode row : rows) {
      if (row.get(0).asText().equals(name)) {
        return row.get(1).asText();
      }
    }
    throw new AssertionError(name + " in " + rows);
  }
}
