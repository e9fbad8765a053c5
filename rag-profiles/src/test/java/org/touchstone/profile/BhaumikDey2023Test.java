package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Table 2 of Bhaumik and Dey (2023), cell by cell: typed from the paper, not from the file. */
class BhaumikDey2023Test {

  private static final double STEP = 1e-9;

  private final RagProfile profile = Profiles.load("bhaumik-dey-2023");

  @Test
  void has_the_twenty_kpis_in_the_order_of_the_table() {
    assertThat(profile.rules().keySet())
        .containsExactly(
            "DOC",
            "VIF",
            "SWT",
            "BPT",
            "AUC",
            "F1",
            "TSVR",
            "CSVP",
            "EqualOdds",
            "DI",
            "SP",
            "DiffInd",
            "DiffIndGrp",
            "rhoOrder",
            "PUX",
            "POIFS",
            "PVCF",
            "PCF",
            "SCF",
            "DCF");
  }

  /**
   * Values with their lights: the ends of every cell, and a step of 1e-9 beyond them.
   *
   * <p>VIF &gt; 5.0 | [1.0-5.0] | &lt; 1.0. SWT, BPT p &lt; 0.05 | 0.05 &lt; p &lt; 0.1 | p &gt;
   * 0.1. AUC, F1 [0-0.5) | [0.5-0.8) | [0.8-1]. TSVR [0.3-1) | [0.1-0.3) | [0-0.1). CSVP &gt; 10 |
   * [6-10] | [0-5]. EqualOdds, PUX &gt; 0.2 | [0.1-0.2] | &lt; 0.1. DI 0.8. SP, DiffInd, DiffIndGrp
   * 0.2. rhoOrder [-1-0.3) | [0.3-0.8) | [0.8-1]. POIFS [100-20) | [20-10) | [10-0]. PVCF [0-75) |
   * [75-90) | [90-100]. PCF, SCF, DCF [0-0.7) | [0.7-0.9) | [0.9-1].
   */
  @ParameterizedTest
  @CsvSource({
    "DOC, up, 0, 0.5, 1, 1, AMBER, GREEN",
    "VIF, down, 0, 1, 5, inf, AMBER, AMBER",
    "SWT, up, 0, 0.05, 0.1, 1, AMBER, AMBER",
    "BPT, up, 0, 0.05, 0.1, 1, AMBER, AMBER",
    "AUC, up, 0, 0.5, 0.8, 1, AMBER, GREEN",
    "F1, up, 0, 0.5, 0.8, 1, AMBER, GREEN",
    "TSVR, down, 0, 0.1, 0.3, inf, AMBER, RED",
    "CSVP, down, 0, 5, 10, inf, GREEN, AMBER",
    "EqualOdds, down, 0, 0.1, 0.2, 1, AMBER, AMBER",
    "DI, up, 0, 0.8, 0.8, inf, AMBER, AMBER",
    "SP, down, 0, 0.2, 0.2, 1, AMBER, AMBER",
    "DiffInd, down, 0, 0.2, 0.2, 1, AMBER, AMBER",
    "DiffIndGrp, down, 0, 0.2, 0.2, 1, AMBER, AMBER",
    "rhoOrder, up, -1, 0.3, 0.8, 1, AMBER, GREEN",
    "PUX, down, 0, 0.1, 0.2, 1, AMBER, AMBER",
    "POIFS, down, 0, 10, 20, 100, GREEN, AMBER",
    "PVCF, up, 0, 75, 90, 100, AMBER, GREEN",
    "PCF, up, 0, 0.7, 0.9, 1, AMBER, GREEN",
    "SCF, up, 0, 0.7, 0.9, 1, AMBER, GREEN",
    "DCF, up, 0, 0.7, 0.9, 1, AMBER, GREEN",
  })
  void every_cell_is_that_of_table_2(
      String kpi,
      String better,
      double least,
      double first,
      double second,
      String greatest,
      RagLight atFirst,
      RagLight atSecond) {
    KpiRule rule = Profiles.rule(profile, kpi);
    RagLight low = better.equals("up") ? RagLight.RED : RagLight.GREEN;
    RagLight high = better.equals("up") ? RagLight.GREEN : RagLight.RED;
    boolean bounded = !greatest.equals("inf");
    double top = bounded ? Double.parseDouble(greatest) : Double.POSITIVE_INFINITY;

    assertThat(rule.light(least)).contains(low);
    assertThat(rule.light(least - STEP)).isEmpty();
    assertThat(rule.light(first - STEP)).contains(low);
    assertThat(rule.light(first)).contains(atFirst);
    assertThat(rule.light(second)).contains(atSecond);
    assertThat(rule.light(top)).contains(high);
    if (second > first) {
      assertThat(rule.light(first + STEP)).contains(RagLight.AMBER);
      assertThat(rule.light(second - STEP)).contains(RagLight.AMBER);
    }
    if (second < top) {
      assertThat(rule.light(second + STEP)).contains(high);
    }
    if (bounded) {
      assertThat(rule.light(top + STEP)).isEmpty();
    }
  }

  @Test
  void thresholds_with_a_star_are_proposed_and_so_is_the_qualitative_one() {
    assertThat(profile.rules().values())
        .filteredOn(rule -> rule.thresholdOrigin() == ThresholdOrigin.PROPOSED)
        .extracting(KpiRule::kpi)
        .containsExactly(
            "DOC", "TSVR", "CSVP", "EqualOdds", "PUX", "POIFS", "PVCF", "PCF", "SCF", "DCF");
  }

  @Test
  void every_gap_that_the_source_leaves_is_remarked() {
    for (String kpi :
        List.of("DOC", "VIF", "SWT", "BPT", "TSVR", "CSVP", "DI", "SP", "DiffInd", "DiffIndGrp")) {
      assertThat(Profiles.rule(profile, kpi).remark()).as(kpi).isPresent();
    }
  }

  @Test
  void the_green_cell_of_vif_is_kept_and_known_to_be_out_of_reach() {
    KpiRule vif = Profiles.rule(profile, "VIF");

    assertThat(vif.green().intersect(vif.attainable().orElseThrow()).isEmpty()).isTrue();
    assertThat(vif.remark().orElseThrow()).contains("cannot be reached");
    assertThat(vif.parameters()).containsExactly(Map.entry("intercept", "false"));
  }

  @Test
  void decides_by_the_point_and_claims_no_law() {
    assertThat(profile.rules().values())
        .allSatisfy(
            rule -> {
              assertThat(rule.decision()).isEqualTo(Decision.POINT);
              assertThat(rule.onInsufficient()).isEqualTo(OnInsufficient.FAIL);
              assertThat(rule.legalReferences()).isEmpty();
            });
    assertThat(Profiles.rule(profile, "DI").parameters()).containsEntry("form", "ratio");
    assertThat(Profiles.rule(profile, "CSVP").parameters())
        .containsExactly(
            Map.entry("delta", "0.1"), Map.entry("space", "raw"), Map.entry("w", "0.01"));
  }

  /** Section 4 of the paper reports the factors 7.5, 7.8 and 1.8. */
  @Test
  void the_papers_own_variance_inflation_factors_are_not_green() {
    KpiRule vif = Profiles.rule(profile, "VIF");

    assertThat(vif.light(7.5)).contains(RagLight.RED);
    assertThat(vif.light(7.8)).contains(RagLight.RED);
    assertThat(vif.light(1.8)).contains(RagLight.AMBER);
  }
}
