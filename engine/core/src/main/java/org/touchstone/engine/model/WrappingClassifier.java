package org.touchstone.engine.model;

/**
 * A classifier around another one that leaves its scores as they are. Whoever asks what kind of
 * model it is, for its trees or its coefficients, asks the one inside.
 */
public interface WrappingClassifier extends Classifier {

  /** The classifier inside. */
  Classifier unwrap();

  /** The classifier inside all wrappers; the model itself if it has none. */
  static Classifier innermost(Classifier model) {
    Classifier inner = model;
    while (inner instanceof WrappingClassifier wrapping) {
      inner = wrapping.unwrap();
    }
    return inner;
  }
}
