package org.touchstone.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * A sequence model as read from a file.
 *
 * @param classifier scores sequences of the inputs that the file's model was trained on
 * @param source where it came from, for the evidence
 * @param inputNames names of the inputs of an event in the model's order, where the file has them
 * @param <M> what the format reads
 */
public record LoadedSequenceModel<M extends SequenceClassifier>(
    M classifier, ModelSource source, Optional<List<String>> inputNames) implements AutoCloseable {

  /**
   * Creates a loaded model.
   *
   * @throws ModelException if there are names, but not one for each input
   */
  public LoadedSequenceModel {
    inputNames = inputNames.map(List::copyOf);
    if (inputNames.isPresent() && inputNames.get().size() != classifier.eventWidth()) {
      throw new ModelException(
          source.file()
              + " names "
              + inputNames.get().size()
              + " inputs, its model has "
              + classifier.eventWidth()
              + "; save the model again with one name for each input");
    }
  }

  /** Releases what the model holds outside of the heap. */
  @Override
  public void close() {
    classifier.close();
  }
}
