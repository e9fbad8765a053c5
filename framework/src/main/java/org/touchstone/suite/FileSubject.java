package org.touchstone.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvEntities;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.CsvSequences;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.JsonDocument;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.LoadedSequenceModel;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.ReadableClassifier;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceModels;
import org.touchstone.profile.ProfileException;

/** The model and the data that a suite file names: of table rows, or of sequences. */
final class FileSubject implements SuiteSpec.Subject {

  private static final String SEQUENCES = "/data/sequences";

  private final SuiteLocation location;
  private final JsonDocument document;
  private final JsonNode data;
  private final JsonNode model;
  private final CsvFormat format;

  /**
   * Checks what can be checked without model and data.
   *
   * @throws DataException if something is wrong; the message says where in the suite file
   */
  FileSubject(SuiteLocation location, JsonDocument document) {
    this.location = location;
    this.document = document;
    this.data = document.root().path("data");
    this.model = document.root().path("model");
    this.format = FileCsvFormat.of(document);
    requireModelFormat();
    if (isAboutSequences()) {
      requireSequenceFields();
    } else if (document.root().path("roles").has("sensitiveEventFeatures")) {
      throw document.error(
          "/roles/sensitiveEventFeatures",
          "a table has no events; name its columns as sensitive, or add the sequences under"
              + " \"data\"");
    }
  }

  @Override
  public LoadedSubject load() {
    Schema schema = schema("/data/schema");
    new FileRoles(document, schema).check();
    return isAboutSequences() ? sequences(schema) : table(schema);
  }

  private boolean isAboutSequences() {
    return data.has("sequences");
  }

  private void requireModelFormat() {
    String name = model.path("format").textValue();
    List<String> formats = isAboutSequences() ? SequenceModels.formats() : Models.formats();
    List<String> others = isAboutSequences() ? Models.formats() : SequenceModels.formats();
    if (!formats.contains(name)) {
      String hint =
          !others.contains(name)
              ? ""
              : isAboutSequences()
                  ? "; this one is for models of table rows, whose data have no \"sequences\""
                  : "; this one is for models of sequences, which are named as \"sequences\" under"
                      + " \"data\"";
      throw document.error(
          "/model/format",
          "found \""
              + name
              + (isAboutSequences() ? "\"; formats of models of sequences" : "\"; formats")
              + " on the class path are "
              + String.join(", ", formats)
              + (isAboutSequences() ? "; onnx-sequence" : "; onnx")
              + " is in org.touchstone:touchstone-onnx"
              + hint);
    }
  }

  private void requireSequenceFields() {
    if (data.has("training")) {
      throw document.error(
          "/data/training",
          "the training data of a model of sequences are sequences; name them as \"training\""
              + " under \"sequences\"");
    }
    if (format.idColumn().isEmpty()) {
      throw document.error(
          data.has("format") ? "/data/format" : SEQUENCES,
          "the column that names the entity of an event and of a row is missing; add \"idColumn\""
              + " to the format");
    }
  }

  private LoadedTable table(Schema schema) {
    Optional<ModelDocumentation> stated = documentation();
    Dataset test = dataset("test", schema);
    Optional<Dataset> training =
        data.has("training") ? Optional.of(dataset("training", schema)) : Optional.empty();
    Classifier classifier = classifier(schema);
    return new LoadedTable(classifier, ModelOrigins.of(classifier), test, training, stated);
  }

  private LoadedSequences sequences(Schema entities) {
    Optional<ModelDocumentation> stated = documentation();
    Schema events = schema(SEQUENCES + "/schema");
    new FileRoles(document, entities).checkEvents(events);
    String test = data.path("test").textValue();
    Dataset table =
        at("/data/test", () -> CsvEntities.read(location.sibling(test), entities, format));
    Sequences sequences = sequences("test", events);
    Optional<Sequences> training =
        data.path("sequences").has("training")
            ? Optional.of(sequences("training", events))
            : Optional.empty();
    SequenceClassifier classifier = sequenceClassifier(events);
    return new LoadedSequences(
        classifier, ModelOrigins.of(classifier), table, sequences, training, stated);
  }

  private Optional<ModelDocumentation> documentation() {
    return Optional.ofNullable(document.root().path("documentation").textValue())
        .map(file -> at("/documentation", () -> ModelDocumentation.read(location.sibling(file))));
  }

  private Schema schema(String pointer) {
    String file = document.root().at(pointer).textValue();
    return at(pointer, () -> Schema.read(location.sibling(file)));
  }

  private Dataset dataset(String field, Schema schema) {
    String file = data.path(field).textValue();
    return at("/data/" + field, () -> CsvDatasets.read(location.sibling(file), schema, format));
  }

  private Sequences sequences(String field, Schema schema) {
    JsonNode named = data.path("sequences");
    Optional<String> order = Optional.ofNullable(named.path("order").textValue());
    return at(
        SEQUENCES + "/" + field,
        () ->
            CsvSequences.read(
                location.sibling(named.path(field).textValue()), schema, format, order));
  }

  private Classifier classifier(Schema schema) {
    LoadedModel<?> loaded =
        at("/model/file", () -> Models.load(modelFile(), model.path("format").textValue()));
    try {
      return at(
          encodingPointer(),
          () ->
              loaded.classifier() instanceof ReadableClassifier readable
                  ? readable(readable, schema)
                  : EncodedClassifier.of(encoder(schema, loaded.inputNames()), loaded));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private Classifier readable(ReadableClassifier classifier, Schema schema) {
    if (model.has("encoding")) {
      throw new SuiteException(
          "a model of this format reads the columns of the data as they are; take \"encoding\""
              + " away");
    }
    return classifier.on(schema);
  }

  private SequenceClassifier sequenceClassifier(Schema schema) {
    LoadedSequenceModel<?> loaded =
        at("/model/file", () -> SequenceModels.load(modelFile(), model.path("format").textValue()));
    try {
      return at(
          encodingPointer(),
          () -> EncodedSequenceClassifier.of(encoder(schema, loaded.inputNames()), loaded));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private Path modelFile() {
    return location.siblingPath(model.path("file").textValue());
  }

  private String encodingPointer() {
    return model.has("encoding") ? "/model/encoding" : "/model";
  }

  private Encoder encoder(Schema schema, Optional<List<String>> inputNames) {
    if (model.has("encoding")) {
      return Encoder.read(location.sibling(model.path("encoding").textValue()), schema);
    }
    List<String> names =
        inputNames.orElseThrow(
            () ->
                new SuiteException(
                    "the model file does not name its inputs; add an \"encoding\" that does"));
    List<Input> inputs = new ArrayList<>();
    for (String name : names) {
      inputs.add(Input.Number.passthrough(name, name));
    }
    return Encoder.of(schema, Encoding.of(inputs));
  }

  /** What goes wrong with a file that this one names is said with the place that names it. */
  private <T> T at(String pointer, Supplier<T> read) {
    return at(document, pointer, read);
  }

  /** As {@link #at(String, Supplier)}, for other readers of the same file. */
  static <T> T at(JsonDocument document, String pointer, Supplier<T> read) {
    try {
      return read.get();
    } catch (DataException | ModelException | ProfileException | SuiteException e) {
      DataException placed = document.error(pointer, String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }
}
