package org.touchstone.engine.run;

/** Work was stopped from outside before it had a result. */
public final class CancelledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what was stopped, and how far it had come. */
  public CancelledException(String message) {
    super(message);
  }
}
