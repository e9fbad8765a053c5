package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.flip.FlipFixtures.Golden;
import org.touchstone.engine.flip.FlipFixtures.Table;

/** Against flip points by SLSQP, the best of 10 to 20 starts, golden/flip. */
class GoldenFlipPointsTest {

  @ParameterizedTest
  @ValueSource(strings = {"pima", "german61"})
  void is_never_farther_than_the_best_of_twenty_starts(String name) {
    Golden golden = FlipFixtures.golden(name);
    Table expected = golden.table("flip_dist");
    FlipPoints flips = golden.finder().build();

    for (int i = 0; i < expected.size(); i++) {
      FlipPoint point = flips.closest(golden.row(i)).get();

      assertThat(point.distance())
          .as("row %s", expected.text(i, "row"))
          .isLessThanOrEqualTo(expected.number(i, "dist") * (1 + 1e-6));
      assertThat(point.residual()).isLessThanOrEqualTo(1e-9);
      assertThat(point.certainty().kktResidual()).isLessThan(1e-5);
      assertThat(point.kind()).isEqualTo(FlipPoint.Kind.BOUNDARY);
    }
  }

  @Test
  void flips_one_feature_of_pima_at_the_golden_value_or_not_at_all() {
    Golden golden = FlipFixtures.golden("pima");
    Table expected = golden.table("flip_1feature");
    FlipPoints flips = golden.finder().build();

    for (int i = 0; i < expected.size(); i++) {
      double[] row = golden.rowOf(expected.text(i, "row"));
      String feature = expected.text(i, "feature");
      FlipResult flip = flips.closest(row, Set.of(feature));

      assertThat(flip.found())
          .as("row %s, %s", expected.text(i, "row"), feature)
          .isEqualTo(!expected.text(i, "delta_std").isEmpty());
      if (flip.found()) {
        assertThat(flip.get().distance())
            .isCloseTo(Math.abs(expected.number(i, "delta_std")), within(1e-6));
        assertThat(flip.get().residual()).isLessThanOrEqualTo(1e-9);
      }
    }
  }

  @Test
  void flips_two_features_of_pima_at_the_golden_distance_or_not_at_all() {
    Golden golden = FlipFixtures.golden("pima");
    Table expected = golden.table("flip_2feature");
    FlipPoints flips = golden.finder().build();

    for (int i = 0; i < expected.size(); i++) {
      double[] row = golden.rowOf(expected.text(i, "row"));
      Set<String> pair = Set.of(expected.text(i, "feature_a"), expected.text(i, "feature_b"));
      FlipResult flip = flips.closest(row, pair);

      assertThat(flip.found())
          .as("row %s, %s", expected.text(i, "row"), pair)
          .isEqualTo(!expected.text(i, "dist").isEmpty());
      if (flip.found()) {
        assertThat(flip.get().distance())
            .as("row %s, %s", expected.text(i, "row"), pair)
            .isCloseTo(expected.number(i, "dist"), within(1e-6));
      }
    }
  }

  @Test
  void flips_one_feature_of_61_at_the_golden_value_or_not_at_all() {
    Golden golden = FlipFixtures.golden("german61");
    Table expected = golden.table("flip_1feature");
    FlipPoints flips = golden.finder().build();

    for (int i = 0; i < expected.size(); i++) {
      double[] row = golden.rowOf(expected.text(i, "row"));
      FlipResult flip = flips.closest(row, Set.of(expected.text(i, "feature")));

      assertThat(flip.found()).isEqualTo(!expected.text(i, "delta_std").isEmpty());
      if (flip.found()) {
        assertThat(flip.get().distance())
            .isCloseTo(Math.abs(expected.number(i, "delta_std")), within(1e-6));
      }
    }
  }

  @Test
  void names_the_features_of_the_network() {
    Golden golden = FlipFixtures.golden("pima");

    List<String> features = golden.finder().build().features();

    assertThat(features).hasSize(8).contains("glucose");
    assertThat(Arrays.asList("pregnant", "age")).isSubsetOf(features);
  }
}
