package org.touchstone.junit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * Finds slips in the names of configuration parameters. A parameter that is misspelt would be
 * ignored: {@code touchstone.ambers=fail} would let amber pass. Names that resemble none, such as a
 * build's own properties, are not looked at.
 */
final class ParameterNames {

  private static final String PREFIX = "touchstone.";
  private static final int MOST_EDITS = 2;
  private static final List<String> KNOWN =
      List.of(
          Configuration.GATE,
          Configuration.AMBER,
          Configuration.INSUFFICIENT,
          Configuration.KPI,
          Configuration.PARALLEL,
          Configuration.OUTPUT,
          Configuration.COLOR);

  private ParameterNames() {}

  /**
   * Refuses names that are one of ours but for a slip.
   *
   * @throws JUnitException that names the parameter and the one that was meant
   */
  static void requireNoSlip(ConfigurationParameters parameters) {
    for (String name : new TreeSet<>(parameters.keySet())) {
      if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)
          && !KNOWN.contains(name)
          && !name.startsWith(Configuration.PARALLEL_CONFIG_PREFIX)) {
        Optional<String> meant = KNOWN.stream().filter(known -> resembles(name, known)).findFirst();
        if (meant.isPresent()) {
          throw new JUnitException(
              "There is no configuration parameter " + name + "; write " + meant.get());
        }
      }
    }
  }

  private static boolean resembles(String name, String known) {
    String lower = name.toLowerCase(Locale.ROOT);
    return known.startsWith(lower + ".") || edits(lower, known) <= MOST_EDITS;
  }

  /** Levenshtein distance: single letters inserted, deleted or replaced. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
