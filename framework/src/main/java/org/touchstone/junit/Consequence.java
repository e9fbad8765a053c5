package org.touchstone.junit;

import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.grade.VerdictMessage;
import org.touchstone.profile.OnInsufficient;

/** What a verdict does to its test. */
final class Consequence {

  private Consequence() {}

  /**
   * Returns if the test passes.
   *
   * @throws AssertionFailedError if it fails
   * @throws TestAbortedException if it is aborted
   */
  static void of(CheckResult result, RunSettings settings) {
    Configuration.Effect effect = effect(result, settings);
    if (effect == Configuration.Effect.PASS) {
      return;
    }
    String message = VerdictMessage.of(result);
    if (effect == Configuration.Effect.FAIL && settings.gate() == Configuration.Gate.ENFORCE) {
      throw withoutStackTrace(
          new AssertionFailedError(
              message, VerdictMessage.toBeGreen(result), VerdictMessage.value(result)));
    }
    throw withoutStackTrace(
        new TestAbortedException(
            effect == Configuration.Effect.FAIL ? "Report only: " + message : message));
  }

  private static Configuration.Effect effect(CheckResult result, RunSettings settings) {
    Light light = result.verdict().light();
    return switch (light) {
      case GREEN -> Configuration.Effect.PASS;
      case AMBER -> settings.amber();
      case NOT_APPLICABLE -> Configuration.Effect.ABORT;
      case INSUFFICIENT_DATA ->
          settings
              .insufficient()
              .orElse(
                  result.check().rule().onInsufficient() == OnInsufficient.ABORT
                      ? Configuration.Effect.ABORT
                      : Configuration.Effect.FAIL);
      case RED, ERROR -> Configuration.Effect.FAIL;
    };
  }

  /** A verdict is about a model, not about a line of code: its stack trace says nothing. */
  private static <T extends Throwable> T withoutStackTrace(T throwable) {
    throwable.setStackTrace(new StackTraceElement[0]);
    return throwable;
  }
}
