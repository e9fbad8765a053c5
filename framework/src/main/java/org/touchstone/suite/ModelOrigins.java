package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.ModelSource;

/** Finds out where a model came from. */
final class ModelOrigins {

  private ModelOrigins() {}

  static LoadedSubject.ModelOrigin of(Classifier model) {
    Optional<ModelSource> source =
        model instanceof EncodedClassifier encoded ? encoded.source() : Optional.empty();
    return source
        .map(
            file ->
                new LoadedSubject.ModelOrigin(
                    String.valueOf(file.file().getFileName()),
                    file.format(),
                    Optional.of(file.sha256())))
        .orElseGet(
            () ->
                new LoadedSubject.ModelOrigin(
                    model.getClass().getName(), "code", Optional.empty()));
  }
}
