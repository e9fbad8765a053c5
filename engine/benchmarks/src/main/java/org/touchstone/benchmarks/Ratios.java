package org.touchstone.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and prints the ratios of the classes that are {@link Compared}. Ends with
 * exit code 1 if a ratio is below what is promised, so that the promise is a check.
 */
public final class Ratios {

  private static final String OURS = "touchstone";

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
        .forks(1)
        .threads(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(5)
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(true);
    List<Ratio> ratios = ratios(new Runner(options.build()).run());
    print(ratios);
    System.exit(ratios.stream().allMatch(Ratio::holds) ? 0 : 1);
  }

  /** One line of the table. */
  record Ratio(String what, String parameters, String reference, double ratio, double atLeast) {
    boolean holds() {
      return ratio >= atLeast;
    }
  }

  private static List<Ratio> ratios(Collection<RunResult> results) throws ClassNotFoundException {
    Map<String, Map<String, RunResult>> groups = new TreeMap<>();
    for (RunResult result : results) {
      String group = className(result) + " " + parameters(result);
      groups
          .computeIfAbsent(group, name -> new TreeMap<>())
          .put(result.getPrimaryResult().getLabel(), result);
    }
    List<Ratio> ratios = new ArrayList<>();
    for (Map<String, RunResult> group : groups.values()) {
      RunResult ours = group.get(OURS);
      if (ours == null) {
        continue;
      }
      Compared compared = Class.forName(className(ours)).getAnnotation(Compared.class);
      if (compared == null) {
        continue;
      }
      for (Map.Entry<String, RunResult> other : group.entrySet()) {
        if (!other.getKey().equals(OURS)) {
          ratios.add(
              new Ratio(
                  compared.value(),
                  parameters(ours),
                  other.getKey(),
                  speed(ours) / speed(other.getValue()),
                  compared.atLeast()));
        }
      }
    }
    return ratios;
  }

  private static double speed(RunResult result) {
    double score = result.getPrimaryResult().getScore();
    return result.getParams().getMode() == Mode.Throughput ? score : 1 / score;
  }

  private static String className(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  private static String parameters(RunResult result) {
    StringBuilder text = new StringBuilder();
    for (String key : result.getParams().getParamsKeys()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(key)
          .append('=')
          .append(result.getParams().getParam(key));
    }
    return text.toString();
  }

  private static void print(List<Ratio> ratios) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    String previous = "";
    for (Ratio ratio : ratios) {
      if (!ratio.what().equals(previous)) {
        out.printf("%n%s%n", ratio.what());
        previous = ratio.what();
      }
      out.printf(
          "  %-24s against %-24s %8.2f times as fast   (promised: %.2f)  %s%n",
          ratio.parameters(),
          ratio.reference(),
          ratio.ratio(),
          ratio.atLeast(),
          ratio.holds() ? "holds" : "DOES NOT HOLD");
    }
    out.flush();
  }
}
