package org.touchstone.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.ChangeFrequency;
import org.touchstone.engine.flip.FlipAudit;
import org.touchstone.engine.flip.FlipDirections;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;
import org.touchstone.engine.run.Execution;

/**
 * Audits every test row of the two large networks of Yousefzadeh and O'Leary (Sections 5.2 and 5.3,
 * Table C1): Credit, 28 inputs and 5 hidden layers, and Adult, 88 inputs and 6. Prints the time of
 * the audit on two threads, and its ratio to that of training one epoch on one thread.
 *
 * <p>Arguments: {@code adult|credit <CSV file> [single|brief|thorough] [most rows]}.
 */
public final class FlipPaperAudit {

  private static final int EPOCHS = 10;

  private FlipPaperAudit() {}

  /** Runs; see the class for the arguments. */
  public static void main(String[] args) {
    // This is a program whose output is its result.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Path file = Path.of(args[1]);
    FlipPaperData data =
        args[0].equals("adult") ? FlipPaperData.adult(file) : FlipPaperData.credit(file);
    FlipSearch search =
        switch (args.length > 2 ? args[2] : "brief") {
          case "single" -> FlipSearch.SINGLE;
          case "brief" -> FlipSearch.BRIEF;
          case "thorough" -> FlipSearch.THOROUGH;
          default -> throw new IllegalArgumentException("No search \"" + args[2] + "\"");
        };
    int most = args.length > 3 ? Integer.parseInt(args[3]) : Integer.MAX_VALUE;
    int count = Math.min(most, data.test().rowCount());
    Dataset test = data.test().select(IntStream.range(0, count).toArray());
    run(out, data, test, search);
  }

  private static void run(PrintWriter out, FlipPaperData data, Dataset test, FlipSearch search) {
    MlpTraining training = MlpTraining.of(data.hidden(), 1).withWeightDecay(0.01);
    int width = data.encoder().inputWidth();
    double[] inputs = data.inputs(data.training());
    double[] labels = data.labels(data.training());
    training.withEpochs(1).train(inputs, width, labels);
    Watch watch = new Watch();
    Mlp network = training.withEpochs(EPOCHS).train(inputs, width, labels);
    watch.stop();
    double epoch = watch.clock / EPOCHS;
    double epochCpu = watch.cpu / EPOCHS;
    EncodedClassifier model = EncodedClassifier.of(data.encoder(), network);
    FlipPoints flips = data.finder(model, search);

    boolean[] positives = new boolean[test.rowCount()];
    double[] ofTest = data.labels(test);
    for (int i = 0; i < positives.length; i++) {
      positives[i] = ofTest[i] == 1;
    }
    watch = new Watch();
    FlipAudit audit = FlipAudit.of(flips, test, positives, Execution.on(2));
    FlipDirections directions = audit.directions(FlipAudit.Part.ALL);
    List<String> order = directions.pivotedQr().order();
    double first = directions.principalComponents().explained(0);
    watch.stop();

    out.printf(
        Locale.ROOT,
        "%d inputs, hidden layers %s, %d training rows, %d test rows, accuracy %.4f%n",
        width,
        data.hidden(),
        data.training().rowCount(),
        test.rowCount(),
        1 - audit.rows(FlipAudit.Part.WRONG).length / (double) test.rowCount());
    out.printf(
        Locale.ROOT,
        "closest flip points of %d rows found, %d have none within the bounds; %s%n",
        audit.points(FlipAudit.Part.ALL).size(),
        test.rowCount() - audit.points(FlipAudit.Part.ALL).size(),
        search);
    out.printf(
        Locale.ROOT,
        "audit on 2 threads: %.1f s on the clock, %.1f s of the processor (%.2f ms a row)%n",
        watch.clock,
        watch.cpu,
        1000 * watch.cpu / test.rowCount());
    out.printf(
        Locale.ROOT,
        "one epoch on one thread: %.2f s on the clock, %.2f s of the processor; the audit takes %.1f"
            + " and %.1f times as long%n",
        epoch,
        epochCpu,
        watch.clock / epoch,
        watch.cpu / epochCpu);
    out.printf(
        Locale.ROOT,
        "most influential %s; first component %.1f %% of the variance%n",
        order.subList(0, 5),
        100 * first);
    out.println(
        audit.frequencies(FlipAudit.Part.ALL).stream()
            .limit(5)
            .map(FlipPaperAudit::text)
            .collect(Collectors.joining(", ", "most often changed: ", "")));
  }

  private static String text(ChangeFrequency frequency) {
    return String.format(Locale.ROOT, "%s %.1f %%", frequency.feature(), 100 * frequency.share());
  }

  /** Seconds on the clock and of the processor, of all threads. */
  private static final class Watch {

    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long started = System.nanoTime();
    private final long used = SYSTEM.getProcessCpuTime();
    private double clock;
    private double cpu;

    void stop() {
      clock = (System.nanoTime() - started) / 1e9;
      cpu = (SYSTEM.getProcessCpuTime() - used) / 1e9;
    }
  }
}
