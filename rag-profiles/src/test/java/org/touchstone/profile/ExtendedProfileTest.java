package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendedProfileTest {

  private static final String NEW_BANDS =
      """
      "green": "[0.9, 1]", "amber": "[0.7, 0.9)", "red": "[0, 0.7)",
      "threshold": "proposed", "rationale": "Stricter."\
      """;

  @TempDir Path folder;

  @Test
  void a_field_that_is_not_stated_is_inherited() throws IOException {
    Path file =
        write(
            "acme",
            """
            "extends": "bhaumik-dey-2023", "kpis": {"AUC": {"decision": "interval"}}""");

    RagProfile profile = Profiles.load(file);

    KpiRule auc = Profiles.rule(profile, "AUC");
    KpiRule inherited = Profiles.rule(Profiles.load("bhaumik-dey-2023"), "AUC");
    assertThat(auc.decision()).isEqualTo(Decision.INTERVAL);
    assertThat(auc.bands()).isEqualTo(inherited.bands());
    assertThat(auc.rationale()).isEqualTo(inherited.rationale());
    assertThat(auc.bandsFrom()).isEqualTo("bhaumik-dey-2023");
    assertThat(Profiles.rule(profile, "F1").decision()).isEqualTo(Decision.POINT);
    assertThat(profile.rules()).hasSize(20);
  }

  @Test
  void bands_are_overridden_as_a_whole_with_their_reasons() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2023", "\"VIF\": {" + vif() + "}"));

    KpiRule vif = Profiles.rule(Profiles.load(file), "VIF");

    assertThat(vif.range()).hasToString("[0, inf)");
    assertThat(vif.green()).hasToString("[0, 3)");
    assertThat(vif.thresholdOrigin()).isEqualTo(ThresholdOrigin.PROPOSED);
    assertThat(vif.bandsFrom()).isEqualTo("acme");
    // What the parent says about its own bands does not hold for others.
    assertThat(vif.remark()).isEmpty();
    assertThat(vif.attainable()).isEmpty();
    assertThat(vif.parameters()).containsExactly(Map.entry("intercept", "false"));
  }

  @Test
  void rejects_one_changed_band_without_the_others_and_the_reason() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2023", "\"AUC\": {\"green\": \"[0.7, 1]\"}"));

    assertThatThrownBy(() -> Profiles.load(file))
        .isInstanceOf(ProfileException.class)
        .hasMessageEndingWith(
            "/kpis/AUC: \"AUC\" changes its inherited bands, so it states all of them anew and why;"
                + " missing: \"amber\", \"red\", \"threshold\", \"rationale\"");
  }

  @Test
  void checks_overriding_bands_against_the_inherited_range() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2023", "\"POIFS\": {" + NEW_BANDS + "}"));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageContaining("(1, 100] is in no band; extend green to [0.9, 100]");
  }

  @Test
  void a_new_kpi_states_everything_that_has_no_default() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2023", "\"LIFT\": {\"green\": \"[0.7, 1]\"}"));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageEndingWith(
            "/kpis/LIFT: \"LIFT\" is not inherited, so it needs its bands and why; missing:"
                + " \"range\", \"amber\", \"red\", \"threshold\", \"rationale\"");
  }

  @Test
  void parameters_are_merged_by_name_and_kept_as_written() throws IOException {
    Path file =
        write(
            "acme",
            extending(
                "bhaumik-dey-2023",
                "\"CSVP\": {\"parameters\": {\"delta\": 0.050, \"space\": \"standardised\","
                    + " \"strict\": true, \"rows\": 1e6}}"));

    assertThat(Profiles.rule(Profiles.load(file), "CSVP").parameters())
        .containsExactly(
            Map.entry("delta", "0.05"),
            Map.entry("rows", "1000000"),
            Map.entry("space", "standardised"),
            Map.entry("strict", "true"),
            Map.entry("w", "0.01"));
  }

  @Test
  void defaults_hold_for_inherited_kpis_too_but_not_against_the_kpis_own_entry()
      throws IOException {
    Path file =
        write(
            "acme",
            """
            "extends": "bhaumik-dey-2023",
            "defaults": {"decision": "interval", "confidenceLevel": 0.99, "onInsufficient": "abort",
              "minimumSample": {"rows": 200, "rationale": "House rule."}},
            "kpis": {"SP": {"decision": "point", "confidenceLevel": 0.9},
              "LIFT": {"range": "[0, 1]", %s}}"""
                .formatted(NEW_BANDS));

    RagProfile profile = Profiles.load(file);

    KpiRule f1 = Profiles.rule(profile, "F1");
    assertThat(f1.decision()).isEqualTo(Decision.INTERVAL);
    assertThat(f1.confidenceLevel()).isEqualTo(0.99);
    assertThat(f1.onInsufficient()).isEqualTo(OnInsufficient.ABORT);
    assertThat(f1.minimumSample().rows()).hasValue(200);
    KpiRule sp = Profiles.rule(profile, "SP");
    assertThat(sp.decision()).isEqualTo(Decision.POINT);
    assertThat(sp.confidenceLevel()).isEqualTo(0.9);
    assertThat(sp.onInsufficient()).isEqualTo(OnInsufficient.ABORT);
    assertThat(Profiles.rule(profile, "LIFT").decision()).isEqualTo(Decision.INTERVAL);
  }

  @Test
  void defaults_of_a_parent_hold_for_new_kpis_of_a_child() throws IOException {
    Path file =
        write(
            "acme",
            extending(
                "eu-ai-act-high-risk", "\"LIFT\": {\"range\": \"[0, 1]\"," + NEW_BANDS + "}"));

    assertThat(Profiles.rule(Profiles.load(file), "LIFT").decision()).isEqualTo(Decision.INTERVAL);
  }

  @Test
  void minimum_samples_are_merged_by_count() throws IOException {
    Path file =
        write(
            "acme",
            extending(
                "eu-ai-act-high-risk",
                "\"DI\": {\"minimumSample\": {\"numerator\": 0, \"rows\": 500,"
                    + " \"rationale\": \"Ours.\"}}"));

    MinimumSample minimum = Profiles.rule(Profiles.load(file), "DI").minimumSample();

    assertThat(minimum)
        .isEqualTo(
            new MinimumSample(
                OptionalLong.of(500), OptionalLong.of(0), OptionalLong.of(30), "Ours."));
    assertThat(minimum.shortfall(500, OptionalLong.empty(), OptionalLong.of(30))).isEmpty();
  }

  @Test
  void a_minimum_that_is_not_stated_stays() throws IOException {
    Path file =
        write(
            "acme",
            extending(
                "eu-ai-act-high-risk",
                "\"DI\": {\"minimumSample\": {\"rows\": 500, \"rationale\": \"Ours.\"}},"
                    + "\"AUC\": {\"minimumSample\": {\"numerator\": 9, \"rationale\": \"Ours.\"}}"));

    RagProfile profile = Profiles.load(file);

    assertThat(Profiles.rule(profile, "DI").minimumSample())
        .isEqualTo(
            new MinimumSample(
                OptionalLong.of(500), OptionalLong.of(5), OptionalLong.of(30), "Ours."));
    assertThat(Profiles.rule(profile, "AUC").minimumSample())
        .isEqualTo(
            new MinimumSample(
                OptionalLong.of(100), OptionalLong.of(9), OptionalLong.of(30), "Ours."));
  }

  @Test
  void a_kpi_that_was_left_out_may_come_back_and_is_no_exclusion_then() throws IOException {
    write("acme", extending("bhaumik-dey-2023", "\"TSVR\": {\"excluded\": \"No parameters.\"}"));
    String bands = "\"range\": \"[0, 1]\", " + NEW_BANDS.strip();
    Path child = write("child", extending("acme.rag.json", "\"TSVR\": {" + bands + "}"));

    RagProfile profile = Profiles.load(child);

    assertThat(profile.rules()).hasSize(20).containsKey("TSVR");
    assertThat(profile.exclusions()).isEmpty();
  }

  @Test
  void an_inherited_kpi_is_left_out_only_with_a_reason_that_stays_on_record() throws IOException {
    Path file =
        write(
            "acme", extending("bhaumik-dey-2023", "\"TSVR\": {\"excluded\": \"No parameters.\"}"));
    write("child", extending("acme.rag.json", ""));

    RagProfile child = Profiles.load(folder.resolve("child.rag.json"));

    assertThat(Profiles.load(file).rule("TSVR")).isEmpty();
    assertThat(child.rules()).hasSize(19);
    assertThat(child.exclusions()).containsExactly(Map.entry("TSVR", "No parameters."));
  }

  @Test
  void rejects_leaving_out_what_is_not_there() throws IOException {
    Path file =
        write("acme", extending("bhaumik-dey-2023", "\"LIFT\": {\"excluded\": \"Why not.\"}"));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageEndingWith(
            "/kpis/LIFT: \"LIFT\" is not inherited, so there is nothing to leave out; remove the"
                + " entry");
  }

  @Test
  void rejects_an_exclusion_beside_other_fields() throws IOException {
    Path file =
        write(
            "acme",
            extending(
                "bhaumik-dey-2023",
                "\"AUC\": {\"excluded\": \"Why not.\", \"decision\": \"point\"}"));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageEndingWith(
            "/kpis/AUC/excluded: \"excluded\" stands with other fields; a KPI that is left out has"
                + " no other field");
  }

  @Test
  void rejects_null_as_a_way_to_leave_a_kpi_out() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2023", "\"AUC\": null"));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageEndingWith("/kpis/AUC: found null; expected an object {...}");
  }

  @Test
  void follows_chains_relative_to_each_file_and_records_them() throws Exception {
    Path group =
        Profiles.write(folder.resolve("group"), "group", extending("eu-ai-act-high-risk", ""));
    write("acme", extending("group/group.rag.json", ""));
    Path file =
        Profiles.write(folder.resolve("team/models"), "team", extending("../../acme.rag.json", ""));

    RagProfile profile = Profiles.load(file);

    assertThat(profile.chain())
        .extracting(ProfileOrigin::id)
        .containsExactly("team", "acme", "group", "eu-ai-act-high-risk", "bhaumik-dey-2023");
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(group));
    assertThat(profile.chain().get(2))
        .isEqualTo(
            new ProfileOrigin("group", "1.2", group.toString(), HexFormat.of().formatHex(sha256)));
    assertThat(profile.sha256()).isEqualTo(profile.chain().get(0).sha256());
    assertThat(profile.jurisdiction()).contains("EU");
    assertThat(profile.legalMapping()).isPresent();
  }

  @Test
  void rejects_a_circle_and_names_its_members() throws IOException {
    write("a", extending("b.rag.json", ""));
    write("b", extending("./c.rag.json", ""));
    write("c", extending("../" + folder.getFileName() + "/a.rag.json", ""));
    Path a = folder.resolve("a.rag.json");
    Path b = folder.resolve("b.rag.json");
    Path c = folder.resolve("c.rag.json");

    assertThatThrownBy(() -> Profiles.load(a))
        .isInstanceOf(ProfileException.class)
        .hasMessage(
            "%s:1:71 /extends: profiles extend each other in a circle: %s extends %s extends %s"
                    .formatted(c, a, b, c)
                + " extends %s; remove one \"extends\"".formatted(a));
  }

  @Test
  void rejects_a_profile_that_extends_itself() throws IOException {
    Path file = write("a", extending("a.rag.json", ""));

    assertThatThrownBy(() -> Profiles.load(file)).hasMessageContaining("a.rag.json extends ");
  }

  @Test
  void rejects_the_id_of_a_profile_that_it_extends() throws IOException {
    Path file = write("bhaumik-dey-2023", extending("bhaumik-dey-2023", ""));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessageEndingWith(
            "/id: the id \"bhaumik-dey-2023\" is that of the profile it extends; choose another"
                + " one");
  }

  @Test
  void rejects_a_parent_that_does_not_exist_where_it_is_named() throws IOException {
    Path file = write("acme", extending("bhaumik-dey-2024", ""));
    Path other = write("other", extending("missing.rag.json", ""));

    assertThatThrownBy(() -> Profiles.load(file))
        .hasMessage(
            file
                + ":1:74 /extends: no profile has the id \"bhaumik-dey-2024\" (a file is named by"
                + " its path, as in ./bhaumik-dey-2024.rag.json); did you mean"
                + " \"bhaumik-dey-2023\"?");
    assertThatThrownBy(() -> Profiles.load(other))
        .hasMessageContaining("no file \"" + folder.resolve("missing.rag.json") + "\"");
  }

  @Test
  void an_error_in_a_parent_is_reported_where_it_is() throws IOException {
    write("parent", extending("bhaumik-dey-2023", "\"AUC\": {\"decision\": \"median\"}"));
    Path child = write("child", extending("parent.rag.json", ""));

    assertThatThrownBy(() -> Profiles.load(child))
        .hasMessageStartingWith(folder.resolve("parent.rag.json") + ":1:");
  }

  @Test
  void a_kpi_knows_where_the_file_closest_to_the_user_names_it() throws IOException {
    Path file =
        write("acme", extending("bhaumik-dey-2023", "\"AUC\": {\"decision\": \"interval\"}"));

    RagProfile profile = Profiles.load(file);

    assertThat(Profiles.rule(profile, "AUC").location())
        .isEqualTo(new SourceLocation(file.toString(), "/kpis/AUC", 1, 103));
    assertThat(Profiles.rule(profile, "F1").location().file()).isEqualTo("bhaumik-dey-2023");
    assertThat(Profiles.rule(profile, "F1").location().line()).isPositive();
  }

  @Test
  void dates_in_force_include_both_days() throws IOException {
    Path file =
        write(
            "acme",
            "\"inForceFrom\": \"2026-01-01\", \"inForceTo\": \"2026-12-31\", "
                + extending("bhaumik-dey-2023", ""));

    RagProfile profile = Profiles.load(file);

    assertThat(profile.isInForceOn(LocalDate.of(2025, 12, 31))).isFalse();
    assertThat(profile.isInForceOn(LocalDate.of(2026, 1, 1))).isTrue();
    assertThat(profile.isInForceOn(LocalDate.of(2026, 12, 31))).isTrue();
    assertThat(profile.isInForceOn(LocalDate.of(2027, 1, 1))).isFalse();
    assertThat(Profiles.load("bhaumik-dey-2023").isInForceOn(LocalDate.EPOCH)).isTrue();
  }

  private Path write(String id, String body) throws IOException {
    return Profiles.write(folder, id, body);
  }

  private static String extending(String parent, String kpis) {
    return "\"extends\": \"%s\", \"kpis\": {%s}".formatted(parent, kpis);
  }

  private static String vif() {
    return """
        "green": "[0, 3)", "amber": "[3, 5]", "red": "(5, inf)",
        "threshold": "proposed", "rationale": "Ours."\
        """;
  }
}
