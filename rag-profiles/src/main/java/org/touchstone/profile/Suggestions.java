package org.touchstone.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant. */
final class Suggestions {

  private Suggestions() {}

  /**
   * A hint such as {@code did you mean "green"?}, or the known names where none is near.
   *
   * @param found what was written
   * @param known what may be written
   */
  static String hint(String found, Collection<String> known) {
    String nearest = "";
    int least = Math.max(1, found.length() / 3) + 1;
    for (String candidate : known) {
      int distance =
          editDistance(found.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "known are " + list(known) : "did you mean \"" + nearest + "\"?";
  }

  static String list(Collection<String> names) {
    List<String> quoted = new ArrayList<>();
    for (String name : names) {
      quoted.add("\"" + name + "\"");
    }
    return String.join(", ", quoted);
  }

  /** Levenshtein's distance: the least number of characters to insert, delete or replace. */
  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
