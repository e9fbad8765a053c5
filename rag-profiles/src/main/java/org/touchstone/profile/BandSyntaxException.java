package org.touchstone.profile;

/** A text is not a band. */
final class BandSyntaxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int index;
  private final String problem;

  /**
   * Creates an exception.
   *
   * @param text what was read
   * @param index where it went wrong, 0 is the first character
   * @param problem what was found there and what would be right
   */
  BandSyntaxException(String text, int index, String problem) {
    super("\"" + text + "\" is not a band: at character " + (index + 1) + ", " + problem);
    this.index = index;
    this.problem = problem;
  }

  /** Where it went wrong, 0 is the first character. */
  int index() {
    return index;
  }

  /** What was found there and what would be right. */
  String problem() {
    return problem;
  }
}
