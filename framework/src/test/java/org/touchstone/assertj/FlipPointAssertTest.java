package org.touchstone.assertj;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.assertj.TouchstoneAssertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipResult;
import org.touchstone.engine.model.LogisticRegression;

class FlipPointAssertTest {

  private static final FlipPoints FLIPS =
      FlipPoints.of(
              new LogisticRegression(new double[] {1, 2, 0}, -5),
              List.of("income", "tenure", "shoe size"),
              new double[] {1, 1, 1})
          .build();

  private static final double[] ROW = {0, 0, 40};

  private static FlipPoint point() {
    return FLIPS.closest(ROW).get();
  }

  @Test
  void passes_where_the_point_is_as_expected() {
    assertThat(point())
        .isOnBoundary()
        .turnsTheDecision()
        .changesOnly("income", "tenure")
        .changes("income")
        .doesNotChange("shoe size")
        .isFartherThan(2)
        .isWithin(Math.sqrt(5) + 1e-9);
    assertThat(FLIPS.closest(ROW)).hasFlipPoint().isOnBoundary();
    assertThat(FLIPS.closest(ROW, Set.of("shoe size"))).hasNoFlipPoint();
  }

  @Test
  void says_what_else_changes() {
    assertThatThrownBy(() -> assertThat(point()).changesOnly("income"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expecting a flip point that changes only [income] but found")
        .hasMessageContaining("that [tenure] change too")
        .hasMessageContaining("tenure 0.0 -> ");
    assertThatThrownBy(() -> assertThat(point()).changes("shoe size"))
        .hasMessageContaining("[shoe size] do not change");
    assertThatThrownBy(() -> assertThat(point()).doesNotChange("tenure"))
        .hasMessageContaining("[tenure] change");
  }

  @Test
  void says_how_far_the_point_is_off() {
    assertThatThrownBy(() -> assertThat(point()).isFartherThan(3))
        .hasMessageContaining("a distance of 2.236");
    assertThatThrownBy(() -> assertThat(point()).isWithin(1))
        .hasMessageContaining("within 1.0 but found");
    assertThatThrownBy(() -> assertThat(point()).isOnBoundary(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> assertThat(point()).changesOnly("height"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no feature \"height\"");
  }

  @Test
  void a_point_of_the_other_class_is_not_on_the_boundary() {
    FlipPoint jumped =
        FlipPoints.of(new Step(), List.of("x"), new double[] {1})
            .build()
            .closest(new double[] {0})
            .get();

    assertThat(jumped).turnsTheDecision();
    assertThatThrownBy(() -> assertThat(jumped).isOnBoundary())
        .hasMessageContaining("on the boundary to 1.0E-9 but found")
        .hasMessageContaining("a probability of 0.9 where the threshold is 0.5");
  }

  @Test
  void says_why_there_is_none_or_which_there_is() {
    FlipResult none = FLIPS.closest(ROW, Set.of("shoe size"));

    assertThatThrownBy(() -> assertThat(none).hasFlipPoint())
        .hasMessageContaining(
            "none. The model's score is the same at the row and at 64 random points");
    assertThatThrownBy(() -> assertThat(FLIPS.closest(ROW)).hasNoFlipPoint())
        .hasMessageContaining("flip point at distance 2.236");
  }

  @Test
  void is_checked_softly_too() {
    TouchstoneSoftAssertions softly = new TouchstoneSoftAssertions();

    softly.assertThat(point()).changesOnly("income").isOnBoundary().isWithin(1);

    assertThat(softly.errorsCollected()).hasSize(2);
  }

  /** 0.1 below 1, 0.9 from there. */
  private record Step() implements org.touchstone.engine.model.Classifier {
    @Override
    public int inputWidth() {
      return 1;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i] < 1 ? 0.1 : 0.9;
      }
    }
  }
}
