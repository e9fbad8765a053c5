package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KpiRuleTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private final KpiRule auc = rule("[0, 1]", "[0.8, 1]", "[0.5, 0.8)", "[0, 0.5)");
  private final KpiRule vif = rule("[1, inf)", "[1, 2.5)", "[2.5, 5]", "(5, inf)");
  private final KpiRule ratio =
      rule("[0, inf)", "[0.8, 1.25]", "[0.7, 0.8) u (1.25, 1.4]", "[0, 0.7) u (1.4, inf)");

  @Test
  void a_value_has_the_light_of_the_band_that_contains_it() {
    assertThat(auc.light(0.8)).contains(RagLight.GREEN);
    assertThat(auc.light(Math.nextDown(0.8))).contains(RagLight.AMBER);
    assertThat(auc.light(0.5)).contains(RagLight.AMBER);
    assertThat(auc.light(Math.nextDown(0.5))).contains(RagLight.RED);
    assertThat(ratio.light(1.3)).contains(RagLight.AMBER);
    assertThat(ratio.light(2)).contains(RagLight.RED);
  }

  @Test
  void an_infinite_value_is_red_where_red_is_unbounded() {
    assertThat(vif.light(INF)).contains(RagLight.RED);
  }

  @Test
  void a_value_outside_the_range_or_nan_has_no_light() {
    assertThat(auc.light(Math.nextUp(1.0))).isEmpty();
    assertThat(auc.light(-0.1)).isEmpty();
    assertThat(auc.light(INF)).isEmpty();
    assertThat(auc.light(Double.NaN)).isEmpty();
  }

  @Test
  void an_interval_is_green_or_red_only_if_all_of_it_is() {
    assertThat(auc.light(0.8, 0.9)).contains(RagLight.GREEN);
    assertThat(auc.light(Math.nextDown(0.8), 0.9)).contains(RagLight.AMBER);
    assertThat(auc.light(0.55, 0.7)).contains(RagLight.AMBER);
    assertThat(auc.light(0.4, 0.5)).contains(RagLight.AMBER);
    assertThat(auc.light(0.2, 0.49)).contains(RagLight.RED);
    assertThat(auc.light(0.1, 0.95)).contains(RagLight.AMBER);
    assertThat(vif.light(6, INF)).contains(RagLight.RED);
  }

  @Test
  void an_interval_across_two_red_pieces_is_amber_because_it_holds_green_values() {
    assertThat(ratio.light(0.5, 2)).contains(RagLight.AMBER);
  }

  @Test
  void the_part_of_an_interval_that_exceeds_the_range_does_not_count() {
    assertThat(auc.light(0.85, 1.03)).contains(RagLight.GREEN);
    assertThat(auc.light(-0.05, 0.3)).contains(RagLight.RED);
    assertThat(auc.light(-INF, INF)).contains(RagLight.AMBER);
  }

  @Test
  void an_interval_outside_the_range_or_nan_has_no_light() {
    assertThat(auc.light(1.01, 1.2)).isEmpty();
    assertThat(auc.light(Double.NaN, 0.5)).isEmpty();
    assertThat(auc.light(0.5, Double.NaN)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> auc.light(0.9, 0.8));
  }

  @Test
  void bands_that_do_not_cover_the_range_cannot_be_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 1]", "(0.8, 1]", "[0.5, 0.7)", "[0, 0.5)"))
        .withMessage("[0.7, 0.8] is in no band; extend amber to [0.5, 0.8]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 1]", "[0.8, 1]", "{}", "[0, 0.5)"))
        .withMessage("[0.5, 0.8) is in no band; set amber to [0.5, 0.8)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 1]", "[0.8, 1]", "[0.5, 0.8)", "[0, 0.2) u [0.3, 0.5)"))
        .withMessage("[0.2, 0.3) is in no band; extend red to [0, 0.5)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 1] u [2, 3]", "[0.8, 1]", "{}", "[0, 0.5)"))
        .withMessageContaining("is not one interval");
  }

  @Test
  void amber_separates_every_green_piece_from_every_red_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 2]", "[0.8, 1.25]", "[0.7, 0.8)", "[0, 0.7) u (1.25, 2]"))
        .withMessageContaining("green [0.8, 1.25] touches red (1.25, 2] without amber");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bands("[0, 2]", "[0, 1) u (1.5, 2]", "[1, 1.5]", "{}"))
        .withMessageContaining("red is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> bands("[0, 3]", "[0.5, 1) u (1.2, 3]", "[0.2, 0.5) u [1, 1.2]", "[0, 0.2)"))
        .withMessageContaining(
            "amber [1, 1.2] is not between green and red: below it is green, above it is green");
  }

  @Test
  void too_few_data_are_told_with_both_numbers() {
    MinimumSample minimum =
        new MinimumSample(
            OptionalLong.of(100), OptionalLong.of(5), OptionalLong.of(30), "Cochran 1954");

    assertThat(minimum.shortfall(100, OptionalLong.of(5), OptionalLong.of(30))).isEmpty();
    assertThat(minimum.shortfall(99, OptionalLong.of(5), OptionalLong.of(29)))
        .contains(
            "rows is 99, the profile asks for at least 100; denominator is 29, the profile asks for"
                + " at least 30");
    assertThat(MinimumSample.NONE.shortfall(0, OptionalLong.empty(), OptionalLong.empty()))
        .isEmpty();
  }

  @Test
  void a_count_that_the_kpi_does_not_report_is_never_enough() {
    MinimumSample minimum =
        new MinimumSample(OptionalLong.empty(), OptionalLong.of(5), OptionalLong.empty(), "why");

    assertThat(minimum.shortfall(1000, OptionalLong.empty(), OptionalLong.empty()))
        .contains("numerator is not reported, the profile asks for at least 5");
  }

  @Test
  void lights_are_ordered_from_worst_to_best() {
    assertThat(RagLight.GREEN.isAtLeast(RagLight.AMBER)).isTrue();
    assertThat(RagLight.AMBER.isAtLeast(RagLight.AMBER)).isTrue();
    assertThat(RagLight.RED.isAtLeast(RagLight.AMBER)).isFalse();
  }

  private static RagBands bands(String range, String green, String amber, String red) {
    return new RagBands(Band.parse(range), Band.parse(green), Band.parse(amber), Band.parse(red));
  }

  private static KpiRule rule(String range, String green, String amber, String red) {
    return new KpiRule(
        "KPI",
        bands(range, green, amber, red),
        Optional.empty(),
        "",
        Map.of(),
        Decision.POINT,
        0.95,
        OnInsufficient.FAIL,
        MinimumSample.NONE,
        ThresholdOrigin.PROPOSED,
        "why",
        Optional.empty(),
        List.of(),
        "test",
        SourceLocation.ofFile("test"));
  }
}
