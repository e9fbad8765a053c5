package org.touchstone.engine.data;

/**
 * A table, schema or encoding is wrong. The message names file, line and column, the value that was
 * found and the values that are allowed.
 */
public class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says where, what was found and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with the failure that caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
