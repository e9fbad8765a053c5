package org.touchstone.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * A model as read from a file.
 *
 * @param classifier scores the inputs that the file's model was trained on
 * @param source where it came from, for the evidence
 * @param inputNames names of the inputs in the model's order, where the file has them
 * @param <M> what the format reads
 */
public record LoadedModel<M extends Classifier>(
    M classifier, ModelSource source, Optional<List<String>> inputNames) implements AutoCloseable {

  /**
   * Creates a loaded model.
   *
   * @throws ModelException if there are names, but not one for each input
   */
  public LoadedModel {
    inputNames = inputNames.map(List::copyOf);
    if (inputNames.isPresent() && inputNames.get().size() != classifier.inputWidth()) {
      throw new ModelException(
          source.file()
              + " names "
              + inputNames.get().size()
              + " inputs, its model has "
              + classifier.inputWidth()
              + "; save the model again with one name for each input");
    }
  }

  /**
   * Checks that an encoding of the data gives what the model takes: as many inputs, and where the
   * file names its inputs, the same names in the same order.
   *
   * @param encoded names of the encoded columns, in order
   * @throws ModelException that names both widths, or the first input that differs
   */
  public void requireInputs(List<String> encoded) {
    if (encoded.size() != classifier.inputWidth()) {
      throw new ModelException(
          "The model in "
              + source.file()
              + " has "
              + classifier.inputWidth()
              + " inputs, the encoding "
              + encoded.size()
              + firstDifference(encoded)
              + "; encode the data as it was encoded for the training of the model");
    }
    if (inputNames.isPresent() && !inputNames.get().equals(encoded)) {
      throw new ModelException(
          "The encoding does not give the inputs of the model in "
              + source.file()
              + firstDifference(encoded)
              + "; put the encoded columns into the model's order");
    }
  }

  /** Releases what the model holds outside of the heap. */
  @Override
  public void close() {
    classifier.close();
  }

  private String firstDifference(List<String> encoded) {
    if (inputNames.isEmpty()) {
      return "";
    }
    List<String> names = inputNames.get();
    for (int i = 0; i < Math.max(names.size(), encoded.size()); i++) {
      String expected = i < names.size() ? '"' + names.get(i) + '"' : "no input";
      String found = i < encoded.size() ? '"' + encoded.get(i) + '"' : "nothing";
      if (!expected.equals(found)) {
        return "; the first to differ is number "
            + (i + 1)
            + ": the model has "
            + expected
            + ", the encoding "
            + found;
      }
    }
    return "";
  }
}
