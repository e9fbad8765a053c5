package org.touchstone.junit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * The names of Touchstone's JUnit configuration parameters. Set them as system properties ({@code
 * mvn test -Dtouchstone.gate=report}), in {@code junit-platform.properties}, or in Surefire's
 * {@code configurationParameters}. A value that is not allowed is an error, never ignored, and so
 * is a name that differs from one of these by a slip.
 */
public final class Configuration {

  /**
   * {@value}: {@code enforce} (default) fails the test of a red KPI; {@code report} fails nothing:
   * what would fail is reported as aborted, with its verdict.
   */
  public static final String GATE = "touchstone.gate";

  /** {@value}: {@code abort} (default), {@code pass} or {@code fail} the test of an amber KPI. */
  public static final String AMBER = "touchstone.amber";

  /**
   * {@value}: {@code fail} or {@code abort} the test of a KPI with insufficient data; by default
   * what the profile says.
   */
  public static final String INSUFFICIENT = "touchstone.insufficient";

  /**
   * {@value}: runs only these KPIs: a comma-separated list of ids ({@code DI}), numbers ({@code
   * 1.2}, which includes 1.2.1) and tags ({@code fairness}). A term that fits no check of the
   * suites that are run is an error.
   */
  public static final String KPI = "touchstone.kpi";

  /** {@value}: {@code true} runs checks in parallel; {@code false} by default. */
  public static final String PARALLEL = "touchstone.parallel.enabled";

  /**
   * {@value}: prefix of the settings of JUnit's strategies for parallelism, for example {@code
   * touchstone.parallel.config.strategy=fixed} and {@code
   * touchstone.parallel.config.fixed.parallelism=4}.
   */
  public static final String PARALLEL_CONFIG_PREFIX = "touchstone.parallel.config.";

  /** {@value}: the folder of evidence files; {@code target/touchstone} by default. */
  public static final String OUTPUT = "touchstone.output";

  /**
   * {@value}: {@code auto} (default: where the console is a terminal and {@code NO_COLOR} is not
   * set), {@code always} or {@code never} colours the console table.
   */
  public static final String COLOR = "touchstone.color";

  private Configuration() {}

  /** What a verdict that is not green does to its test. */
  enum Effect {
    PASS,
    ABORT,
    FAIL
  }

  /** Whether failing verdicts fail the build. */
  enum Gate {
    ENFORCE,
    REPORT
  }

  /** Whether the console table is coloured. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }

  static boolean parallel(ConfigurationParameters parameters) {
    return parameters
        .get(PARALLEL, text -> parse(PARALLEL, text, List.of("true", "false"), Boolean::valueOf))
        .orElse(false);
  }

  static Gate gate(ConfigurationParameters parameters) {
    return parameters
        .get(GATE, text -> constant(GATE, text, List.of(Gate.values())))
        .orElse(Gate.ENFORCE);
  }

  static Effect amber(ConfigurationParameters parameters) {
    return parameters
        .get(AMBER, text -> constant(AMBER, text, List.of(Effect.values())))
        .orElse(Effect.ABORT);
  }

  static Optional<Effect> insufficient(ConfigurationParameters parameters) {
    return parameters.get(
        INSUFFICIENT, text -> constant(INSUFFICIENT, text, List.of(Effect.ABORT, Effect.FAIL)));
  }

  static Color color(ConfigurationParameters parameters) {
    return parameters
        .get(COLOR, text -> constant(COLOR, text, List.of(Color.values())))
        .orElse(Color.AUTO);
  }

  static Path output(ConfigurationParameters parameters) {
    return parameters.get(OUTPUT, Path::of).orElse(Path.of("target", "touchstone"));
  }

  /** The terms of {@link #KPI}; empty if every KPI runs. */
  static List<String> kpi(ConfigurationParameters parameters) {
    return parameters
        .get(KPI)
        .map(
            text -> {
              List<String> terms =
                  Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
              if (terms.contains("")) {
                throw new JUnitException(
                    KPI
                        + " is \""
                        + text
                        + "\" and has an empty term; name KPIs, as in AUC,2.1, or leave the"
                        + " parameter out to run all");
              }
              return terms;
            })
        .orElse(List.of());
  }

  private static <E extends Enum<E>> E constant(String name, String text, List<E> allowed) {
    List<String> words =
        allowed.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    return parse(name, text, words, word -> allowed.get(words.indexOf(word)));
  }

  private static <T> T parse(
      String name, String text, List<String> words, Function<String, T> parser) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (!words.contains(word)) {
      throw new JUnitException(
          name + " is \"" + text + "\"; it is one of " + String.join(", ", words));
    }
    return parser.apply(word);
  }
}
