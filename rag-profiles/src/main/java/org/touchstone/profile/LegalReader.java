package org.touchstone.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads dates and legal references that the schema accepts. */
final class LegalReader {

  private final LocatedJson json;
  private final Problems problems;

  LegalReader(LocatedJson json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  List<LegalReference> references(JsonNode list, String pointer) {
    List<LegalReference> references = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      references.add(reference(list.get(i), pointer + "/" + i));
    }
    return references;
  }

  Optional<LegalMapping> mapping(JsonNode node) {
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new LegalMapping(
                node.path("version").asText(),
                LocalDate.parse(node.path("date").asText()),
                node.path("statement").asText()));
  }

  Optional<LocalDate> date(JsonNode owner, String name) {
    return Optional.ofNullable(owner.get(name)).map(JsonNode::asText).map(LocalDate::parse);
  }

  void requireOrder(Optional<LocalDate> from, Optional<LocalDate> to, String pointer) {
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      problems.add(
          json.valueAt(pointer),
          "the last day "
              + to.get()
              + " is before the first day "
              + from.get()
              + "; exchange them or correct one");
    }
  }

  private LegalReference reference(JsonNode node, String pointer) {
    LocalDate inForceFrom = LocalDate.parse(node.path("inForceFrom").asText());
    Optional<LocalDate> inForceTo = date(node, "inForceTo");
    Optional<LocalDate> appliesFrom = date(node, "appliesFrom");
    requireOrder(Optional.of(inForceFrom), inForceTo, pointer + "/inForceTo");
    if (appliesFrom.isPresent() && appliesFrom.get().isBefore(inForceFrom)) {
      problems.add(
          json.valueAt(pointer + "/appliesFrom"),
          "applies from "
              + appliesFrom.get()
              + ", before it is in force on "
              + inForceFrom
              + "; correct one of them");
    }
    return new LegalReference(
        node.path("instrument").asText(),
        node.path("article").asText(),
        node.path("jurisdiction").asText(),
        inForceFrom,
        inForceTo,
        appliesFrom,
        node.path("evidence").asText(),
        url(node, pointer + "/url"));
  }

  private Optional<URI> url(JsonNode node, String pointer) {
    if (!node.has("url")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(node.get("url").asText()));
    } catch (URISyntaxException e) {
      problems.add(json.valueAt(pointer), "not an address: " + e.getMessage());
      return Optional.empty();
    }
  }
}
