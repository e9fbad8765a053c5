package org.touchstone.examples.diabetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.ExplanationTexts;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.RuleExplanation;
import org.touchstone.engine.rules.RuleList;

/** The model of the example is what ExMo learns, and docs/rule-lists.md shows what it says. */
class DiabetesModelTest {

  private static final Path PAGE = Path.of("..", "docs", "rule-lists.md");
  private static final Path OUT = Path.of("target", "diabetes");

  private final Dataset test = Diabetes.table("diabetes_test.csv");
  private final RuleList model = Diabetes.model(test.schema());

  @Test
  void the_saved_list_is_the_one_that_is_learnt_and_the_chains_agree() throws IOException {
    FittedRuleList fit = Diabetes.learn(ExMo.DEFAULT);
    Files.createDirectories(OUT);
    fit.list().save(OUT.resolve("diabetes.rules.json"));

    assertThat(Diabetes.file("diabetes.rules.json"))
        .hasContent(fit.list().toJson().stripTrailing());
    assertThat(fit.convergence().reached()).isTrue();
    assertThat(fit.unusedFeatures())
        .containsOnlyKeys(
            "diastolic_blood_pressure", "tricep_skin_fold_thickness", "diabetes_pedigree_function");
    assertThat(Files.readString(PAGE)).contains(fit.list().print("diabetes").indent(4));
  }

  @Test
  void every_row_is_explained_by_the_line_that_scores_it() {
    double[] rows = values();
    double[] scores = new double[test.rowCount()];
    model.score(rows, scores.length, scores);
    ExplanationTexts texts = model.texts(Diabetes.WORDS);

    for (int row = 0; row < scores.length; row++) {
      RuleExplanation explanation = model.explain(rows, row);
      assertThat(explanation.probability()).isEqualTo(scores[row]);
      assertThat(explanation.interval().contains(scores[row])).isTrue();
      assertThat(explanation.missed()).hasSize(explanation.line());
      assertThat(texts.text(rows, row))
          .isEqualTo(explanation.text(Diabetes.WORDS))
          .startsWith("Prob. of diabetes is " + String.format("%.2f", scores[row]).substring(0, 3));
    }
  }

  @Test
  void the_page_has_the_explanations_of_two_women_and_the_document_all_of_them()
      throws IOException {
    double[] rows = values();
    String document = model.texts(Diabetes.WORDS).html(test);
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("explanations.html"), document);

    for (int row : List.of(0, 1)) {
      assertThat(Files.readString(PAGE))
          .contains("row " + test.rowId(row))
          .contains(model.explain(rows, row).text(Diabetes.WORDS));
    }
    assertThat(document.split("<h2>Row ", -1)).hasSize(1 + test.rowCount());
  }

  private double[] values() {
    double[] rows = new double[test.rowCount() * test.schema().size()];
    test.copyRows(0, test.rowCount(), rows);
    return rows;
  }
}
