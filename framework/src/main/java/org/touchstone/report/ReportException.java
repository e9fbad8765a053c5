package org.touchstone.report;

/** A report could not be written. The verdicts stand; the message says which file and why. */
public final class ReportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message names the file and what to do. */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
