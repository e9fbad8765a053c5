package org.touchstone.junit;

import java.util.ArrayList;
import java.util.List;

/** The numbers of the audit framework's tree. */
final class KpiNumbers {

  private KpiNumbers() {}

  /** A number and those above it: 2.1.2a, 2.1.2, 2.1 and 2; none for a KPI without a number. */
  static List<String> upwards(String number) {
    List<String> numbers = new ArrayList<>();
    String rest = number;
    while (!rest.isEmpty()) {
      numbers.add(rest);
      boolean letter = Character.isLetter(rest.charAt(rest.length() - 1));
      rest =
          letter
              ? rest.substring(0, rest.length() - 1)
              : rest.substring(0, Math.max(0, rest.lastIndexOf('.')));
    }
    return numbers;
  }
}
