package org.touchstone.profile;

/**
 * One thing that is wrong in a profile.
 *
 * @param location where
 * @param message what was found and what would be right
 */
public record ProfileProblem(SourceLocation location, String message) {

  /** Location and message on one line. */
  @Override
  public String toString() {
    return location + ": " + message;
  }
}
