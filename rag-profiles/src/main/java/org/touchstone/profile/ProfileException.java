package org.touchstone.profile;

import java.util.List;

/** A profile cannot be used. The message lists everything that is wrong, one problem a line. */
public final class ProfileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ProfileProblem> problems;

  ProfileException(List<ProfileProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  ProfileException(SourceLocation location, String message) {
    this(List.of(new ProfileProblem(location, message)));
  }

  ProfileException(SourceLocation location, String message, Throwable cause) {
    this(location, message);
    initCause(cause);
  }

  /** Everything that is wrong, in the order of the file. */
  public List<ProfileProblem> problems() {
    return problems;
  }

  private static String message(List<ProfileProblem> problems) {
    if (problems.size() == 1) {
      return problems.get(0).toString();
    }
    StringBuilder text = new StringBuilder();
    text.append("The profile has ").append(problems.size()).append(" problems:");
    for (ProfileProblem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}
