package org.touchstone.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipResult;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;

/**
 * Prints on how many rows of overfit networks one start, and the search by default, end farther
 * from the row than the closest point that any of 550 other starts finds, by more than a millionth.
 * Labels are as they are, 30 % of them wrong, or all of them drawn, and the networks learn them by
 * heart. The first argument is the number of rows, 200 without it.
 */
public final class FlipSearchAccuracy {

  private static final double SAME = 1e-6;
  private static final int PIMA_ROWS = 500;
  private static final FlipSearch JUDGE = new FlipSearch(150, 400, 1, 77);

  private final PrintWriter out;
  private final int count;

  private FlipSearchAccuracy(PrintWriter out, int count) {
    this.out = out;
    this.count = count;
  }

  /** Runs; see the class for the argument. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    FlipSearchAccuracy table =
        new FlipSearchAccuracy(out, args.length > 0 ? Integer.parseInt(args[0]) : 200);
    out.println("| network | labels | learnt | one start | worst | by default | worst |");
    out.println("|---|---|---|---|---|---|---|");
    double[] pima = standardised(RuleCase.pima());
    double[] labels = positives(RuleCase.pima());
    for (Activation activation : List.of(Activation.ERF, Activation.TANH, Activation.RELU)) {
      table.print(pima, labels, 0, List.of(12, 8), activation, 400);
      table.print(pima, labels, 0.3, List.of(12, 8), activation, 400);
      table.print(pima, labels, 0.3, List.of(30, 30), activation, 200);
      table.print(pima, labels, 0.3, List.of(16, 12, 8, 8, 6, 6), activation, 300);
      SplittableRandom random = new SplittableRandom(61);
      double[] noise = random.doubles(500L * 61, -1.7, 1.7).toArray();
      double[] drawn = random.ints(500, 0, 2).asDoubleStream().toArray();
      table.print(noise, drawn, 0, List.of(13, 9, 6), activation, 150);
    }
  }

  private void print(
      double[] rows,
      double[] labels,
      double wrong,
      List<Integer> hidden,
      Activation activation,
      int epochs) {
    int width = rows.length / labels.length;
    SplittableRandom random = new SplittableRandom(1);
    double[] learnt = labels.clone();
    for (int i = 0; i < learnt.length; i++) {
      learnt[i] = random.nextDouble() < wrong ? 1 - learnt[i] : learnt[i];
    }
    Mlp network =
        MlpTraining.of(hidden, 1)
            .withActivation(activation)
            .withEpochs(epochs)
            .withLearningRate(0.01)
            .train(rows, width, learnt)
            .onStandardizedInputs();
    double[] scores = new double[learnt.length];
    network.score(rows, scores.length, scores);
    long right =
        IntStream.range(0, scores.length).filter(i -> scores[i] >= 0.5 == learnt[i] > 0.5).count();
    double[] one = distances(network, rows, width, FlipSearch.SINGLE);
    double[] usual = distances(network, rows, width, FlipSearch.THOROUGH);
    double[] judge = distances(network, rows, width, JUDGE);
    double[] best = new double[count];
    Arrays.setAll(best, i -> Math.min(judge[i], Math.min(one[i], usual[i])));
    out.printf(
        Locale.ROOT,
        "| %s, %d inputs, %s | %s | %.1f %% | %s | %s |%n",
        activation,
        width,
        hidden,
        width == 61 ? "drawn" : wrong == 0 ? "as they are" : "30 % wrong",
        100.0 * right / scores.length,
        missed(one, best),
        missed(usual, best));
  }

  private String missed(double[] distances, double[] best) {
    int missed = 0;
    double worst = 1;
    for (int i = 0; i < count; i++) {
      double ratio = distances[i] / best[i];
      missed += ratio > 1 + SAME ? 1 : 0;
      worst = Math.max(worst, ratio);
    }
    return String.format(
        Locale.ROOT, "%d of %d | %s", missed, count, missed == 0 ? "" : text(worst));
  }

  private static String text(double ratio) {
    return ratio > 1.001
        ? String.format(Locale.ROOT, "%.3f times", ratio)
        : String.format(Locale.ROOT, "1 + %.0e times", ratio - 1);
  }

  private double[] distances(Mlp network, double[] rows, int width, FlipSearch search) {
    List<String> names = IntStream.range(0, width).mapToObj(j -> "x" + j).toList();
    double[] ones = new double[width];
    Arrays.fill(ones, 1);
    FlipPoints.Builder builder = FlipPoints.of(network, names, ones).search(search);
    FlipPoints flips = builder.references(Dataset.of(builder.build().schema(), rows)).build();
    double[] distances = new double[count];
    for (int i = 0; i < count; i++) {
      FlipResult result = flips.closest(Arrays.copyOfRange(rows, i * width, (i + 1) * width));
      distances[i] = result.found() ? result.get().distance() : Double.POSITIVE_INFINITY;
    }
    return distances;
  }

  /** The first numbers of the table, minus their mean, over their standard deviation. */
  private static double[] standardised(Dataset table) {
    List<String> names =
        table.schema().names().stream().filter(name -> !name.equals(RuleCase.PIMA_LABEL)).toList();
    double[] rows = new double[PIMA_ROWS * names.size()];
    for (int j = 0; j < names.size(); j++) {
      double[] column = Arrays.copyOf(table.column(names.get(j)), PIMA_ROWS);
      double mean = Arrays.stream(column).average().orElseThrow();
      double squares = Arrays.stream(column).map(v -> (v - mean) * (v - mean)).sum();
      double deviation = Math.sqrt(squares / PIMA_ROWS);
      for (int i = 0; i < PIMA_ROWS; i++) {
        rows[i * names.size() + j] = (column[i] - mean) / deviation;
      }
    }
    return rows;
  }

  private static double[] positives(Dataset table) {
    int code =
        table.schema().feature(RuleCase.PIMA_LABEL).code(RuleCase.PIMA_POSITIVE).orElseThrow();
    double[] labels = Arrays.copyOf(table.column(RuleCase.PIMA_LABEL), PIMA_ROWS);
    Arrays.setAll(labels, i -> labels[i] == code ? 1 : 0);
    return labels;
  }
}
