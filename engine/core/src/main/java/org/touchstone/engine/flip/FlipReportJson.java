package org.touchstone.engine.flip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.flip.FlipReport.Entry;

/** A report as JSON. */
final class FlipReportJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FlipReportJson() {}

  static String json(FlipReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("row", report.row());
    root.put("decision", report.decision());
    root.put("otherDecision", report.otherDecision());
    root.put("probability", report.probability());
    root.put("threshold", report.threshold());
    ArrayNode cannot = root.putArray("cannot");
    report.cannot().forEach(entry -> cannot.add(entry(entry)));
    ArrayNode can = root.putArray("can");
    report.can().forEach(entry -> can.add(entry(entry)));
    root.set("closest", entry(report.closest()));
    ArrayNode fixed = root.putArray("fixed");
    report.fixed().forEach(fixed::add);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON", e);
    }
  }

  private static ObjectNode entry(Entry entry) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", entry.name());
    ArrayNode features = node.putArray("features");
    entry.features().forEach(features::add);
    entry.result().closest().ifPresent(point -> node.set("closest", point(point)));
    entry.result().relaxed().ifPresent(point -> node.set("relaxed", point(point)));
    entry.result().reason().ifPresent(reason -> node.put("reason", reason));
    ArrayNode flags = node.putArray("flags");
    entry
        .flags()
        .forEach(
            flag ->
                flags
                    .addObject()
                    .put("feature", flag.feature())
                    .put("value", flag.value())
                    .put("why", flag.why()));
    return node;
  }

  private static ObjectNode point(FlipPoint point) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("kind", point.kind().name());
    node.put("distance", point.distance());
    node.put("probability", point.probability());
    node.put("residual", point.residual());
    if (!Double.isNaN(point.certainty().kktResidual())) {
      node.put("kktResidual", point.certainty().kktResidual());
    }
    node.put("starts", point.certainty().starts());
    node.put("agreeing", point.certainty().agreeing());
    node.put("proven", point.certainty().proven());
    ArrayNode changes = node.putArray("changes");
    for (FlipPoint.Change change : point.changes()) {
      ObjectNode of = changes.addObject();
      of.put("feature", change.feature().name());
      if (!change.feature().attributes().unit().isEmpty()) {
        of.put("unit", change.feature().attributes().unit());
      }
      value(of, "from", change.feature(), change.from());
      value(of, "to", change.feature(), change.to());
      of.put("scaled", change.scaled());
    }
    return node;
  }

  private static void value(ObjectNode node, String name, Feature feature, double value) {
    if (!feature.levels().isEmpty() && value == Math.rint(value)) {
      node.put(name, feature.levels().get((int) value));
    } else {
      node.put(name, value);
    }
  }
}
