package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What the benchmarks found, against what is promised.
 *
 * @param lines one for each comparison and each budget
 */
record Findings(List<Line> lines) {

  private static final String OURS = "touchstone";
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String CLOCK = "clock";
  private static final int MEDIAN = 50;

  /**
   * One promise.
   *
   * @param what what is promised
   * @param found what was measured
   * @param holds whether the promise holds
   * @param notes what else was measured
   */
  record Line(String what, String found, boolean holds, List<String> notes) {}

  static Findings of(Collection<RunResult> results) throws ClassNotFoundException {
    Map<String, List<RunResult>> byClass = new TreeMap<>();
    for (RunResult result : results) {
      byClass.computeIfAbsent(className(result), name -> new ArrayList<>()).add(result);
    }
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, List<RunResult>> entry : byClass.entrySet()) {
      Class<?> type = Class.forName(entry.getKey());
      Compared compared = type.getAnnotation(Compared.class);
      Budget budget = type.getAnnotation(Budget.class);
      if (budget != null) {
        requireCounters(budget, entry.getValue());
      }
      for (RunResult ours : entry.getValue()) {
        if (!label(ours).equals(OURS)) {
          continue;
        }
        if (compared != null) {
          compare(compared, ours, entry.getValue(), lines);
        }
        if (budget != null) {
          limit(budget, ours, entry.getValue(), lines);
        }
        for (Promised promised : type.getAnnotationsByType(Promised.class)) {
          lines.add(promise(promised, ours));
        }
      }
    }
    return new Findings(List.copyOf(lines));
  }

  private static void compare(
      Compared compared, RunResult ours, List<RunResult> all, List<Line> lines) {
    for (RunResult other : all) {
      if (label(other).equals(OURS) || !parameters(other).equals(parameters(ours))) {
        continue;
      }
      double ratio = speed(ours) / speed(other);
      Result<?> allocated = ours.getSecondaryResults().get(ALLOCATED);
      lines.add(
          new Line(
              compared.value(),
              text(
                  "%-24s against %-24s %8.2f times as fast   (promised: at least %.2f)",
                  parameters(ours), label(other), ratio, compared.atLeast()),
              ratio >= compared.atLeast(),
              allocated == null
                  ? List.of()
                  : List.of(text("allocates %.1f bytes per row", allocated.getScore()))));
    }
  }

  private static void limit(Budget budget, RunResult ours, List<RunResult> all, List<Line> lines) {
    Map<String, Double> parts = partsOfOne(budget, ours, all);
    if (parts.isEmpty()) {
      return;
    }
    String judged = budget.part().isEmpty() ? CLOCK : budget.part();
    double found = parts.getOrDefault(judged, Double.NaN);
    List<String> notes = new ArrayList<>();
    parts.forEach(
        (name, value) -> {
          if (!name.equals(judged)) {
            notes.add(note(budget, name, name, value));
          }
        });
    for (RunResult other : all) {
      if (!label(other).equals(OURS) && parameters(other).equals(parameters(ours))) {
        partsOfOne(budget, other, all)
            .forEach(
                (name, value) -> notes.add(note(budget, name, label(other) + ", " + name, value)));
      }
    }
    String key = budget.per().isEmpty() ? "" : budget.per() + "s";
    lines.add(
        new Line(
            budget.value(),
            text(
                "%-16s %s %8.1f %s   (promised: at most %.0f)",
                parametersBut(ours, key), judged, found, unit(budget), budget.atMost()),
            found <= budget.atMost(),
            notes));
  }

  private static Line promise(Promised promised, RunResult ours) {
    Result<?> counter = ours.getSecondaryResults().get(promised.counter());
    double found = counter == null ? Double.NaN : counter.getStatistics().getPercentile(MEDIAN);
    String limit =
        promised.atLeast() > Double.NEGATIVE_INFINITY
            ? text("at least %.2f", promised.atLeast())
            : text("at most %.2f", promised.atMost());
    return new Line(
        promised.value(),
        text("%-16s %s %8.2f   (promised: %s)", parameters(ours), promised.counter(), found, limit),
        found >= promised.atLeast() && found <= promised.atMost(),
        List.of());
  }

  private static String note(Budget budget, String counter, String what, double value) {
    return isCount(budget, counter)
        ? text("%s: %.2f%s", what, value, per(budget))
        : text("%s: %.2f %s", what, value, unit(budget));
  }

  /**
   * The times and counts of one call, or of one step of the parameter that the budget is per; empty
   * if the result is not the one with fewest steps.
   */
  private static Map<String, Double> partsOfOne(
      Budget budget, RunResult result, List<RunResult> all) {
    Map<String, Double> parts = new TreeMap<>();
    double perMilli = budget.unit().convert(1, TimeUnit.DAYS) / (double) TimeUnit.DAYS.toMillis(1);
    if (budget.per().isEmpty()) {
      parts(result)
          .forEach((name, part) -> parts.put(name, isCount(budget, name) ? part : part * perMilli));
      return parts;
    }
    String key = budget.per() + "s";
    for (RunResult more : all) {
      double steps = number(more, key) - number(result, key);
      if (steps > 0
          && label(more).equals(label(result))
          && parametersBut(more, key).equals(parametersBut(result, key))) {
        Map<String, Double> before = parts(result);
        parts(more)
            .forEach(
                (name, part) -> {
                  double rise = part - before.getOrDefault(name, Double.NaN);
                  parts.put(name, rise * (isCount(budget, name) ? 1 : perMilli) / steps);
                });
      }
    }
    return parts;
  }

  private static String unit(Budget budget) {
    String unit =
        switch (budget.unit()) {
          case MICROSECONDS -> "us";
          case MILLISECONDS -> "ms";
          case SECONDS -> "s";
          default -> budget.unit().toString();
        };
    return unit + per(budget);
  }

  private static String per(Budget budget) {
    return budget.per().isEmpty() ? "" : " per " + budget.per();
  }

  private static void requireCounters(Budget budget, List<RunResult> results) {
    for (String counter : budget.counts()) {
      if (results.stream().noneMatch(r -> r.getSecondaryResults().containsKey(counter))) {
        throw new IllegalArgumentException(
            "@Budget names the count \"" + counter + "\", which no method of the class sets");
      }
    }
  }

  private static boolean isCount(Budget budget, String counter) {
    return List.of(budget.counts()).contains(counter);
  }

  /**
   * What was measured of a call by name, medians over the forks: the clock and its parts in
   * milliseconds, and counts.
   */
  private static Map<String, Double> parts(RunResult result) {
    Map<String, Double> parts = new TreeMap<>();
    double perNano = 1.0 / TimeUnit.MILLISECONDS.toNanos(1);
    long unit = result.getParams().getTimeUnit().toNanos(1);
    parts.put(
        CLOCK, result.getPrimaryResult().getStatistics().getPercentile(MEDIAN) * unit * perNano);
    result
        .getSecondaryResults()
        .forEach(
            (name, part) -> {
              if (!name.startsWith("gc.")) {
                parts.put(name, part.getStatistics().getPercentile(MEDIAN));
              }
            });
    return parts;
  }

  private static double speed(RunResult result) {
    double score = result.getPrimaryResult().getStatistics().getPercentile(MEDIAN);
    return result.getParams().getMode() == Mode.Throughput ? score : 1 / score;
  }

  private static String label(RunResult result) {
    return result.getPrimaryResult().getLabel();
  }

  private static String className(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  private static double number(RunResult result, String key) {
    return Double.parseDouble(result.getParams().getParam(key));
  }

  private static String parameters(RunResult result) {
    return parametersBut(result, "");
  }

  private static String parametersBut(RunResult result, String left) {
    List<String> parts = new ArrayList<>();
    for (String key : result.getParams().getParamsKeys()) {
      if (!key.equals(left)) {
        parts.add(key + "=" + result.getParams().getParam(key));
      }
    }
    return String.join(", ", parts);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
