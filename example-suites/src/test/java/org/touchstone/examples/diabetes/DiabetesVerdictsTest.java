package org.touchstone.examples.diabetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.rules.Line;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.examples.SuiteRun;

/** The audit as a class and as a file find the same, and this is what they find. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiabetesVerdictsTest {

  private static final Path PAGE = Path.of("..", "docs", "rule-lists.md");

  private SuiteRun byClass;
  private SuiteRun byFile;

  @BeforeAll
  void runs_both_suites(@TempDir Path folder) throws IOException {
    byClass = SuiteRun.of(DiabetesConformityTest.class, folder);
    byFile = SuiteRun.of(DiabetesFileConformityTest.class, folder);
  }

  @Test
  void class_and_file_give_the_same_values_intervals_and_verdicts() {
    assertThat(byFile.results()).isEqualTo(byClass.results());
    assertThat(byClass.verdicts()).doesNotContainKey("ERROR");
  }

  /** The share of rows is counted here once more, by the conditions of the lines. */
  @Test
  void age_decides_by_a_rule_for_one_woman_of_five() {
    Dataset test = Diabetes.table("diabetes_test.csv");
    RuleList list = Diabetes.model(test.schema());
    double[] rows = new double[test.rowCount() * test.schema().size()];
    test.copyRows(0, test.rowCount(), rows);
    int named = 0;
    for (int row = 0; row < test.rowCount(); row++) {
      Line line = list.explain(rows, row).deciding();
      if (line.rule().stream().anyMatch(rule -> rule.features().contains("age"))) {
        named++;
      }
    }

    String check = "RULE_SENSITIVE (age_over_30)";
    assertThat(byClass.get(check).get("value").asDouble())
        .isEqualTo((double) named / test.rowCount())
        .isCloseTo(0.188, within(5e-4));
    assertThat(byClass.verdict(check)).isEqualTo("AMBER");
    assertThat(byClass.verdict("DI (age_over_30)")).isEqualTo("RED");
  }

  @Test
  void a_model_that_is_a_list_needs_no_other_to_stand_for_it() {
    assertThat(byClass.verdict("RULE_FIDELITY (overall)")).isEqualTo("NOT_APPLICABLE");
    assertThat(byClass.verdict("DOC (overall)")).isEqualTo("GREEN");
    assertThat(byClass.verdict("ADDITIVITY_ERROR (overall)")).isEqualTo("GREEN");
    assertThat(byClass.verdict("EXPLAINER_OVERLAP (overall)")).isEqualTo("AMBER");
  }

  @Test
  void the_page_shows_what_was_found() throws IOException {
    String page = Files.readString(PAGE);

    for (String kpi : new String[] {"AUC", "EXPLAINER_OVERLAP"}) {
      assertThat(page).contains(byClass.line(kpi + " (overall)"));
    }
    for (String kpi : new String[] {"DI", "RULE_SENSITIVE"}) {
      assertThat(page).contains(byClass.line(kpi + " (age_over_30)"));
    }
  }
}
