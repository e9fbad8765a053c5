package org.touchstone.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalLong;

/** The settings of a KPI that {@code defaults} may set for all of them. */
record RuleSettings(
    Decision decision,
    double confidenceLevel,
    OnInsufficient onInsufficient,
    MinimumSample minimumSample) {

  /** What holds where no file of the chain says anything. */
  static final RuleSettings BUILT_IN =
      new RuleSettings(Decision.POINT, 0.95, OnInsufficient.FAIL, MinimumSample.NONE);

  static RuleSettings of(KpiRule rule) {
    return new RuleSettings(
        rule.decision(), rule.confidenceLevel(), rule.onInsufficient(), rule.minimumSample());
  }

  /** These settings with those that {@code node}, which the schema accepts, sets otherwise. */
  RuleSettings overriddenBy(JsonNode node) {
    return new RuleSettings(
        node.has("decision") ? constant(Decision.class, node.get("decision")) : decision,
        node.has("confidenceLevel") ? node.get("confidenceLevel").doubleValue() : confidenceLevel,
        node.has("onInsufficient")
            ? constant(OnInsufficient.class, node.get("onInsufficient"))
            : onInsufficient,
        node.has("minimumSample") ? minimum(node.get("minimumSample")) : minimumSample);
  }

  private MinimumSample minimum(JsonNode node) {
    return new MinimumSample(
        count(node, "rows", minimumSample.rows()),
        count(node, "numerator", minimumSample.numerator()),
        count(node, "denominator", minimumSample.denominator()),
        node.path("rationale").asText());
  }

  private static OptionalLong count(JsonNode node, String name, OptionalLong inherited) {
    return node.has(name)
        ? OptionalLong.of(node.get(name).decimalValue().longValueExact())
        : inherited;
  }

  static <E extends Enum<E>> E constant(Class<E> type, JsonNode node) {
    return Enum.valueOf(type, node.asText().toUpperCase(Locale.ROOT));
  }
}
