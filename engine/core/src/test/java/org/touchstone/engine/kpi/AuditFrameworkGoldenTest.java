package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;

/**
 * The KPIs on the audit paper's data and split with the random-intercept model that lme4 fitted,
 * against the values that other libraries computed ({@code golden/audit/kpis.json}).
 */
class AuditFrameworkGoldenTest {

  private static final JsonNode NONE =
      com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  private static JsonNode golden = NONE;

  @BeforeAll
  static void reads_the_reference_data() {
    PaperAudit.requireReferenceData();
    golden = PaperAudit.json("kpis.json").path("random_intercept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "train"})
  void csvp_counts_the_reference_s_pairs_of_each_region(String set) {
    Dataset rows = set.equals("test") ? PaperAudit.test() : PaperAudit.training();
    Audit audit =
        Audit.of(PaperAudit.randomInterceptModel(), rows, PaperAudit.ROLES)
            .training(PaperAudit.training())
            .build();
    List<Measurement> measured =
        KpiFixtures.measure(audit, "CSVP", Map.of("w", "0.01", "delta", "0.1", "space", "raw"));

    assertThat(measured).hasSize(5);
    for (int region = 0; region < 4; region++) {
      JsonNode expected = golden.path("CSVP").path(set).path(PaperAudit.REGIONS.get(region));
      Measurement ours = measured.get(1 + region);
      assertThat(KpiFixtures.value(ours)).isEqualTo(expected.path("pairs").asDouble());
      assertThat(
              ours.evidence().get(0).rows().stream()
                  .mapToInt(r -> Integer.parseInt(r.get(1)))
                  .sum())
          .isEqualTo(expected.path("in_window").asInt());
    }
  }

  @Test
  void diff_ind_is_the_reference_s_difference_of_the_paper_s_two_individuals() {
    // age 30 and 35, bmi 30, two children, female, northwest
    Dataset two = PaperAudit.rows(30, 30, 2, 0, 1, 0, 35, 30, 2, 0, 1, 1);
    Roles byAge = Roles.of("y", "1", "1").withSensitive("band", "old").withGroups("region");
    Audit audit = Audit.of(PaperAudit.randomInterceptModel(), two, byAge).build();

    List<Measurement> measured = KpiFixtures.measure(audit, "DiffInd", Map.of());

    double expected = golden.at("/Diff_Ind_NW_age30_vs_35_bmi30_ch2/diff").asDouble();
    assertThat(KpiFixtures.value(measured.get(0))).isCloseTo(expected, within(1e-8));
    assertThat(KpiFixtures.value(measured.get(2))).isCloseTo(expected, within(1e-8));
    assertThat(measured.get(1).result()).isInstanceOf(Measurement.NotComputable.class);
  }

  @Test
  void diff_ind_grp_is_the_reference_s_difference_of_all_pairs_of_regions() {
    // age 30, bmi 30, one child; the label plays no role
    Dataset one = PaperAudit.rows(30, 30, 1, 0, 0, 0, 30, 30, 1, 0, 0, 1);
    Audit audit = Audit.of(PaperAudit.randomInterceptModel(), one, PaperAudit.ROLES).build();

    Measurement measured = KpiFixtures.measure(audit, "DiffIndGrp", Map.of()).get(0);

    JsonNode pairs = golden.path("Diff_Ind_GRP_all_pairs");
    assertThat(pairs).hasSize(6);
    for (List<String> row : measured.evidence().get(0).rows()) {
      assertThat(Double.parseDouble(row.get(2)))
          .isCloseTo(pairs.path(row.get(0) + "-" + row.get(1)).asDouble(Double.NaN), within(1e-8));
    }
    assertThat(KpiFixtures.value(measured))
        .isCloseTo(pairs.path("northeast-southwest").asDouble(), within(1e-8));
  }
}
