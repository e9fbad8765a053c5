package org.touchstone.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that an author sees all of it at once. */
final class Problems {

  private final List<ProfileProblem> found = new ArrayList<>();

  void add(SourceLocation location, String message) {
    found.add(new ProfileProblem(location, message));
  }

  /** Whether something is wrong at {@code pointer} or below it. */
  boolean anyUnder(String pointer) {
    for (ProfileProblem problem : found) {
      String at = problem.location().pointer();
      if (at.equals(pointer) || at.startsWith(pointer + "/")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends the reading of the file.
   *
   * @throws ProfileException if anything is wrong
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw toException();
    }
  }

  /** Everything that was found so far, in the order of the file. */
  ProfileException toException() {
    List<ProfileProblem> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt((ProfileProblem p) -> p.location().line())
            .thenComparingInt(p -> p.location().column())
            .thenComparing(p -> p.location().pointer()));
    return new ProfileException(sorted);
  }
}
