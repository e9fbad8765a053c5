package org.touchstone.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Loads models of every format that is on the class path. */
public final class Models {

  private Models() {}

  /** Ids of the formats that are available, in alphabetical order. */
  public static List<String> formats() {
    return List.copyOf(available().keySet());
  }

  /**
   * Loads a model.
   *
   * @param path the file
   * @param format id of the format that it is saved in
   * @throws ModelException if no such format is available, or the file is missing or broken
   */
  public static LoadedModel<?> load(Path path, String format) {
    Map<String, ModelFormat> available = available();
    ModelFormat reader = available.get(format);
    if (reader == null) {
      throw new ModelException(
          "Unknown model format \""
              + format
              + "\" for "
              + path
              + "; available are "
              + String.join(", ", available.keySet())
              + hint(available));
    }
    return reader.load(ModelFile.read(path));
  }

  /**
   * Loads a model whose format shows in the file.
   *
   * @param path the file
   * @throws ModelException if no format or more than one recognises the file, or the file is
   *     missing or broken
   */
  public static LoadedModel<?> load(Path path) {
    Map<String, ModelFormat> available = available();
    ModelFile file = ModelFile.read(path);
    List<ModelFormat> accepting =
        available.values().stream().filter(format -> format.accepts(file)).toList();
    if (accepting.size() != 1) {
      throw new ModelException(
          "The format of "
              + path
              + " is not clear: "
              + (accepting.isEmpty()
                  ? "no format recognises it"
                  : accepting.stream().map(ModelFormat::id).toList() + " recognise it")
              + "; name one of "
              + String.join(", ", available.keySet())
              + hint(available));
    }
    return accepting.get(0).load(file);
  }

  private static Map<String, ModelFormat> available() {
    Map<String, ModelFormat> formats = new TreeMap<>();
    for (ModelFormat format : found()) {
      ModelFormat other = formats.put(format.id(), format);
      if (other != null && other.getClass() != format.getClass()) {
        throw new ModelException(
            "Two model formats have the id \""
                + format.id()
                + "\": "
                + other.getClass().getName()
                + " and "
                + format.getClass().getName()
                + "; take one of them off the class path");
      }
    }
    return formats;
  }

  /** A thread of a pool may have a context class loader that does not know this library. */
  private static List<ModelFormat> found() {
    List<ModelFormat> found = new ArrayList<>();
    ServiceLoader.load(ModelFormat.class).forEach(found::add);
    ServiceLoader.load(ModelFormat.class, Models.class.getClassLoader()).forEach(found::add);
    return found;
  }

  private static String hint(Map<String, ModelFormat> available) {
    return available.containsKey("onnx")
        ? ""
        : "; for onnx, add org.touchstone:touchstone-onnx to the class path";
  }
}
