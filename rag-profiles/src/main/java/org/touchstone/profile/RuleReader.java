package org.touchstone.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entry of one KPI over what is inherited. */
final class RuleReader {

  private static final List<String> BAND_FIELDS =
      List.of("range", "attainable", "green", "amber", "red");
  private static final List<String> WITH_NEW_BANDS =
      List.of("green", "amber", "red", "threshold", "rationale");

  private static final String LEVEL = "level";

  private record BandSet(RagBands bands, Optional<Band> attainable) {}

  private final LocatedJson json;
  private final String profileId;
  private final Problems problems;
  private final LegalReader legal;

  RuleReader(LocatedJson json, String profileId, Problems problems) {
    this.json = json;
    this.profileId = profileId;
    this.problems = problems;
    this.legal = new LegalReader(json, problems);
  }

  /**
   * The rule of a KPI, or empty if something is wrong with its entry.
   *
   * @param kpi the KPI's id
   * @param entry its entry in this file
   * @param inherited its rule in the profile that this file extends
   * @param settings the settings that hold where the entry sets none
   */
  Optional<KpiRule> read(
      String kpi, JsonNode entry, Optional<KpiRule> inherited, RuleSettings settings) {
    String pointer = LocatedJson.child("/kpis", kpi);
    Map<String, Band> parsed = parseBands(entry, pointer);
    if (problems.anyUnder(pointer)) {
      return Optional.empty();
    }
    // One setting in two places would leave open which of them counts.
    if (entry.path("parameters").has(LEVEL)) {
      problems.add(
          json.nameAt(pointer + "/parameters/" + LEVEL),
          "the level of the interval is no parameter; write \"confidenceLevel\" beside"
              + " \"parameters\"");
    }
    boolean ownBands = BAND_FIELDS.stream().anyMatch(entry::has) || inherited.isEmpty();
    if (ownBands) {
      requireReasons(kpi, entry, pointer, inherited.isPresent());
    }
    if (problems.anyUnder(pointer)) {
      return Optional.empty();
    }
    Optional<String> remark = text(entry, "remark");
    Optional<BandSet> bands =
        ownBands
            ? bands(pointer, parsed, inherited, remark.isPresent())
            : inherited.map(rule -> new BandSet(rule.bands(), rule.attainable()));
    List<LegalReference> references =
        entry.has("legal")
            ? legal.references(entry.get("legal"), pointer + "/legal")
            : inherited.map(KpiRule::legalReferences).orElse(List.of());
    if (bands.isEmpty() || problems.anyUnder(pointer)) {
      return Optional.empty();
    }
    RuleSettings own = settings.overriddenBy(entry);
    return Optional.of(
        new KpiRule(
            kpi,
            bands.get().bands,
            bands.get().attainable,
            text(entry, "unit").or(() -> inherited.map(KpiRule::unit)).orElse(""),
            parameters(entry, inherited),
            own.decision(),
            own.confidenceLevel(),
            own.onInsufficient(),
            own.minimumSample(),
            entry.has("threshold")
                ? RuleSettings.constant(ThresholdOrigin.class, entry.get("threshold"))
                : inherited.map(KpiRule::thresholdOrigin).orElseThrow(),
            text(entry, "rationale").or(() -> inherited.map(KpiRule::rationale)).orElseThrow(),
            // A remark is about bands: it does not outlive them.
            ownBands ? remark : remark.or(() -> inherited.flatMap(KpiRule::remark)),
            references,
            ownBands ? profileId : inherited.map(KpiRule::bandsFrom).orElseThrow(),
            json.nameAt(pointer)));
  }

  /** The inherited rule with the settings that this file's defaults change. */
  static KpiRule withSettings(KpiRule rule, RuleSettings settings) {
    return new KpiRule(
        rule.kpi(),
        rule.bands(),
        rule.attainable(),
        rule.unit(),
        rule.parameters(),
        settings.decision(),
        settings.confidenceLevel(),
        settings.onInsufficient(),
        settings.minimumSample(),
        rule.thresholdOrigin(),
        rule.rationale(),
        rule.remark(),
        rule.legalReferences(),
        rule.bandsFrom(),
        rule.location());
  }

  private Map<String, Band> parseBands(JsonNode entry, String pointer) {
    Map<String, Band> parsed = new HashMap<>();
    for (String field : BAND_FIELDS) {
      JsonNode node = entry.path(field);
      if (node.isTextual()) {
        try {
          parsed.put(field, Band.parse(node.asText()));
        } catch (BandSyntaxException e) {
          problems.add(
              json.characterAt(pointer + "/" + field, e.index()),
              "\"" + node.asText() + "\" is not a band: " + e.problem());
        }
      }
    }
    return parsed;
  }

  /** Whoever moves a threshold says why: inherited reasons belong to the inherited bands. */
  private void requireReasons(String kpi, JsonNode entry, String pointer, boolean inherited) {
    List<String> missing = new ArrayList<>();
    if (!inherited && !entry.has("range")) {
      missing.add("range");
    }
    for (String field : WITH_NEW_BANDS) {
      if (!entry.has(field)) {
        missing.add(field);
      }
    }
    if (!missing.isEmpty()) {
      problems.add(
          json.nameAt(pointer),
          (inherited
                  ? "\"" + kpi + "\" changes its inherited bands, so it states all of them anew"
                  : "\"" + kpi + "\" is not inherited, so it needs its bands")
              + " and why; missing: "
              + Suggestions.list(missing));
    }
  }

  private Optional<BandSet> bands(
      String pointer, Map<String, Band> parsed, Optional<KpiRule> inherited, boolean remarked) {
    Band range =
        Optional.ofNullable(parsed.get("range"))
            .or(() -> inherited.map(KpiRule::range))
            .orElse(Band.EMPTY);
    Band green = parsed.getOrDefault("green", Band.EMPTY);
    Band amber = parsed.getOrDefault("amber", Band.EMPTY);
    Band red = parsed.getOrDefault("red", Band.EMPTY);
    List<BandRules.Finding> findings = BandRules.check(range, green, amber, red);
    for (BandRules.Finding finding : findings) {
      problems.add(json.valueAt(pointer + "/" + finding.field()), finding.message());
    }
    if (amber.isEmpty() && findings.isEmpty() && !remarked) {
      problems.add(
          json.valueAt(pointer + "/amber"),
          "amber is empty; give it values between green and red, or say in \"remark\" why there is"
              + " no amber");
    }
    Optional<Band> attainable = Optional.ofNullable(parsed.get("attainable"));
    if (findings.isEmpty() && attainable.isPresent()) {
      checkAttainable(pointer, attainable.get(), range, parsed, remarked);
    }
    return problems.anyUnder(pointer)
        ? Optional.empty()
        : Optional.of(new BandSet(new RagBands(range, green, amber, red), attainable));
  }

  private void checkAttainable(
      String pointer, Band attainable, Band range, Map<String, Band> parsed, boolean remarked) {
    Band outside = attainable.minus(range);
    if (attainable.isEmpty() || !outside.isEmpty()) {
      problems.add(
          json.valueAt(pointer + "/attainable"),
          attainable.isEmpty()
              ? "attainable is empty; state the values that the KPI can take"
              : outside
                  + " is attainable but outside the range "
                  + range
                  + "; extend the range and its bands");
      return;
    }
    for (String light : List.of("green", "amber", "red")) {
      Band band = parsed.getOrDefault(light, Band.EMPTY);
      if (!band.isEmpty() && band.intersect(attainable).isEmpty() && !remarked) {
        problems.add(
            json.valueAt(pointer + "/" + light),
            light
                + " "
                + band
                + " cannot be reached, values lie in "
                + attainable
                + "; move the band, or say in \"remark\" why it stays");
      }
    }
  }

  private static Map<String, String> parameters(JsonNode entry, Optional<KpiRule> inherited) {
    Map<String, String> parameters =
        new HashMap<>(inherited.map(KpiRule::parameters).orElse(Map.of()));
    entry
        .path("parameters")
        .properties()
        .forEach(
            parameter -> {
              JsonNode value = parameter.getValue();
              parameters.put(
                  parameter.getKey(),
                  value.isNumber() ? Decimals.text(value.decimalValue()) : value.asText());
            });
    return parameters;
  }

  private static Optional<String> text(JsonNode entry, String field) {
    return Optional.ofNullable(entry.get(field)).map(JsonNode::asText);
  }
}
