package org.touchstone.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.JsonDocument;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.Models;
import org.touchstone.grade.Check;
import org.touchstone.profile.ProfileException;
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
    if (checks.isEmpty() && problems.isEmpty()) {
      throw document.error("/profile", selection.nothing());
    }
    if (!problems.isEmpty()) {
      throw document.error(root.has("kpis") ? "/kpis" : "/profile", String.join("\n  ", problems));
    }
    CsvFormat format = format(root.path("data").path("format"));
    requireModelFormat();
    return new SuiteSpec(
        id,
        root.path("name").textValue(),
        profile,
        checks,
        selection.notMeasured(),
        roles(),
        new SuiteSpec.Settings(
            root.path("decisionThreshold").asDouble(0.5), root.path("seed").asLong(0)),
        tags(),
        () -> load(format));
  }

  private RagProfile profile() {
    return at("/profile", () -> location.profile(root.path("profile").textValue()));
  }

  private void requireModelFormat() {
    String format = root.path("model").path("format").textValue();
    if (!Models.formats().contains(format)) {
      throw document.error(
          "/model/format",
          "found \""
              + format
              + "\"; formats on the class path are "
              + String.join(", ", Models.formats())
              + "; onnx is in org.touchstone:touchstone-onnx");
    }
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
        Optional.ofNullable(roles.path("groups").textValue()));
  }

  private Set<String> tags() {
    return new LinkedHashSet<>(texts(root.path("tags")));
  }

  private LoadedSubject load(CsvFormat format) {
    JsonNode data = root.path("data");
    Schema schema =
        at("/data/schema", () -> Schema.read(location.sibling(data.path("schema").textValue())));
    new FileRoles(document, schema).check();
    Dataset test = table("test", schema, format);
    Optional<Dataset> training =
        data.has("training") ? Optional.of(table("training", schema, format)) : Optional.empty();
    EncodedClassifier model = model(schema);
    return new LoadedSubject(model, ModelOrigins.of(model), test, training);
  }

  private Dataset table(String field, Schema schema, CsvFormat format) {
    String file = root.path("data").path(field).textValue();
    return at("/data/" + field, () -> CsvDatasets.read(location.sibling(file), schema, format));
  }

  private EncodedClassifier model(Schema schema) {
    JsonNode model = root.path("model");
    LoadedModel<?> loaded =
        at(
            "/model/file",
            () ->
                Models.load(
                    location.siblingPath(model.path("file").textValue()),
                    model.path("format").textValue()));
    try {
      return at(
          model.has("encoding") ? "/model/encoding" : "/model",
          () -> EncodedClassifier.of(encoder(model, schema, loaded), loaded));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  /** What goes wrong with a file that this one names is said with the place that names it. */
  private <T> T at(String pointer, Supplier<T> read) {
    try {
      return read.get();
    } catch (DataException | ModelException | ProfileException | SuiteException e) {
      DataException placed = document.error(pointer, String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }

  private Encoder encoder(JsonNode model, Schema schema, LoadedModel<?> loaded) {
    if (model.has("encoding")) {
      return Encoder.read(location.sibling(model.path("encoding").textValue()), schema);
    }
    List<String> names =
        loaded
            .inputNames()
            .orElseThrow(
                () ->
                    new SuiteException(
                        "the model file does not name its inputs; add an \"encoding\" that does"));
    List<Input> inputs = new ArrayList<>();
    for (String name : names) {
      inputs.add(Input.Number.passthrough(name, name));
    }
    return Encoder.of(schema, Encoding.of(inputs));
  }

  private CsvFormat format(JsonNode node) {
    CsvFormat format = CsvFormat.DEFAULT;
    if (node.has("charset")) {
      String name = node.path("charset").textValue();
      try {
        format = format.withCharset(Charset.forName(name));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw document.error(
            "/data/format/charset", "there is no charset \"" + name + "\"; UTF-8 is one");
      }
    }
    if (node.has("separator")) {
      char separator = node.path("separator").textValue().charAt(0);
      CsvFormat before = format;
      format = at("/data/format/separator", () -> before.withSeparator(separator));
    }
    if (node.has("missingValues")) {
      format = format.withMissing(texts(node.path("missingValues")).toArray(String[]::new));
    }
    if (node.has("idColumn")) {
      format = format.withIdColumn(node.path("idColumn").textValue());
    }
    return format;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
