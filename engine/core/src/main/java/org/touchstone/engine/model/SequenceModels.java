package org.touchstone.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Loads models of sequences, of every format that is on the class path. */
public final class SequenceModels {

  private SequenceModels() {}

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
  public static LoadedSequenceModel<?> load(Path path, String format) {
    Map<String, SequenceModelFormat> available = available();
    SequenceModelFormat reader = available.get(format);
    if (reader == null) {
      throw new ModelException(
          "Unknown format of sequence models \""
              + format
              + "\" for "
              + path
              + "; available are "
              + String.join(", ", available.keySet())
              + (available.containsKey("onnx-sequence")
                  ? ""
                  : "; for onnx-sequence, add org.touchstone:touchstone-onnx to the class path"));
    }
    return reader.load(ModelFile.read(path));
  }

  private static Map<String, SequenceModelFormat> available() {
    List<SequenceModelFormat> found = new ArrayList<>();
    // A thread of a pool may have a context class loader that does not know this library.
    ServiceLoader.load(SequenceModelFormat.class).forEach(found::add);
    ServiceLoader.load(SequenceModelFormat.class, SequenceModels.class.getClassLoader())
        .forEach(found::add);
    Map<String, SequenceModelFormat> formats = new TreeMap<>();
    for (SequenceModelFormat format : found) {
      SequenceModelFormat other = formats.put(format.id(), format);
      if (other != null && other.getClass() != format.getClass()) {
        throw new ModelException(
            "Two formats of sequence models have the id \""
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
}
