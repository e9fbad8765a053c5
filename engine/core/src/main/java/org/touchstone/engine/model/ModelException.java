package org.touchstone.engine.model;

/** A model could not be loaded, or could not score a row. The message says where and what to do. */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message names the file or row, what was found and what to do. */
  public ModelException(String message) {
    super(message);
  }

  /** Creates an exception with the failure that caused it. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
