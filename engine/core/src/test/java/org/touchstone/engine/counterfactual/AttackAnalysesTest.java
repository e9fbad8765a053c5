package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.plot.GraphPlot;
import org.touchstone.engine.plot.HeatMapPlot;
import org.touchstone.engine.plot.PairedBarPlot;
import org.touchstone.engine.plot.XyPlot;
import org.touchstone.engine.stats.Proportion;

class AttackAnalysesTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", 0, 100, true, Attributes.NONE),
              new Feature.Continuous("debt", 0, 100, true, Attributes.NONE),
              new Feature.Categorical("home", List.of("rent", "own"), Attributes.NONE),
              new Feature.Continuous("age", 18, 90, true, new Attributes("years", true, true, "")),
              new Feature.Binary("label", List.of("good", "bad"), Attributes.NONE)));
  private static final List<String> FEATURES = SCHEMA.names().subList(0, 4);

  /** Bad with debt, without income, as a tenant and when young. */
  private static double bad(double[] row) {
    double z = 0.08 * (row[1] - row[0]) + (row[2] == 0 ? 1 : -1) - 0.02 * (row[3] - 50);
    return 1 / (1 + Math.exp(-z));
  }

  private static final Classifier MODEL =
      new Classifier() {
        @Override
        public int inputWidth() {
          return 5;
        }

        @Override
        public void score(double[] rows, int count, double[] out) {
          for (int i = 0; i < count; i++) {
            out[i] = bad(java.util.Arrays.copyOfRange(rows, 5 * i, 5 * i + 5));
          }
        }
      };

  @ParameterizedTest
  @CsvSource({
    // Eqs. 3 and 4: odds of 20, 40 and 80 to 1 are 600, 615 and 630.
    "20, 0.047619047619047616, 600",
    "20, 0.024390243902439025, 615",
    "20, 0.012345679012345678, 630",
    // Tables 1 and 2 of the paper, whose scores are those of odds 1.
    "1, 0.13, 641",
    "1, 0.59, 592",
    "1, 0.6, 591",
    "1, 0.46, 603",
    "1, 0.42, 607",
    "1, 0.63, 588"
  })
  void credit_scores_are_those_of_the_paper(double odds, double pd, long score) {
    assertThat(Math.round(new CreditScore(600, odds, 15).score(pd))).isEqualTo(score);
  }

  @Test
  void a_certain_default_has_no_finite_score_and_what_is_no_probability_none() {
    assertThat(CreditScore.PAPER.score(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(CreditScore.PAPER.score(0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> CreditScore.PAPER.score(1.1))
        .hasMessage("A probability lies in [0, 1], found 1.1");
    assertThatThrownBy(() -> new CreditScore(600, 0, 15)).hasMessageContaining("above 0");
  }

  @Test
  void summarises_what_changes_how_often_together_and_which_way() {
    List<CounterfactualSet> sets =
        List.of(
            set("1", new double[] {10, 50, 0, 30, 0}, new double[] {90, 50, 0, 30, 0}),
            set("2", new double[] {10, 50, 0, 30, 0}, new double[] {60, 50, 1, 30, 0}),
            set("3", new double[] {80, 10, 1, 30, 0}, new double[] {20, 60, 0, 30, 0}),
            set("4", new double[] {10, 50, 0, 30, 0}));

    AttackSummary summary = AttackSummary.of(sets);

    assertThat(summary.success()).isEqualTo(new Proportion(3, 4));
    assertThat(summary.meanChanges().orElseThrow()).isCloseTo(2, within(1e-15));
    assertThat(summary.changesHistogram()).containsExactly(0, 1, 1, 1);
    assertThat(summary.frequencies()).containsExactly(3, 1, 2, 0);
    assertThat(summary.coOccurrences()[0]).containsExactly(0, 1, 2, 0);
    assertThat(summary.coOccurrences()[1]).containsExactly(1, 0, 1, 0);
    AttackSummary.Direction good = summary.directions().get(0);
    assertThat(good.feature()).isEqualTo("income");
    assertThat(good.fromClass()).isZero();
    assertThat(good.down()).isOne();
    assertThat(good.meanChange()).hasValue(-60);
    AttackSummary.Direction home = summary.directions().get(4);
    assertThat(home.feature()).isEqualTo("home");
    assertThat(home.fromClass()).isOne();
    assertThat(home.moves()).containsExactly(new AttackSummary.Move("rent", "own", 1));
    assertThatThrownBy(() -> AttackSummary.of(List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row was attacked");
  }

  @Test
  void plots_what_the_papers_figures_show() {
    AttackSummary summary =
        AttackSummary.of(
            List.of(
                set("1", new double[] {10, 50, 0, 30, 0}, new double[] {90, 50, 0, 30, 0}),
                set("2", new double[] {10, 50, 0, 30, 0}, new double[] {60, 50, 1, 30, 0}),
                set("3", new double[] {80, 10, 1, 30, 0}, new double[] {20, 60, 0, 30, 0}),
                set("4", new double[] {10, 50, 0, 30, 0})));

    // Figure 1: bad before, good after, or the other way round.
    XyPlot outcomes = AttackPlots.outcomes(summary, 1, List.of("good", "bad"));
    assertThat(outcomes.series())
        .extracting(s -> s.label())
        .containsExactly("was good (1)", "was bad (2)");
    assertThat(outcomes.series().get(0).x(0)).isEqualTo(bad(new double[] {80, 10, 1, 30, 0}));
    assertThat(outcomes.series().get(0).y(0)).isEqualTo(bad(new double[] {20, 60, 0, 30, 0}));
    assertThat(outcomes.guides()).extracting(g -> g.at()).containsExactly(0.5, 0.5);

    // Figures 2 to 4.
    assertThat(AttackPlots.changes(summary).bars())
        .extracting(b -> b.value())
        .containsExactly(1., 1., 1.);
    assertThat(AttackPlots.frequencies(summary).bars())
        .extracting(b -> b.label())
        .containsExactly("income", "home", "debt", "age");
    assertThat(
            AttackPlots.besideImportance(
                    summary,
                    Map.of("income", 0.1, "debt", 0.4, "home", 0.2, "age", 0.0),
                    "mean |SHAP|")
                .pairs())
        .containsExactly(
            new PairedBarPlot.Pair("debt", 0.4, 1),
            new PairedBarPlot.Pair("home", 0.2, 2),
            new PairedBarPlot.Pair("income", 0.1, 3),
            new PairedBarPlot.Pair("age", 0, 0));
    assertThatThrownBy(
            () -> AttackPlots.besideImportance(summary, Map.of("income", 1.0), "mean |SHAP|"))
        .isInstanceOf(DataException.class)
        .hasMessage("There is no importance of \"debt\", which could be changed");

    // Figure 5.
    GraphPlot graph = AttackPlots.coOccurrences(summary);
    assertThat(graph.edges())
        .containsExactly(
            new GraphPlot.Edge(0, 1, 2), new GraphPlot.Edge(0, 2, 1), new GraphPlot.Edge(1, 2, 1));
    assertThat(graph.toSvg()).contains(">income<", ">age<").isEqualTo(graph.toSvg());

    // Figure 6: of the bad ones income went up twice, and one tenant became an owner.
    HeatMapPlot directions = AttackPlots.directions(summary, 1, "bad");
    assertThat(directions.rows()).containsExactly("income", "home", "debt", "age");
    assertThat(directions.cells())
        .containsExactly(
            HeatMapPlot.Cell.of(0, 0, 0),
            HeatMapPlot.Cell.of(0, 1, 2),
            HeatMapPlot.Cell.of(1, 2, 1));
  }

  @Test
  void plots_of_an_attack_that_turned_nothing_are_empty_and_readable() {
    AttackSummary summary = AttackSummary.of(List.of(set("1", new double[] {10, 50, 0, 30, 0})));

    assertThat(summary.meanChanges()).isEmpty();
    assertThat(
            List.of(
                AttackPlots.outcomes(summary, 1, List.of("good", "bad")),
                AttackPlots.changes(summary),
                AttackPlots.frequencies(summary),
                AttackPlots.besideImportance(
                    summary,
                    Map.of("income", 0., "debt", 0., "home", 0., "age", 0.),
                    "mean |SHAP|"),
                AttackPlots.coOccurrences(summary),
                AttackPlots.directions(summary, 1, "bad")))
        .allSatisfy(plot -> assertThat(plot.toSvg()).doesNotContain("NaN", "Infinity"));
  }

  @Test
  void labels_of_a_graph_of_20_features_do_not_overlap() {
    List<GraphPlot.Node> nodes = new ArrayList<>();
    List<GraphPlot.Edge> edges = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      nodes.add(new GraphPlot.Node("a feature with quite a long name " + i, i));
      for (int j = 0; j < i; j++) {
        edges.add(new GraphPlot.Edge(i, j, i + j));
      }
    }
    String svg = new GraphPlot("Together <&>", nodes, edges).toSvg();

    List<double[]> places = new ArrayList<>();
    java.util.regex.Matcher texts =
        java.util.regex.Pattern.compile(
                "<text x=\"([-.0-9]+)\" y=\"([-.0-9]+)\"[^>]*text-anchor=\"(\\w+)\"[^>]*>a feature")
            .matcher(svg);
    while (texts.find()) {
      double width = 36 * 0.66 * 12;
      double x = Double.parseDouble(texts.group(1));
      double start =
          texts.group(3).equals("start")
              ? x
              : texts.group(3).equals("end") ? x - width : x - width / 2;
      places.add(new double[] {start, start + width, Double.parseDouble(texts.group(2))});
    }
    assertThat(places).hasSize(20);
    for (double[] a : places) {
      assertThat(a[0]).isGreaterThanOrEqualTo(0);
      for (double[] b : places) {
        boolean apart = a == b || Math.abs(a[2] - b[2]) >= 11 || a[1] <= b[0] || b[1] <= a[0];
        assertThat(apart).isTrue();
      }
    }
    assertThat(svg).contains("Together &lt;&amp;&gt;");
  }

  @Test
  void a_graph_with_an_edge_to_nowhere_is_refused() {
    List<GraphPlot.Node> nodes = List.of(new GraphPlot.Node("a", 1), new GraphPlot.Node("b", 1));

    assertThatThrownBy(() -> new GraphPlot("g", nodes, List.of(new GraphPlot.Edge(0, 2, 1))))
        .hasMessageContaining("An edge joins two nodes of 0 to 1");
    assertThatThrownBy(() -> new GraphPlot("g", nodes, List.of(new GraphPlot.Edge(0, 1, 0))))
        .hasMessageContaining("An edge has a weight above 0");
    assertThatThrownBy(
            () ->
                new GraphPlot(
                    "g", nodes, List.of(new GraphPlot.Edge(0, 1, 1), new GraphPlot.Edge(1, 0, 1))))
        .hasMessageContaining("each pair once");
    assertThatThrownBy(() -> new GraphPlot("g", List.of(), List.of()))
        .hasMessage("A graph needs a node");
  }

  @Test
  void a_table_shows_levels_in_words_and_marks_what_changes() {
    CounterfactualSet set =
        set("1", new double[] {10, 50, 0, 30, 0}, new double[] {60, 50, 1, 30, 0});

    assertThat(CounterfactualTable.of(set, FEATURES, 1, CreditScore.PAPER).toMarkdown())
        .isEqualTo(
            """
            | Feature | Original | CF1 |
            |---|---|---|
            | income | 10 | **60** |
            | debt | 50 | 50 |
            | home | rent | **own** |
            | age | 30 | 30 |
            | Probability | 0.99 | 0.198 |
            | Credit score | 436 | 565 |
            """);
  }

  @Test
  void a_discriminator_recognises_impossible_rows_and_guesses_at_copies_of_real_ones() {
    SplittableRandom random = new SplittableRandom(3);
    List<CounterfactualSet> impossible = new ArrayList<>();
    List<CounterfactualSet> real = new ArrayList<>();
    Dataset rows = rows(200, 8);
    for (int i = 0; i < 200; i++) {
      double[] row = new double[5];
      rows.copyRows(i, i + 1, row);
      double[] far = row.clone();
      far[0] = -row[0] - 1;
      double[] other = new double[5];
      int pick = random.nextInt(200);
      rows.copyRows(pick, pick + 1, other);
      impossible.add(set("" + i, row, far));
      real.add(set("" + i, row, other));
    }

    Detectability found =
        Detectability.of(
            rows, impossible, impossible, FEATURES, Detectability.Protocol.HELD_OUT, 1);
    Detectability guessed =
        Detectability.of(rows, real, real, FEATURES, Detectability.Protocol.HELD_OUT, 1);

    Detectability otherSeed =
        Detectability.of(rows, impossible, real, FEATURES, Detectability.Protocol.PAPER, 1);

    assertThat(found.detected().rate()).isGreaterThan(0.97);
    assertThat(otherSeed.detected().rate())
        .as("learnt by one seed, tested on the counterfactuals of the other")
        .isLessThan(0.1);
    assertThat(found.balancedAccuracy()).isGreaterThan(0.97);
    assertThat(guessed.balancedAccuracy()).isBetween(0.35, 0.65);
    assertThatThrownBy(
            () ->
                Detectability.of(
                    rows.select(new int[] {0}),
                    impossible.subList(0, 1),
                    impossible.subList(0, 1),
                    FEATURES,
                    Detectability.Protocol.PAPER,
                    1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("takes 10 rows that have one by both seeds, found 1");
    assertThatThrownBy(
            () ->
                Detectability.of(
                    rows, impossible, List.of(), FEATURES, Detectability.Protocol.PAPER, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("Each row has a set by each seed, found 200 and 0 sets for 200 rows");
  }

  /** New rows of the same law: they can be learnt by heart, and nothing else can be learnt. */
  @Test
  void a_discriminator_that_is_tested_on_held_out_rows_has_not_learnt_them_by_heart() {
    Dataset rows = rows(200, 8);
    Dataset others = rows(200, 9);
    List<CounterfactualSet> sets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] row = new double[5];
      rows.copyRows(i, i + 1, row);
      double[] other = new double[5];
      others.copyRows(i, i + 1, other);
      sets.add(set("" + i, row, other));
    }

    Detectability paper =
        Detectability.of(rows, sets, sets, FEATURES, Detectability.Protocol.PAPER, 1);
    Detectability heldOut =
        Detectability.of(rows, sets, sets, FEATURES, Detectability.Protocol.HELD_OUT, 1);

    assertThat(paper.balancedAccuracy()).isGreaterThan(0.9);
    assertThat(heldOut.balancedAccuracy()).isBetween(0.35, 0.65);
  }

  private static CounterfactualSet set(String id, double[] original, double[]... found) {
    DecisionModel model = DecisionModel.argmax(MODEL);
    double[] flat =
        java.util.Arrays.stream(found).flatMapToDouble(java.util.Arrays::stream).toArray();
    return new CounterfactualSet(
        SCHEMA,
        0,
        id,
        CounterfactualSet.Scored.of(model, original, 1),
        CounterfactualSet.Scored.of(model, flat, found.length),
        FEATURES,
        new SearchRecord("test", 0, 1, 1, Optional.empty()));
  }

  private static Dataset rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[5 * count];
    for (int i = 0; i < count; i++) {
      values[5 * i] = random.nextInt(101);
      values[5 * i + 1] = random.nextInt(101);
      values[5 * i + 2] = random.nextInt(2);
      values[5 * i + 3] = 18 + random.nextInt(70);
      values[5 * i + 4] = random.nextInt(2);
    }
    return Dataset.of(SCHEMA, values);
  }
}
