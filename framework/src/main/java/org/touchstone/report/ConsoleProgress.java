package org.touchstone.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.touchstone.engine.run.RunMonitor;

/**
 * Prints how far work is that takes more than a few seconds, with its rate and the time left: every
 * {@value #INTERVAL_SECONDS} seconds, the first time after {@value #INTERVAL_SECONDS} seconds.
 */
final class ConsoleProgress implements RunMonitor {

  private static final long INTERVAL_SECONDS = 3;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private String task = "";
  private long started;
  private long printed;

  ConsoleProgress(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void progress(String name, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!name.equals(task)) {
      task = name;
      started = now;
      printed = now;
      return;
    }
    if (now - printed < INTERVAL_SECONDS * NANOS || done <= 0) {
      return;
    }
    printed = now;
    double rate = done / ((now - started) / NANOS);
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %.0f %%, %s per second, %s left",
            name,
            100.0 * done / total,
            rate >= 10
                ? String.format(Locale.ROOT, "%.0f", rate)
                : String.format(Locale.ROOT, "%.2g", rate),
            duration((total - done) / rate)));
    out.flush();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}
