package org.touchstone.engine.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the errors of this package quote values, list what is allowed and suggest what was meant. */
final class Wording {

  private static final int LONGEST_VALUE = 60;
  private static final int LONGEST_LIST = 20;

  private Wording() {}

  /** The text in quotes, control characters escaped, cut after 60 characters. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    int length = Math.min(text.length(), LONGEST_VALUE);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(text.length() > length ? "..." : "").append('"').toString();
  }

  /** The texts in quotes, separated by commas; after 20 only how many more there are. */
  static String list(Collection<String> texts) {
    String shown =
        texts.stream().limit(LONGEST_LIST).map(Wording::quote).collect(Collectors.joining(", "));
    int more = texts.size() - LONGEST_LIST;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /** {@code "; did you mean X?"} for the candidate that is nearest to the text, or nothing. */
  static String suggestion(String text, Collection<String> candidates) {
    String nearest = "";
    int best = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = editDistance(plain(text), plain(candidate));
      // More than a third of the letters changed is another word, not a slip.
      if (distance < best && distance * 3 <= Math.max(text.length(), candidate.length())) {
        best = distance;
        nearest = candidate;
      }
    }
    return best == Integer.MAX_VALUE ? "" : "; did you mean " + quote(nearest) + "?";
  }

  /** A number without a trailing ".0". */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** "1 row", "2 rows". */
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The names in quotes with their noun: {@code column "a"}, {@code columns "a", "b"}. */
  static String named(String noun, List<String> names) {
    return noun + (names.size() == 1 ? " " : "s ") + list(names);
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** Levenshtein's distance: how many letters to insert, delete or replace. */
  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
