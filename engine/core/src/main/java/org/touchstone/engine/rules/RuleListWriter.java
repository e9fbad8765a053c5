package org.touchstone.engine.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.touchstone.engine.data.Feature;

/** Writes a rule list in the format that {@link RuleListJson} reads. */
final class RuleListWriter {

  private static final JsonMapper MAPPER = new JsonMapper();

  private RuleListWriter() {}

  static String write(RuleList list) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put(RuleListJson.VERSION, 1);
    root.putObject("label")
        .put("name", list.label().name())
        .put("positiveClass", list.label().positiveClass());
    root.putObject("prior")
        .put("alphaNegative", list.prior().alphaNegative())
        .put("alphaPositive", list.prior().alphaPositive())
        .put("positiveWeight", list.prior().positiveWeight());
    add(root.putArray("columns"), list.columns());
    ArrayNode features = root.putArray("features");
    list.matcher().features().forEach(bins -> features.add(feature(bins)));
    ArrayNode lines = root.putArray("lines");
    list.lines().forEach(line -> lines.add(line(line)));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode feature(FeatureBins bins) {
    Feature feature = bins.feature();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", feature.name());
    if (feature instanceof Feature.Continuous number) {
      node.put("kind", "continuous").put("integer", number.integer());
      ArrayNode cuts = node.putArray("cuts");
      for (double cut : bins.cuts()) {
        cuts.add(cut);
      }
    } else if (feature instanceof Feature.Ordinal) {
      node.put("kind", "ordinal");
      add(node.putArray("levels"), feature.levels());
      ArrayNode ranges = node.putArray("ranges");
      for (Condition condition : bins.conditions()) {
        if (condition instanceof Condition.LevelRange range) {
          add(ranges.addArray(), range.levels());
        } else if (condition instanceof Condition.Level level) {
          ranges.addArray().add(level.level());
        }
      }
    } else {
      node.put("kind", feature instanceof Feature.Binary ? "binary" : "categorical");
      add(node.putArray("levels"), feature.levels());
      ArrayNode seen = node.putArray("seen");
      for (Condition condition : bins.conditions()) {
        if (condition instanceof Condition.Level level) {
          seen.add(level.level());
        }
      }
    }
    if (!feature.attributes().unit().isEmpty()) {
      node.put("unit", feature.attributes().unit());
    }
    return node.put("missing", bins.hasMissing());
  }

  private static ObjectNode line(Line line) {
    ObjectNode node = MAPPER.createObjectNode();
    line.rule()
        .ifPresent(
            rule -> {
              ArrayNode conditions = node.putArray("if");
              rule.conditions().forEach(condition -> conditions.add(condition(condition)));
            });
    return node.put("negatives", line.negatives())
        .put("positives", line.positives())
        .put("probability", line.probability());
  }

  static ObjectNode condition(Condition condition) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("feature", condition.feature());
    if (condition instanceof Condition.Interval interval) {
      if (!Double.isInfinite(interval.low())) {
        node.put("above", interval.low());
      }
      if (!Double.isInfinite(interval.high())) {
        node.put("atMost", interval.high());
      }
    } else if (condition instanceof Condition.Level level) {
      node.put("level", level.level());
    } else if (condition instanceof Condition.LevelRange range) {
      add(node.putArray("levels"), range.levels());
    } else {
      node.put(condition instanceof Condition.Missing ? "missing" : "given", true);
    }
    return node;
  }

  private static void add(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
