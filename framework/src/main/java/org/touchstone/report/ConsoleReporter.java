package org.touchstone.report;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.run.RunMonitor;

/** Prints the summary of a run and the progress of long work. The only place that prints. */
final class ConsoleReporter {

  private final PrintStream out;
  private final boolean color;

  ConsoleReporter(PrintStream out, boolean color) {
    this.out = out;
    this.color = color;
  }

  /**
   * A reporter to standard output.
   *
   * @param color {@code auto}, {@code always} or {@code never}
   */
  @SuppressWarnings("SystemOut") // This is the console reporter.
  static ConsoleReporter of(String color) {
    boolean coloured =
        switch (color) {
          case "always" -> true;
          case "never" -> false;
          default -> isColorTerminal(System.getenv(), isTerminal(System.console()));
        };
    return new ConsoleReporter(System.out, coloured);
  }

  /** Whether colours are shown and wanted; see no-color.org. */
  static boolean isColorTerminal(Map<String, String> environment, boolean terminal) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** From JDK 22 on there is a console also where there is no terminal, and it says so. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  RunMonitor progress() {
    return new ConsoleProgress(out, System::nanoTime);
  }

  /** One print for the whole table, so that runs in parallel do not mix their lines. */
  void summary(SuiteReport report, List<String> written, List<ReportException> failures) {
    out.print(new SummaryText(report, written, failures, color));
    out.flush();
  }
}
