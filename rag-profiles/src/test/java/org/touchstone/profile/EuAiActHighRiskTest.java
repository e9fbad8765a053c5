package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EuAiActHighRiskTest {

  private final RagProfile profile = Profiles.load("eu-ai-act-high-risk");

  @Test
  void extends_the_paper_by_the_fowlkes_mallows_index() {
    assertThat(profile.chain())
        .extracting(ProfileOrigin::id)
        .containsExactly("eu-ai-act-high-risk", "bhaumik-dey-2023");
    assertThat(profile.rules()).hasSize(21).containsKey("FM");
    KpiRule fm = Profiles.rule(profile, "FM");
    assertThat(fm.bands()).isEqualTo(Profiles.rule(profile, "F1").bands());
    assertThat(fm.thresholdOrigin()).isEqualTo(ThresholdOrigin.PROPOSED);
  }

  @Test
  void decides_every_kpi_by_its_whole_interval() {
    assertThat(profile.rules().values())
        .allSatisfy(rule -> assertThat(rule.decision()).isEqualTo(Decision.INTERVAL));
  }

  @Test
  void disparate_impact_is_symmetric() {
    KpiRule di = Profiles.rule(profile, "DI");

    assertThat(di.parameters()).containsExactly(Map.entry("form", "symmetric"));
    assertThat(di.range()).hasToString("[0, 1]");
    assertThat(di.light(0.85, 1)).contains(RagLight.GREEN);
    assertThat(di.light(0.75, 0.9)).contains(RagLight.AMBER);
    assertThat(di.light(0.5, 0.79)).contains(RagLight.RED);
    assertThat(di.light(0.8)).contains(RagLight.AMBER);
  }

  @Test
  void variance_inflation_is_the_textbook_one_and_can_be_green() {
    KpiRule vif = Profiles.rule(profile, "VIF");

    assertThat(vif.parameters()).containsExactly(Map.entry("intercept", "true"));
    assertThat(vif.green()).hasToString("[1, 2.5)");
    assertThat(vif.amber()).hasToString("[2.5, 5]");
    assertThat(vif.red()).hasToString("(5, inf)");
    assertThat(vif.remark()).isEmpty();
  }

  @Test
  void every_kpi_names_the_provision_it_is_evidence_for() {
    assertThat(profile.rules().values())
        .allSatisfy(
            rule -> {
              assertThat(rule.legalReferences()).as(rule.kpi()).isNotEmpty();
              assertThat(rule.legalReferences())
                  .allSatisfy(
                      reference -> {
                        assertThat(reference.instrument()).isEqualTo("Regulation (EU) 2024/1689");
                        assertThat(reference.jurisdiction()).isEqualTo("EU");
                        assertThat(reference.inForceFrom()).isEqualTo(LocalDate.of(2024, 8, 1));
                        assertThat(reference.appliesFrom()).isPresent();
                        assertThat(reference.evidence()).isNotBlank();
                        assertThat(reference.url()).isPresent();
                      });
            });
    assertThat(Profiles.rule(profile, "DI").legalReferences())
        .extracting(LegalReference::citation)
        .contains("Regulation (EU) 2024/1689, Art. 10(2)(f)");
  }

  @Test
  void claims_evidence_and_never_conformity() {
    assertThat(profile.legalMapping().orElseThrow().statement())
        .contains("evidence", "does not show conformity");
    for (KpiRule rule : profile.rules().values()) {
      for (LegalReference reference : rule.legalReferences()) {
        assertThat(reference.evidence()).doesNotContainIgnoringCase("conform", "complian", "meets");
      }
    }
  }

  @Test
  void every_measured_kpi_has_a_minimum_with_a_reason() {
    for (KpiRule rule : profile.rules().values()) {
      if (!rule.kpi().equals("DOC")) { // Documentation has no sample.
        assertThat(rule.minimumSample()).as(rule.kpi()).isNotEqualTo(MinimumSample.NONE);
        assertThat(rule.minimumSample().rationale()).as(rule.kpi()).isNotBlank();
      }
    }
  }

  @Test
  void rates_need_denominators_and_ratios_need_events_too() {
    for (String kpi : List.of("AUC", "F1", "FM", "EqualOdds", "DI", "SP")) {
      assertThat(Profiles.rule(profile, kpi).minimumSample().denominator()).as(kpi).hasValue(30);
    }
    for (String kpi : List.of("F1", "FM", "DI")) {
      assertThat(Profiles.rule(profile, kpi).minimumSample().numerator()).as(kpi).hasValue(5);
    }
    // A difference of rates is well known where events are rare: no numerator is asked for.
    for (String kpi : List.of("EqualOdds", "SP")) {
      assertThat(Profiles.rule(profile, kpi).minimumSample().numerator()).as(kpi).isEmpty();
    }
  }
}
