package org.touchstone.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;

/**
 * The message of a failed assertion: what was expected, then what was found, as it is. AssertJ
 * would put quotes around texts.
 */
abstract class Message extends BasicErrorMessageFactory {

  /**
   * A message.
   *
   * @param expectation what was expected, for example {@code to be GREEN}
   * @param found what was found, in full sentences
   */
  Message(String expectation, String found) {
    super(
        "%nExpecting a KPI %s but found%n  %s", unquotedString(expectation), unquotedString(found));
  }
}
