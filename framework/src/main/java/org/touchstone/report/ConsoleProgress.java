package org.touchstone.report;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.touchstone.engine.run.RunMonitor;

/**
 * Prints how far work is that takes more than a few seconds, with its rate and the time left: every
 * {@value #INTERVAL_SECONDS} seconds, the first time after {@value #INTERVAL_SECONDS} seconds.
 * Several tasks may be under way at once; each has its own clock.
 */
final class ConsoleProgress implements RunMonitor {

  private static final long INTERVAL_SECONDS = 3;
  private static final double NANOS = 1e9;
  private static final int MINUTE = 60;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final Map<String, Task> tasks = new HashMap<>();

  ConsoleProgress(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  /** Where a task was when it was first heard of, and when it was last printed. */
  private record Task(long firstDone, long started, long printed) {
    Task printedAt(long now) {
      return new Task(firstDone, started, now);
    }
  }

  @Override
  public synchronized void progress(String name, long done, long total) {
    long now = nanoTime.getAsLong();
    Task task = tasks.computeIfAbsent(name, absent -> new Task(done, now, now));
    if (done >= total) {
      tasks.remove(name);
      return;
    }
    if (now - task.printed() < INTERVAL_SECONDS * NANOS || done <= task.firstDone()) {
      return;
    }
    tasks.put(name, task.printedAt(now));
    double rate = (done - task.firstDone()) / ((now - task.started()) / NANOS);
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %d %%, %s per second, %s left",
            name,
            (long) Math.floor(100.0 * done / total),
            String.format(Locale.ROOT, rate >= 10 ? "%.0f" : "%.2g", rate),
            duration((total - done) / rate)));
    out.flush();
  }

  private static String duration(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < MINUTE ? whole + " s" : whole / MINUTE + " min " + whole % MINUTE + " s";
  }
}
