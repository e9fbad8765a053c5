package org.touchstone.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/** The names of a model's inputs in the metadata of its ONNX file. */
final class OnnxInputNames {

  /** The metadata property: a JSON array of texts. */
  static final String KEY = "feature_names";

  private static final JsonMapper MAPPER = new JsonMapper();

  private OnnxInputNames() {}

  static Optional<List<String>> of(Map<String, String> metadata, ModelFile file) {
    String json = metadata.get(KEY);
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(json, new TypeReference<List<String>>() {}));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "Model file "
              + file
              + ": metadata "
              + KEY
              + " is not a JSON array of texts ("
              + e.getOriginalMessage()
              + ")",
          e);
    }
  }
}
