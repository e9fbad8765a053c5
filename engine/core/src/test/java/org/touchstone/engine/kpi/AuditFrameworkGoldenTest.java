package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({"false, VIF_no_intercept_statsmodels", "true, VIF_with_intercept_statsmodels"})
  void vif_agrees_with_statsmodels(boolean intercept, String name) {
    JsonNode expected = PaperAudit.json("kpis.json").path(name).path("train");
    assertThat(expected).hasSize(3);

    List<Measurement> measured =
        KpiFixtures.measure(
            PaperAudit.randomIntercept().build(),
            "VIF",
            Map.of("intercept", Boolean.toString(intercept)));

    assertThat(measured)
        .extracting(Measurement::scope)
        .containsExactly(
            Scope.ofFeature("age"), Scope.ofFeature("bmi"), Scope.ofFeature("children"));
    for (Measurement factor : measured) {
      assertThat(KpiFixtures.value(factor))
          .isCloseTo(expected.path(factor.scope().toString()).asDouble(), withinPercentage(1e-6));
      assertThat(factor.sampleSize().rows()).isEqualTo(1271);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"response", "pearson", "deviance"})
  void residual_tests_agree_with_r_and_statsmodels(String residual) {
    JsonNode expected = golden.path("residual_tests_train").path(residual);
    Audit audit = PaperAudit.randomIntercept().build();
    Map<String, String> parameters = Map.of("residual", residual);

    Measurement normality = KpiFixtures.measure(audit, "SWT", parameters).get(0);
    Measurement variance = KpiFixtures.measure(audit, "BPT", parameters).get(0);

    // R's numbers: the W of scipy is of single precision, 1.1e-6 off.
    JsonNode r =
        PaperAudit.json("mlogrm_params.json").at("/random_intercept/resid_tests_train/" + residual);
    assertThat(statistic(normality, "W")).isCloseTo(r.path("shapiro_W").asDouble(), within(1e-10));
    assertThat(KpiFixtures.value(normality))
        .isCloseTo(r.path("shapiro_p").asDouble(), withinPercentage(1e-6));
    assertThat(statistic(normality, "W"))
        .isCloseTo(expected.path("shapiro_W").asDouble(), within(2e-6));
    assertThat(statistic(variance, "LM"))
        .isCloseTo(expected.path("bp_LM").asDouble(), withinPercentage(1e-6));
    assertThat(KpiFixtures.value(variance))
        .isCloseTo(expected.path("bp_p").asDouble(), withinPercentage(1e-4));
  }

  @Test
  void bpt_is_of_pearson_residuals_and_swt_of_response_residuals_unless_a_profile_says_otherwise() {
    Audit audit = PaperAudit.randomIntercept().build();

    // The paper's reference, definitions A.
    assertThat(statistic(KpiFixtures.measure(audit, "BPT", Map.of()).get(0), "LM"))
        .isCloseTo(271.7934545531118, withinPercentage(1e-6));
    assertThat(KpiFixtures.measure(audit, "SWT", Map.of()).get(0).parameters())
        .isEqualTo(Map.of("residual", "response"));
  }

  /**
   * The reference's grid has 10,001 points with both ends, ours the midpoints of 1,000 parts: its
   * variance is larger by the factor 1 + 2 / 10,000, up to 1e-6 and the curve of the sigmoid. The
   * expected values are those of numpy 1.24 on our grid.
   */
  @ParameterizedTest
  @CsvSource({
    "northeast, 0.0324311064052007",
    "northwest, 0.040771181619271554",
    "southeast, 0.04928546708585344",
    "southwest, 0.04218912459420883"
  })
  void tsvr_agrees_with_numpy(String region, double expected) {
    Measurement measured =
        KpiFixtures.measure(PaperAudit.randomIntercept().build(), "TSVR", Map.of())
            .get(1 + PaperAudit.REGIONS.indexOf(region));

    assertThat(KpiFixtures.value(measured)).isCloseTo(expected, within(1e-10));
    double reference = golden.at("/TSVR/se_fixed|out=p|xbar=region/" + region + "/TSVR").asDouble();
    assertThat(reference / KpiFixtures.value(measured)).isCloseTo(1.0002, within(1e-5));
  }

  /**
   * Over all training rows of a region, against an enumeration of all coalitions and scipy's
   * Spearman by a Python script of ours: 313, 304, 347 and 307 rows.
   */
  @ParameterizedTest
  @CsvSource({
    "northeast, 0.9233226837060703, 4.472843450479234",
    "northwest, 0.9177631578947368, 3.6184210526315783",
    "southeast, 0.9293948126801153, 7.588856868395772",
    "southwest, 0.9299674267100977, 3.148751357220412"
  })
  void attributions_of_all_rows_agree_with_an_enumeration(
      String region, double correlation, double wrongSigns) {
    Audit audit = PaperAudit.randomIntercept().build();
    Map<String, String> all = Map.of("rows", "400", "background", "400", "repeats", "2");
    int scope = 1 + PaperAudit.REGIONS.indexOf(region);

    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "rhoOrder", all).get(scope)))
        .isCloseTo(correlation, within(1e-8));
    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "POIFS", all).get(scope)))
        .isCloseTo(wrongSigns, within(1e-8));
    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "PUX", all).get(scope)))
        .isLessThan(1e-14);
  }

  @Test
  void attributions_of_samples_agree_with_the_reference_s_samples() {
    Audit audit = PaperAudit.randomIntercept().seed(1).build();
    Map<String, String> background = Map.of("background", "400");
    List<Measurement> correlation = KpiFixtures.measure(audit, "rhoOrder", background);
    List<Measurement> signs = KpiFixtures.measure(audit, "POIFS", background);

    for (int region = 0; region < 4; region++) {
      JsonNode expected = golden.path("attribution").path(PaperAudit.REGIONS.get(region));
      agree(correlation.get(1 + region), expected.path("rho_absmag_centred"));
      agree(signs.get(1 + region), expected.path("poifs_centred"));
    }
  }

  /** Means of ten samples each: the difference is within four of its standard deviations. */
  private static void agree(Measurement ours, JsonNode reference) {
    double deviation =
        Double.parseDouble(
            ours.evidence().get(0).rows().get(ours.evidence().get(0).rows().size() - 1).get(1));
    assertThat(deviation).isPositive();
    assertThat(KpiFixtures.value(ours))
        .isCloseTo(
            reference.path("mean").asDouble(),
            within(4 * Math.hypot(deviation, reference.path("sd").asDouble()) / Math.sqrt(10)));
  }

  private static double statistic(Measurement measured, String name) {
    return measured.evidence().get(0).rows().stream()
        .filter(row -> row.get(0).equals(name))
        .mapToDouble(row -> Double.parseDouble(row.get(1)))
        .findFirst()
        .orElseThrow();
  }
}
