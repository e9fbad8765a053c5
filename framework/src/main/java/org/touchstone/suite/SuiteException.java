package org.touchstone.suite;

/** A suite is wrong. The message says where, what was found, and what to do. */
public final class SuiteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says where, what was found and what to do. */
  public SuiteException(String message) {
    super(message);
  }

  /** Creates an exception with the failure that caused it. */
  public SuiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
