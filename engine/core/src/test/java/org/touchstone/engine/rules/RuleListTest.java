package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/** A list as a model and as an explanation; the paper's own lists and texts. */
class RuleListTest {

  private static final List<List<String>> EXMO =
      List.of(
          List.of("plasma_glucose:127.5_to_166.5", "body_mass_index:29.65_to_inf"),
          List.of("plasma_glucose:127.5_to_166.5"),
          List.of("age:-inf_to_28.5", "body_mass_index:-inf_to_29.65"),
          List.of("plasma_glucose:-inf_to_99.5"),
          List.of("plasma_glucose:99.5_to_127.5", "age:-inf_to_28.5", "times_pregnant:-inf_to_6.5"),
          List.of("plasma_glucose:99.5_to_127.5"));

  private static final List<List<String>> BRL =
      List.of(
          List.of("age:28.5_to_inf", "body_mass_index:29.65_to_inf"),
          List.of("age:28.5_to_inf"),
          List.of("serum_insulin:-inf_to_16.0", "body_mass_index:29.65_to_inf"));

  /** ExMo, Table 4, whose probabilities count positives twice, but for the default line's. */
  @Test
  void prints_the_list_of_the_papers_table_4_where_positives_count_twice() {
    String printed = paper(EXMO, 2).print("diabetes");

    assertThat(printed)
        .isEqualTo(
            """
            IF plasma_glucose:127.5_to_166.5 AND body_mass_index:29.65_to_inf THEN probability of diabetes: 76.0%
            ELSE IF plasma_glucose:127.5_to_166.5 THEN probability of diabetes: 41.5%
            ELSE IF age:-inf_to_28.5 AND body_mass_index:-inf_to_29.65 THEN probability of diabetes: 2.7%
            ELSE IF plasma_glucose:-inf_to_99.5 THEN probability of diabetes: 22.5%
            ELSE IF plasma_glucose:99.5_to_127.5 AND age:-inf_to_28.5 AND times_pregnant:-inf_to_6.5 THEN probability of diabetes: 30.1%
            ELSE IF plasma_glucose:99.5_to_127.5 THEN probability of diabetes: 60.9%
            ELSE probability of diabetes: 94.1%
            """);
  }

  @Test
  void the_papers_list_has_the_area_under_the_curve_that_python_found() {
    JsonNode golden = Pima.json("exmo_table4_reconstruction.json");

    assertThat(Pima.auc(paper(EXMO, 2), Pima.test(), Pima.LABEL, Pima.POSITIVE))
        .isCloseTo(golden.at("/auc_test/ExMo_with_default_.9407").asDouble(), within(5e-5));
    assertThat(paper(EXMO, 2).lines().get(6).probability())
        .isCloseTo(golden.get("exmo_default_recomputed").asDouble(), within(5e-5));
  }

  /** ExMo, Tables 6 and 7, to the letter. */
  @Test
  void explains_the_papers_rows_in_its_words() {
    double[] positive = {9, 152, 0, 0, 171, 34.2, 0, 33, Double.NaN};
    double[] negative = {2, 108, 0, 0, 0, 30.8, 0, 21, Double.NaN};
    ExplanationWords words = ExplanationWords.of("diabetes");

    assertThat(paper(EXMO, 2).explain(positive, 0).text(words))
        .isEqualTo(
            "Prob. of diabetes is 0.76 because plasma_glucose (152.0) is between 127.5 to 166.5"
                + " and body_mass_index (34.2) is above 29.65");
    assertThat(paper(EXMO, 2).explain(negative, 0).text(words))
        .isEqualTo(
            "Prob. of diabetes is 0.3 because plasma_glucose (108.0) is between 99.5 to 127.5 and"
                + " age (21.0) is below 28.5 and times_pregnant (2.0) is below 6.5");
    assertThat(paper(BRL, 2).explain(positive, 0).text(words))
        .isEqualTo(
            "Prob. of diabetes is 0.75 because age (33.0) is above 28.5 and body_mass_index (34.2)"
                + " is above 29.65");
    assertThat(paper(BRL, 2).explain(negative, 0).text(words))
        .isEqualTo(
            "Prob. of diabetes is 0.6 because serum_insulin (0.0) is below 16.0 and"
                + " body_mass_index (30.8) is above 29.65");
  }

  @Test
  void says_which_rules_did_not_hold_and_why_and_what_stands_behind_the_probability() {
    double[] row = {9, 120, 0, 0, 171, 34.2, 0, 28.5, Double.NaN};
    RuleExplanation explanation = paper(EXMO, 1).explain(row, 0);

    assertThat(explanation.line()).isEqualTo(5);
    assertThat(explanation.missed())
        .extracting(missed -> missed.failed().token())
        .containsExactly(
            "plasma_glucose:127.5_to_166.5",
            "plasma_glucose:127.5_to_166.5",
            "body_mass_index:-inf_to_29.65",
            "plasma_glucose:-inf_to_99.5",
            "times_pregnant:-inf_to_6.5");
    Line line = explanation.deciding();
    assertThat(explanation.probability())
        .isEqualTo((line.positives() + 1.0) / (line.support() + 2.0));
    assertThat(explanation.interval().contains(explanation.probability())).isTrue();
    assertThat(explanation.features()).containsExactly("plasma_glucose");
    assertThat(explanation.neverSeen()).isEmpty();
  }

  /** scipy 1.17.1: {@code beta(31, 51).ppf([.025, .975])}. */
  @Test
  void the_interval_is_that_of_the_beta_posterior() {
    var interval = new BetaPrior(1, 1, 1).interval(50, 30, 0.95);

    assertThat(interval.low()).isCloseTo(LOW, within(1e-9));
    assertThat(interval.high()).isCloseTo(HIGH, within(1e-9));
  }

  private static final double LOW = 0.27685108912512535;
  private static final double HIGH = 0.48488294759378686;

  @Test
  void a_value_at_the_end_of_its_interval_is_at_most_that() {
    double[] row = {9, 90, 0, 0, 171, 29.65, 0, 28.5, Double.NaN};

    assertThat(paper(EXMO, 1).explain(row, 0).text(words()))
        .startsWith("Prob. of type 2 diabetes is ")
        .endsWith(
            " because age (28.5) is at most 28.5 and body mass index (29.65) is at most 29.65");
  }

  @Test
  void the_html_shows_each_line_and_escapes_what_the_data_hold() {
    double[] row = {9, 152, 0, 0, 171, 20.5, 0, 33, Double.NaN};
    ExplanationWords words =
        new ExplanationWords("<diabetes>", Map.of("body_mass_index", "mass & height"), 3);

    String html = paper(EXMO, 1).explain(row, 0).html(words);

    assertThat(html)
        .contains("Prob. of &lt;diabetes&gt; is ")
        .contains("no: mass &amp; height is 20.5")
        .contains("<td>decides</td>")
        .contains("<td>not reached</td>")
        .doesNotContain("<diabetes>");
    assertThat(html.split("<tr", -1)).hasSize(1 + 1 + 7);
    Line deciding = paper(EXMO, 1).explain(row, 0).deciding();
    assertThat(html)
        .contains(
            "Of the "
                + deciding.support()
                + " training rows that this line decides on, "
                + deciding.positives()
                + " have &lt;diabetes&gt;");
    for (int i = 0; i < 7; i++) {
      Line line = paper(EXMO, 1).lines().get(i);
      var interval = new BetaPrior(1, 1, 1).interval(line.negatives(), line.positives(), 0.95);
      assertThat(html)
          .contains(
              String.format(
                  java.util.Locale.ROOT,
                  "<td class=\"number\">%.3f to %.3f</td><td class=\"number\">%d of %d</td>",
                  interval.low(),
                  interval.high(),
                  line.positives(),
                  line.support()));
    }
  }

  @Test
  void a_document_has_a_section_for_each_row_under_its_id() {
    RuleList list = paper(EXMO, 1);
    Dataset three = Pima.test().select(new int[] {5, 0, 7});

    String html = list.texts(words()).html(three);

    double[] rows = Pima.rows(three);
    String[] sections = html.split("<h2>Row ", -1);
    assertThat(sections).hasSize(4);
    for (int row = 0; row < 3; row++) {
      assertThat(sections[row + 1])
          .startsWith(three.rowId(row) + "</h2>")
          .contains(list.explain(rows, row).html(words()));
    }
    assertThat(sections[0]).startsWith("<!DOCTYPE html>").contains("Prob. of type 2 diabetes");
    assertThat(html).endsWith("</html>\n");
    Dataset other = BadInputTest.mixed(0.4, 1);
    assertThatThrownBy(() -> list.texts(words()).html(other))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("takes rows of the columns [times_pregnant")
        .hasMessageContaining("the table has [income");
  }

  @Test
  void small_and_large_probabilities_are_not_rounded_away() {
    ExplanationWords words = words();

    assertThat(words.probability(0.004)).isEqualTo("less than 0.01");
    assertThat(words.probability(0.996)).isEqualTo("more than 0.99");
    assertThat(words.probability(0)).isEqualTo("0");
    assertThat(words.probability(1)).isEqualTo("1");
    assertThat(words.probability(0.125)).isEqualTo("0.13");
  }

  @Test
  void scores_the_same_as_its_rules_read_one_by_one() {
    RuleList list = paper(EXMO, 1);
    Dataset test = Pima.test();
    double[] scores = Pima.scores(list, test);
    int[] lines = new int[test.rowCount()];
    list.decide(Pima.rows(test), test.rowCount(), lines);

    for (int row = 0; row < test.rowCount(); row++) {
      int line = 0;
      while (line < EXMO.size() && !holds(list.lines().get(line).rule().orElseThrow(), test, row)) {
        line++;
      }
      assertThat(lines[row]).isEqualTo(line);
      assertThat(scores[row]).isEqualTo(list.lines().get(line).probability());
    }
  }

  @Test
  void finds_its_columns_in_another_schema() {
    RuleList list = paper(EXMO, 1);
    List<Feature> reversed = new ArrayList<>(Pima.schema().features());
    java.util.Collections.reverse(reversed);
    double[] row = {9, 152, 0, 0, 171, 34.2, 0, 33, 1};
    double[] back = {1, 33, 0, 34.2, 171, 0, 0, 152, 9};

    assertThat(list.on(Schema.of(reversed)).explain(back, 0).toString())
        .isEqualTo(list.explain(row, 0).toString());
    assertThatThrownBy(() -> list.on(Schema.of(List.of(Pima.number("age")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("asks about \"times_pregnant\"; the schema has [age]");
  }

  private static ExplanationWords words() {
    return new ExplanationWords("type 2 diabetes", Map.of("body_mass_index", "body mass index"), 2);
  }

  private static boolean holds(Rule rule, Dataset data, int row) {
    return rule.conditions().stream()
        .map(Condition.Interval.class::cast)
        .allMatch(
            interval -> {
              double value = data.value(row, data.schema().indexOf(interval.feature()));
              return value > interval.low() && value <= interval.high();
            });
  }

  static RuleList paper(List<List<String>> rules, double positiveWeight) {
    ItemTable table = Pima.items();
    List<Rule> listed = new ArrayList<>();
    for (List<String> tokens : rules) {
      listed.add(new Rule(tokens.stream().map(token -> Pima.condition(table, token)).toList()));
    }
    return BayesianRuleList.listOf(
        RulePool.of(table, listed), Pima.DIABETES, new BetaPrior(1, 1, positiveWeight));
  }
}
