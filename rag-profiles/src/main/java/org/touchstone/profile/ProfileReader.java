package org.touchstone.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one file over the profile that it extends. */
final class ProfileReader {
  private final LocatedJson json;
  private final JsonNode root;
  private final ProfileSource source;
  private final Optional<LoadedProfile> parent;
  private final Problems problems;
  private final LegalReader legal;
  private final Map<String, KpiRule> rules = new LinkedHashMap<>();
  private final Map<String, String> exclusions = new LinkedHashMap<>();

  ProfileReader(
      LocatedJson json, ProfileSource source, Optional<LoadedProfile> parent, Problems problems) {
    this.json = json;
    this.root = json.root();
    this.source = source;
    this.parent = parent;
    this.problems = problems;
    this.legal = new LegalReader(json, problems);
  }

  LoadedProfile read() {
    // Without a sound head there is nothing to compare the entries with.
    boolean sound = !problems.anyUnder("/defaults") && !problems.anyUnder("/extends");
    RuleSettings settings = parent.map(LoadedProfile::settings).orElse(RuleSettings.BUILT_IN);
    JsonNode defaults = root.path("defaults");
    if (sound && root.path("kpis").isObject()) {
      settings = settings.overriddenBy(defaults);
      inherit(defaults);
      readEntries(settings);
    }
    problems.throwIfAny();
    RagProfile profile = profile();
    problems.throwIfAny();
    return new LoadedProfile(profile, settings);
  }

  private void inherit(JsonNode defaults) {
    parent.ifPresent(
        loaded -> {
          exclusions.putAll(loaded.profile().exclusions());
          loaded
              .profile()
              .rules()
              .forEach(
                  (kpi, rule) ->
                      rules.put(
                          kpi,
                          RuleReader.withSettings(
                              rule, RuleSettings.of(rule).overriddenBy(defaults))));
        });
  }

  private void readEntries(RuleSettings settings) {
    RuleReader reader = new RuleReader(json, root.path("id").asText(), problems);
    for (Map.Entry<String, JsonNode> field : root.get("kpis").properties()) {
      String kpi = field.getKey();
      JsonNode entry = field.getValue();
      Optional<KpiRule> inherited = Optional.ofNullable(rules.get(kpi));
      if (entry.has("excluded")) {
        exclude(kpi, entry.get("excluded").asText());
      } else {
        reader
            .read(kpi, entry, inherited, inherited.map(RuleSettings::of).orElse(settings))
            .ifPresent(
                rule -> {
                  rules.put(kpi, rule);
                  exclusions.remove(kpi);
                });
      }
    }
  }

  private void exclude(String kpi, String reason) {
    if (rules.remove(kpi) == null) {
      problems.add(
          json.nameAt(LocatedJson.child("/kpis", kpi)),
          "\"" + kpi + "\" is not inherited, so there is nothing to leave out; remove the entry");
    } else {
      exclusions.put(kpi, reason);
    }
  }

  private RagProfile profile() {
    List<ProfileOrigin> chain = new ArrayList<>();
    String id = root.path("id").asText();
    chain.add(
        new ProfileOrigin(
            id, root.path("version").asText(), source.name(), sha256(source.bytes())));
    parent.ifPresent(loaded -> chain.addAll(loaded.profile().chain()));
    for (ProfileOrigin origin : chain.subList(1, chain.size())) {
      if (origin.id().equals(id)) {
        problems.add(
            json.valueAt("/id"),
            "the id \"" + id + "\" is that of the profile it extends; choose another one");
      }
    }
    Optional<RagProfile> inherited = parent.map(LoadedProfile::profile);
    Optional<LocalDate> from =
        legal.date(root, "inForceFrom").or(() -> inherited.flatMap(RagProfile::inForceFrom));
    Optional<LocalDate> to =
        legal.date(root, "inForceTo").or(() -> inherited.flatMap(RagProfile::inForceTo));
    legal.requireOrder(from, to, root.has("inForceTo") ? "/inForceTo" : "/inForceFrom");
    Optional<LegalMapping> mapping =
        legal
            .mapping(root.path("legalMapping"))
            .or(() -> inherited.flatMap(RagProfile::legalMapping));
    requireMapping(mapping);
    return new RagProfile(
        id,
        root.path("version").asText(),
        root.path("title").asText(),
        root.path("source").asText(),
        Optional.ofNullable(root.get("jurisdiction"))
            .map(JsonNode::asText)
            .or(() -> inherited.flatMap(RagProfile::jurisdiction)),
        from,
        to,
        mapping,
        rules,
        exclusions,
        chain);
  }

  private void requireMapping(Optional<LegalMapping> mapping) {
    if (mapping.isPresent()) {
      return;
    }
    for (KpiRule rule : rules.values()) {
      if (!rule.legalReferences().isEmpty()) {
        problems.add(
            json.valueAt(LocatedJson.child("/kpis", rule.kpi()) + "/legal"),
            "the KPI names legal provisions, but the profile has no \"legalMapping\"; add its"
                + " version, date and statement");
        return;
      }
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
