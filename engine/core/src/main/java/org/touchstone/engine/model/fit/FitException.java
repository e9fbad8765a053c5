package org.touchstone.engine.model.fit;

/** A model could not be fitted to its training data. The message says why and what to do. */
public final class FitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says what was found and what to do. */
  public FitException(String message) {
    super(message);
  }
}
