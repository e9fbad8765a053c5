package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TouchstoneExtendedTest {

  private static final List<String> ATTRIBUTION =
      List.of(
          "ADDITIVITY_ERROR",
          "SHAP_STABILITY",
          "TS_DEAD_FEATURES",
          "TS_PRUNED_SHARE",
          "TS_RSD",
          "TS_SENSITIVE_SHARE");

  private final RagProfile profile = Profiles.load("touchstone-extended");
  private final RagProfile extended = Profiles.load("eu-ai-act-high-risk");

  @Test
  void adds_checks_to_those_of_the_eu_ai_act_and_changes_none() {
    assertThat(profile.chain())
        .extracting(ProfileOrigin::id)
        .containsExactly("touchstone-extended", "eu-ai-act-high-risk", "bhaumik-dey-2023");
    assertThat(profile.rules()).containsKeys(ATTRIBUTION.toArray(String[]::new));
    for (KpiRule rule : extended.rules().values()) {
      assertThat(Profiles.rule(profile, rule.kpi()).bands()).isEqualTo(rule.bands());
    }
  }

  @Test
  void every_band_of_its_own_is_proposed_with_a_reason_and_a_provision() {
    for (KpiRule rule : profile.rules().values()) {
      if (!extended.rules().containsKey(rule.kpi())) {
        assertThat(rule.thresholdOrigin()).as(rule.kpi()).isEqualTo(ThresholdOrigin.PROPOSED);
        assertThat(rule.rationale()).as(rule.kpi()).isNotBlank();
        assertThat(rule.decision()).as(rule.kpi()).isEqualTo(Decision.INTERVAL);
        assertThat(rule.minimumSample()).as(rule.kpi()).isNotEqualTo(MinimumSample.NONE);
        assertThat(rule.minimumSample().rationale()).as(rule.kpi()).isNotBlank();
        assertThat(rule.legalReferences()).as(rule.kpi()).isNotEmpty();
        for (LegalReference reference : rule.legalReferences()) {
          assertThat(reference.evidence())
              .doesNotContainIgnoringCase("conform", "complian", "meets");
        }
      }
    }
  }

  @Test
  void attributions_have_to_add_up_to_rounding_and_to_be_stable() {
    KpiRule additivity = Profiles.rule(profile, "ADDITIVITY_ERROR");
    assertThat(additivity.light(1e-6)).contains(RagLight.GREEN);
    assertThat(additivity.light(1e-4)).contains(RagLight.AMBER);
    assertThat(additivity.light(0.01)).contains(RagLight.RED);
    KpiRule stability = Profiles.rule(profile, "SHAP_STABILITY");
    assertThat(stability.light(0.92, 0.97)).contains(RagLight.GREEN);
    assertThat(stability.light(0.85, 0.95)).contains(RagLight.AMBER);
    assertThat(stability.light(-0.2, 0.6)).contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "TS_RSD").light(0.98)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "TS_RSD").light(1.8)).contains(RagLight.RED);
  }

  @Test
  void sequences_are_judged_by_pruning_sensitive_and_dead_features() {
    assertThat(Profiles.rule(profile, "TS_PRUNED_SHARE").light(0.82)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "TS_SENSITIVE_SHARE").light(0.2, 0.3)).contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "TS_SENSITIVE_SHARE").light(0.02, 0.2))
        .contains(RagLight.AMBER);
    assertThat(Profiles.rule(profile, "TS_DEAD_FEATURES").light(0)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "TS_DEAD_FEATURES").light(0.01)).contains(RagLight.AMBER);
  }

  @Test
  void attacks_are_judged_by_changes_sensitive_features_and_realism() {
    assertThat(Profiles.rule(profile, "ATTACK_MEAN_CHANGES").light(1.1, 1.2))
        .contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "ATTACK_MEAN_CHANGES").light(2.2, 2.5))
        .contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "ATTACK_SENSITIVE_SUCCESS").light(0.3, 0.4))
        .contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "ATTACK_SENSITIVE_SUCCESS").light(0.1, 0.3))
        .contains(RagLight.AMBER);
    assertThat(Profiles.rule(profile, "ATTACK_DETECTABLE").light(0.45, 0.55))
        .contains(RagLight.GREEN);
  }

  @Test
  void rules_are_judged_by_fidelity_by_sensitive_features_and_by_other_explainers() {
    KpiRule fidelity = Profiles.rule(profile, "RULE_FIDELITY");
    assertThat(fidelity.light(0.91, 0.97)).contains(RagLight.GREEN);
    assertThat(fidelity.light(0.87, 0.93)).contains(RagLight.AMBER);
    assertThat(fidelity.light(0.6, 0.79)).contains(RagLight.RED);
    KpiRule sensitive = Profiles.rule(profile, "RULE_SENSITIVE");
    assertThat(sensitive.light(0, 0.02)).contains(RagLight.GREEN);
    assertThat(sensitive.light(0.1, 0.3)).contains(RagLight.AMBER);
    assertThat(sensitive.light(0.3, 0.4)).contains(RagLight.RED);
    // ExMo, section 4.5.2: about 60 % of the rows share a feature, of BRL's about 15 %.
    KpiRule overlap = Profiles.rule(profile, "EXPLAINER_OVERLAP");
    assertThat(overlap.light(0.6, 0.7)).contains(RagLight.GREEN);
    assertThat(overlap.light(0.15, 0.6)).contains(RagLight.AMBER);
    assertThat(overlap.light(0.05, 0.14)).contains(RagLight.RED);
  }

  @Test
  void flips_across_the_sensitive_feature_are_judged_by_the_papers_two_models() {
    assertThat(Profiles.rule(profile, "FLIP_SENSITIVE_RATE").light(0.005)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "FLIP_SENSITIVE_RATE").light(0.4)).contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "FLIP_SWAP_RATE").light(0, 0.008)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "FLIP_SWAP_RATE").light(0.06, 0.1)).contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "FLIP_PARITY").light(0.1, 0.3)).contains(RagLight.AMBER);
    assertThat(Profiles.rule(profile, "DATA_CONDITION").light(653)).contains(RagLight.AMBER);
    assertThat(Profiles.rule(profile, "DATA_CONDITION").light(59)).contains(RagLight.GREEN);
    assertThat(Profiles.rule(profile, "DATA_CONDITION").light(Double.POSITIVE_INFINITY))
        .contains(RagLight.RED);
    assertThat(Profiles.rule(profile, "DATA_RANK").light(1)).contains(RagLight.GREEN);
  }
}
