package org.touchstone.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.JsonDocument;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.grade.Check;
import org.touchstone.profile.RagProfile;

/**
 * Reads a suite from a {@code *.conformity.json} file. Model and data are read when the suite runs.
 */
final class SuiteFile {

  private final SuiteLocation location;
  private final String id;
  private final JsonDocument document;
  private final JsonNode root;

  /**
   * Reads the file and checks it against the schema.
   *
   * @param id the suite's id
   * @throws RuntimeException if there is no such file, or it is not a suite
   */
  SuiteFile(SuiteLocation location, String id) {
    this.location = location;
    this.id = id;
    this.document =
        JsonDocument.read(location.source(), SuiteFile.class, "conformity-suite.schema.json");
    this.root = document.root();
  }

  SuiteSpec read() {
    RagProfile profile = profile();
    CheckSelection selection =
        new CheckSelection(profile, KpiCatalogue.load(location.loaderOrContext()));
    List<Check> checks =
        root.has("kpis") ? selection.named(texts(root.path("kpis"))) : selection.all();
    List<String> problems = selection.problems();
    if (!problems.isEmpty()) {
      throw document.error(root.has("kpis") ? "/kpis" : "/profile", String.join("\n  ", problems));
    }
    FileSubject subject = new FileSubject(location, document);
    return new SuiteSpec(
        id,
        root.path("name").textValue(),
        profile,
        checks,
        List.of(),
        roles(),
        new SuiteSpec.Settings(
            root.path("decisionThreshold").asDouble(0.5), root.path("seed").asLong(0)),
        tags(),
        subject);
  }

  private RagProfile profile() {
    return FileSubject.at(
        document, "/profile", () -> location.profile(root.path("profile").textValue()));
  }

  private Roles roles() {
    JsonNode roles = root.path("roles");
    List<Roles.SensitiveFeature> sensitive = new ArrayList<>();
    for (JsonNode item : roles.path("sensitive")) {
      sensitive.add(
          new Roles.SensitiveFeature(
              item.path("feature").textValue(), item.path("reference").textValue()));
    }
    return new Roles(
        roles.path("label").textValue(),
        roles.path("positiveClass").textValue(),
        roles.path("favourableOutcome").textValue(),
        sensitive,
        Optional.ofNullable(roles.path("groups").textValue()),
        texts(roles.path("sensitiveEventFeatures")));
  }

  private Set<String> tags() {
    return new LinkedHashSet<>(texts(root.path("tags")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
