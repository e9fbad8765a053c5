package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.rules.RuleListSelection.Candidate;
import org.touchstone.engine.rules.RuleListSelection.Form;
import org.touchstone.engine.rules.RuleListSelection.Score;
import org.touchstone.engine.rules.RuleListSelection.Selected;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/** Settings that are chosen by cross-validation on training rows. */
class RuleListSelectionTest {

  private static final RuleListSettings FEW = RuleListSettings.DEFAULT.withIterations(2_000);

  /** Two columns that tell nothing alone and everything together. */
  private static final Dataset EITHER = either(400);

  /** Rules of one condition say a part of it, rules of two all. */
  private static final RuleListSelection ONE_OR_TWO =
      new RuleListSelection(
          List.of(
              new Candidate("one", new ExMo(new FpGrowthRuleMiner(1, 0.05), FEW)),
              new Candidate("two", new ExMo(new FpGrowthRuleMiner(2, 0.05), FEW))),
          4);

  @Test
  void chooses_what_ranks_held_out_rows_best_and_learns_it_from_all_rows() {
    Selected selected = ONE_OR_TWO.select(Form.LIST, EITHER, "y", "1", 1, Execution.SINGLE);

    assertThat(selected.best().candidate()).isEqualTo("two");
    assertThat(selected.best().meanArea()).isEqualTo(1);
    assertThat(selected.best().standardError()).isZero();
    assertThat(selected.model()).isSameAs(selected.fit().list());
    assertThat(selected.fit().list().lines().stream().mapToLong(Line::support).sum())
        .isEqualTo(EITHER.rowCount());
    assertThat(selected.scores())
        .hasSize(4)
        .isSortedAccordingTo(java.util.Comparator.comparingDouble(Score::meanArea).reversed());
    assertThat(selected.scores().get(3).candidate()).isEqualTo("one");
    // A list of single conditions says half of it: what is left after the first one.
    assertThat(selected.scores().get(3).meanArea()).isLessThan(0.95);
  }

  @Test
  void the_form_says_whether_a_list_or_an_average_is_chosen() {
    List<Score> scores = ONE_OR_TWO.crossValidate(EITHER, "y", "1", 1, Execution.SINGLE);

    for (Form form : Form.values()) {
      Selected selected = ONE_OR_TWO.select(form, scores, EITHER, "y", "1", 1, Execution.SINGLE);
      if (form != Form.EITHER) {
        assertThat(selected.best().averaged()).isEqualTo(form == Form.AVERAGED);
      }
      assertThat(selected.model())
          .isSameAs(selected.best().averaged() ? selected.fit().averaged() : selected.fit().list());
    }
    assertThat(ONE_OR_TWO.crossValidate(EITHER, "y", "1", 1, Execution.on(3))).isEqualTo(scores);
  }

  /** Each fold by hand: learnt from the rows outside of it, judged on those inside. */
  @Test
  void the_mean_and_its_standard_error_are_those_of_folds_that_were_not_learnt_from() {
    Dataset data = Pima.training();
    ExMo learner = new ExMo(new FpGrowthRuleMiner(1, 0.1), FEW);
    int folds = 3;
    RuleListSelection selection =
        new RuleListSelection(List.of(new Candidate("one", learner)), folds);
    boolean[] positive = ItemTable.labels(data, Pima.LABEL, Pima.POSITIVE);
    int[] foldOf = selection.folds(positive, 7);
    double[] areas = new double[folds];
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      int[] inside = IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == held).toArray();
      int[] outside = IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != held).toArray();
      RuleList list =
          learner
              .fit(
                  data.select(outside),
                  Pima.LABEL,
                  Pima.POSITIVE,
                  RandomSeeds.derive(7, "fold", Integer.toString(fold)),
                  Execution.SINGLE)
              .list();
      areas[fold] = Pima.auc(list, data.select(inside), Pima.LABEL, Pima.POSITIVE);
      // Stratified: as many rows of each class in each fold, but for one.
      long positives = Arrays.stream(inside).filter(row -> positive[row]).count();
      assertThat(positives).isBetween(71L, 72L);
      assertThat(inside.length).isBetween(204, 206);
    }

    Score score =
        selection.crossValidate(data, Pima.LABEL, Pima.POSITIVE, 7, Execution.SINGLE).stream()
            .filter(each -> !each.averaged())
            .findFirst()
            .orElseThrow();

    double variance = StatUtils.variance(areas);
    assertThat(score.meanArea()).isCloseTo(StatUtils.mean(areas), within(1e-12));
    assertThat(variance).isPositive();
    assertThat(score.standardError()).isCloseTo(Math.sqrt(variance / folds), within(1e-12));
  }

  @Test
  void the_standard_candidates_have_lists_and_bags_and_the_papers_settings() {
    List<Candidate> candidates = RuleListSelection.standard().candidates();

    assertThat(candidates).extracting(Candidate::name).doesNotHaveDuplicates();
    assertThat(candidates).extracting(Candidate::learner).contains(ExMo.PAPER, ExMo.DEFAULT);
    assertThat(candidates).extracting(Candidate::learner).contains(RuleListBagging.DEFAULT);
  }

  @Test
  void refuses_too_few_rows_of_a_class_and_settings_that_cannot_be_told_apart() {
    Candidate one = ONE_OR_TWO.candidates().get(0);
    int[] rows = IntStream.range(0, 40).toArray();
    Dataset few = BadInputTest.mixed(0.05, 4).select(rows);

    assertThatThrownBy(() -> ONE_OR_TWO.select(Form.LIST, few, "y", "1", 1, Execution.SINGLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 folds needs as many rows of each class")
        .hasMessageContaining("use fewer folds");
    assertThatThrownBy(() -> new RuleListSelection(List.of(one, one), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have one name: [one, one]");
    assertThatThrownBy(() -> new RuleListSelection(List.of(), 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RuleListSelection(List.of(one), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Dataset either(int rows) {
    Feature.Attributes none = Feature.Attributes.NONE;
    List<String> levels = List.of("a", "b");
    SplittableRandom random = new SplittableRandom(5);
    double[] values = new double[3 * rows];
    for (int at = 0; at < values.length; at += 3) {
      values[at] = random.nextInt(2);
      values[at + 1] = random.nextInt(2);
      values[at + 2] = values[at] == values[at + 1] ? 1 : 0;
    }
    return Dataset.of(
        Schema.of(
            List.of(
                new Feature.Categorical("u", levels, none),
                new Feature.Categorical("v", levels, none),
                BadInputTest.label())),
        values);
  }
}
