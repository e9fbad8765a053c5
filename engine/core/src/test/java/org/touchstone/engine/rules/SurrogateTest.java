package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.run.Execution;

/** Rule lists that stand in for a model, and explainers that are compared. */
class SurrogateTest {

  private static final List<String> FEATURES =
      List.of("times_pregnant", "plasma_glucose", "body_mass_index", "age");

  @Test
  void a_list_learns_a_model_that_is_one() {
    RuleList model =
        RuleListTest.paper(List.of(List.of("age:28.5_to_inf", "plasma_glucose:166.5_to_inf")), 1);
    Surrogate surrogate = learn(model, Pima.training());

    Surrogate.Fidelity fidelity = surrogate.fidelity(model, Pima.test(), Execution.SINGLE);

    assertThat(fidelity.rows()).isEqualTo(154);
    assertThat(fidelity.agreement().rate()).isGreaterThan(0.98);
    assertThat(fidelity.kappa()).isGreaterThan(0.9);
    assertThat(surrogate.list().features()).contains("age", "plasma_glucose");
  }

  @Test
  void fidelity_counts_rows_by_both_decisions() {
    Surrogate.Fidelity fidelity =
        Surrogate.fidelity(
            new boolean[] {false, false, false, false, true, true, true, true, true, true},
            new boolean[] {false, true, false, false, true, true, false, true, false, true});

    assertThat(fidelity).isEqualTo(new Surrogate.Fidelity(3, 1, 2, 4));
    assertThat(fidelity.agreement()).hasToString("7/10");
    assertThat(fidelity.constantGuess()).hasToString("6/10");
    // By hand: chance is 0.6 * 0.5 + 0.4 * 0.5, and (0.7 - 0.5) / (1 - 0.5).
    assertThat(fidelity.kappa()).isCloseTo(0.4, within(1e-15));
    assertThat(new Surrogate.Fidelity(5, 0, 0, 0).kappa()).isNaN();
  }

  @Test
  void refuses_a_model_that_decides_alike_on_all_rows() {
    assertThatThrownBy(() -> learn(constant(0.2), Pima.training()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("but all 614 rows are negative");
  }

  @Test
  void counts_the_features_that_two_explainers_share() {
    FeatureNamer rules = namer("rules", List.of(List.of("a", "b"), List.of(), List.of("c")));
    FeatureNamer other =
        namer("other", List.of(List.of("c", "b", "a"), List.of("a"), List.of("a", "c")));
    Dataset three = Pima.test().select(new int[] {0, 1, 2});

    ExplainerOverlap asMany =
        ExplainerOverlap.of(rules, other, three, ExplainerOverlap.AS_MANY, Execution.SINGLE);
    ExplainerOverlap top2 = ExplainerOverlap.of(rules, other, three, 2, Execution.SINGLE);

    assertThat(asMany.rows())
        .containsExactly(
            new ExplainerOverlap.Row(2, 2, 1),
            new ExplainerOverlap.Row(0, 0, 0),
            new ExplainerOverlap.Row(1, 1, 0));
    assertThat(asMany.sharing()).hasToString("1/3");
    assertThat(asMany.distribution()).containsExactly(2, 1);
    assertThat(top2.sharing()).hasToString("2/3");
    // Of 4 features: 1 - C(2,2)/C(4,2) = 5/6, 0, and 1 - 3/4 = 1/4.
    assertThat(asMany.byChance(4)).isCloseTo((5.0 / 6 + 0 + 0.25) / 3, within(1e-15));
  }

  @Test
  void names_the_features_on_the_way_to_the_closest_flip_point_the_largest_change_first() {
    LogisticRegression model = new LogisticRegression(new double[] {1, 0, 3}, -4);
    FlipPoints flips = FlipPoints.of(model, List.of("x", "y", "z"), new double[] {1, 1, 1}).build();
    Dataset rows = Dataset.of(flips.schema(), new double[] {0, 5, 0, 1, 7, 1 + 1e-9});

    List<List<String>> named = FeatureNamer.of(flips).name(rows, Execution.SINGLE);

    // The change is along the coefficients (1, 0, 3); the second row is at the boundary already.
    assertThat(named).containsExactly(List.of("z", "x"), List.of());
    assertThat(FeatureNamer.of(flips).name()).isEqualTo("closest flip point");
  }

  private static Surrogate learn(Classifier model, Dataset training) {
    return Surrogate.of(
        model, 0.5, training, FEATURES, Pima.DIABETES, ExMo.DEFAULT, 1, Execution.SINGLE);
  }

  private static FeatureNamer namer(String name, List<List<String>> features) {
    return FeatureNamer.of(name, (rows, execution) -> features);
  }

  private static Classifier constant(double probability) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return 9;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        java.util.Arrays.fill(out, 0, count, probability);
      }
    };
  }
}
