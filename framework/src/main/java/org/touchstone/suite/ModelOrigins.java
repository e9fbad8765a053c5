package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.model.ModelSource;
import org.touchstone.engine.model.ReadableClassifier;
import org.touchstone.engine.model.SequenceClassifier;

/** Finds out where a model came from. */
final class ModelOrigins {

  private ModelOrigins() {}

  static LoadedSubject.ModelOrigin of(Classifier model) {
    return of(source(model), model.getClass());
  }

  private static Optional<ModelSource> source(Classifier model) {
    if (model instanceof ReadableClassifier readable) {
      return readable.source();
    }
    return model instanceof EncodedClassifier encoded ? encoded.source() : Optional.empty();
  }

  static LoadedSubject.ModelOrigin of(SequenceClassifier model) {
    return of(EncodedSequenceClassifier.source(model), model.getClass());
  }

  private static LoadedSubject.ModelOrigin of(Optional<ModelSource> source, Class<?> type) {
    return source
        .map(
            file ->
                new LoadedSubject.ModelOrigin(
                    String.valueOf(file.file().getFileName()),
                    file.format(),
                    Optional.of(file.sha256())))
        .orElseGet(() -> new LoadedSubject.ModelOrigin(type.getName(), "code", Optional.empty()));
  }
}
