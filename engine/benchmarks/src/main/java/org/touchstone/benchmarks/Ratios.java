package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and prints what the classes that are {@link Compared}, {@link Promised} or
 * have a {@link Budget} promise, and what was measured. Ends with exit code 1 if a promise does not
 * hold, so that it is a check.
 */
public final class Ratios {

  private Ratios() {}

  /**
   * Runs.
   *
   * @param args a regular expression of the benchmarks to run, or nothing for all
   */
  public static void main(String[] args) throws RunnerException, ClassNotFoundException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(args.length > 0 ? args[0] : ".*")
        .threads(1)
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true);
    Findings findings = Findings.of(new Runner(options.build()).run());
    print(findings.lines());
    System.exit(findings.lines().stream().allMatch(Findings.Line::holds) ? 0 : 1);
  }

  private static void print(List<Findings.Line> lines) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    String previous = "";
    for (Findings.Line line : lines) {
      if (!line.what().equals(previous)) {
        out.printf("%n%s%n", line.what());
        previous = line.what();
      }
      out.printf("  %s  %s%n", line.found(), line.holds() ? "PASS" : "FAIL");
      line.notes().forEach(note -> out.printf("      %s%n", note));
    }
    out.flush();
  }
}
