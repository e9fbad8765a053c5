package org.touchstone.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
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
          default -> isColorTerminal(System.getenv(), System.console() != null);
        };
    return new ConsoleReporter(System.out, coloured);
  }

  /** Whether colours are shown and wanted; see no-color.org. */
  static boolean isColorTerminal(Map<String, String> environment, boolean terminal) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
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
