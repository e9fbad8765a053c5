package org.touchstone.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.JsonDocument;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.ModelFormat;

/**
 * Reads rule lists that {@link RuleList#toJson} wrote. The format is published as the JSON Schema
 * {@code org/touchstone/engine/rules/rule-list.schema.json}. What a file says twice has to agree: a
 * condition is one of its feature's, and a probability is that of its counts.
 */
public final class RuleListJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "rule-list-json";

  /** The field that holds the version, and that other formats do not have. */
  static final String VERSION = "touchstoneRuleList";

  private static final double SAME = 1e-9;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey(VERSION);
  }

  /** {@inheritDoc} The inputs are the columns of a row that a person reads. */
  @Override
  public LoadedModel<RuleList> load(ModelFile file) {
    try {
      JsonDocument document =
          JsonDocument.read(
              InputSource.bytes(file.toString(), file.content()),
              RuleListJson.class,
              "rule-list.schema.json");
      RuleList list = new Reader(document).read().from(file.source(ID));
      return new LoadedModel<>(list, file.source(ID), Optional.of(list.columns()));
    } catch (DataException e) {
      throw new ModelException(
          "Rule list " + e.getMessage() + "; save the list again, or mend the file", e);
    }
  }

  /** Turns one document into a list. */
  private static final class Reader {
    private final JsonDocument document;
    private final JsonNode root;

    Reader(JsonDocument document) {
      this.document = document;
      this.root = document.root();
    }

    RuleList read() {
      List<String> columns = texts(root.path("columns"));
      List<FeatureBins> features = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (int i = 0; i < root.path("features").size(); i++) {
        String pointer = "/features/" + i;
        FeatureBins feature = at(pointer, () -> feature(root.at(pointer)));
        String name = feature.feature().name();
        if (!columns.contains(name) || !names.add(name)) {
          throw document.error(
              pointer + "/name",
              "\"" + name + "\" is " + (columns.contains(name) ? "there twice" : "no column"));
        }
        features.add(feature);
      }
      BetaPrior prior = prior(root.path("prior"));
      List<Line> lines = new ArrayList<>();
      int last = root.path("lines").size() - 1;
      for (int i = 0; i <= last; i++) {
        String pointer = "/lines/" + i;
        JsonNode line = root.at(pointer);
        if (line.has("if") == (i == last)) {
          throw document.error(
              pointer,
              i == last
                  ? "the last line has an \"if\"; it is the default line and takes every row"
                  : "a line without \"if\" takes every row, but other lines come after it");
        }
        lines.add(at(pointer, () -> line(pointer, line, features, prior)));
      }
      JsonNode label = root.path("label");
      int[] places = features.stream().mapToInt(f -> columns.indexOf(f.feature().name())).toArray();
      List<Rule> rules = lines.stream().flatMap(line -> line.rule().stream()).toList();
      return new RuleList(
          columns,
          new RuleList.Label(
              label.path("name").textValue(), label.path("positiveClass").textValue()),
          prior,
          new RuleMatcher(features, places, columns.size(), rules),
          lines,
          Optional.empty());
    }

    /** What a type refuses is said with the place in the file. */
    private <T> T at(String pointer, java.util.function.Supplier<T> read) {
      try {
        return read.get();
      } catch (IllegalArgumentException e) {
        DataException placed = document.error(pointer, String.valueOf(e.getMessage()));
        placed.initCause(e);
        throw placed;
      }
    }

    private static BetaPrior prior(JsonNode prior) {
      return new BetaPrior(
          prior.path("alphaNegative").doubleValue(),
          prior.path("alphaPositive").doubleValue(),
          prior.path("positiveWeight").doubleValue());
    }

    private static FeatureBins feature(JsonNode node) {
      String name = node.path("name").textValue();
      boolean missing = node.path("missing").booleanValue();
      String kind = node.path("kind").textValue();
      Feature.Attributes attributes =
          new Feature.Attributes(node.path("unit").asText(""), false, false, "");
      if (kind.equals("continuous")) {
        double[] cuts = numbers(need(node, "cuts", kind));
        for (int i = 1; i < cuts.length; i++) {
          if (!(cuts[i - 1] < cuts[i])) {
            throw new IllegalArgumentException("the cuts do not ascend: " + Arrays.toString(cuts));
          }
        }
        return FeatureBins.ofNumber(
            new Feature.Continuous(
                name,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                node.path("integer").booleanValue(),
                attributes),
            cuts,
            missing);
      }
      List<String> levels = texts(need(node, "levels", kind));
      if (kind.equals("ordinal")) {
        return FeatureBins.ofOrdinal(
            new Feature.Ordinal(name, levels, attributes),
            cuts(levels, need(node, "ranges", kind)),
            missing);
      }
      Feature feature =
          kind.equals("binary")
              ? new Feature.Binary(name, levels, attributes)
              : new Feature.Categorical(name, levels, attributes);
      int[] counts = new int[levels.size()];
      for (String seen : texts(need(node, "seen", kind))) {
        counts[
                feature
                    .code(seen)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "\"" + seen + "\" is not among the levels " + levels))] =
            1;
      }
      return FeatureBins.ofLevels(feature, counts, missing);
    }

    private static JsonNode need(JsonNode node, String field, String kind) {
      if (!node.has(field)) {
        throw new IllegalArgumentException(
            "a feature of kind " + kind + " has a field \"" + field + "\"; it is missing");
      }
      return node.path(field);
    }

    /** Cuts between codes, from runs of levels that cover all of them in order. */
    private static double[] cuts(List<String> levels, JsonNode ranges) {
      List<String> covered = new ArrayList<>();
      double[] cuts = new double[Math.max(0, ranges.size() - 1)];
      for (int i = 0; i < ranges.size(); i++) {
        covered.addAll(texts(ranges.get(i)));
        if (i < cuts.length) {
          cuts[i] = covered.size() - 0.5;
        }
      }
      if (ranges.size() > 0 && !covered.equals(levels)) {
        throw new IllegalArgumentException(
            "the ranges " + ranges + " do not cover the levels " + levels + " in their order");
      }
      return cuts;
    }

    private Line line(String pointer, JsonNode node, List<FeatureBins> features, BetaPrior prior) {
      Optional<Rule> rule =
          node.has("if") ? Optional.of(rule(pointer, node, features)) : Optional.empty();
      Line line =
          Line.of(
              rule, node.path("negatives").longValue(), node.path("positives").longValue(), prior);
      double written = node.path("probability").doubleValue();
      if (Math.abs(written - line.probability()) > SAME) {
        throw document.error(
            pointer + "/probability",
            "found " + written + ", but the counts give " + line.probability());
      }
      return line;
    }

    private Rule rule(String pointer, JsonNode line, List<FeatureBins> features) {
      List<Condition> conditions = new ArrayList<>();
      for (int i = 0; i < line.path("if").size(); i++) {
        String place = pointer + "/if/" + i;
        JsonNode node = line.path("if").get(i);
        String name = node.path("feature").textValue();
        FeatureBins feature =
            features.stream()
                .filter(f -> f.feature().name().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        document.error(
                            place + "/feature",
                            "\"" + name + "\" is not among the file's features"));
        Condition condition =
            at(place, () -> condition(node, feature))
                .orElseThrow(
                    () ->
                        document.error(
                            place,
                            "found "
                                + node
                                + "; the conditions on \""
                                + name
                                + "\" are "
                                + feature.conditions().stream().map(Condition::token).toList()));
        conditions.add(condition);
      }
      return new Rule(conditions);
    }

    private static Optional<Condition> condition(JsonNode node, FeatureBins feature) {
      return feature.conditions().stream()
          .filter(condition -> RuleListWriter.condition(condition).equals(normal(node)))
          .findFirst();
    }

    /** The same object as the writer makes it: 28 and 28.0 are one number. */
    private static JsonNode normal(JsonNode node) {
      com.fasterxml.jackson.databind.node.ObjectNode same =
          com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
      node.fields()
          .forEachRemaining(
              field -> {
                JsonNode value = field.getValue();
                if (value.isNumber()) {
                  same.put(field.getKey(), value.doubleValue());
                } else if (value.isArray()) {
                  com.fasterxml.jackson.databind.node.ArrayNode array =
                      same.putArray(field.getKey());
                  value.forEach(text -> array.add(text.asText()));
                } else if (value.isBoolean()) {
                  same.put(field.getKey(), value.booleanValue());
                } else {
                  same.put(field.getKey(), value.asText());
                }
              });
      return same;
    }

    private static List<String> texts(JsonNode array) {
      List<String> texts = new ArrayList<>();
      array.forEach(text -> texts.add(text.textValue()));
      return texts;
    }

    private static double[] numbers(JsonNode array) {
      double[] numbers = new double[array.size()];
      Arrays.setAll(numbers, i -> array.get(i).doubleValue());
      return numbers;
    }
  }
}
