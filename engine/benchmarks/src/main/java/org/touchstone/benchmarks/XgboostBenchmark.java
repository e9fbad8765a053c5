package org.touchstone.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.model.XgboostJson;

/**
 * Rows per second of a boosted ensemble that is read from XGBoost's JSON, against XGBoost itself on
 * the same file: one thread, batches of 4,096 rows. Set-up fails if a margin is not the same float.
 */
@Compared(
    value = "XGBoost JSON ensemble, rows per second, one thread, batches of 4,096",
    atLeast = 1)
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class XgboostBenchmark {

  private static final int BATCH = 4096;
  private static final int INPUTS = 61;

  /** XGBoost keeps the predictions of the 64 matrices that it saw last: more of them take turns. */
  private static final int MATRICES = 80;

  /**
   * The German Credit model as it is, or trees x depth, trained in the set-up on rows of which a
   * twentieth of the values is missing.
   */
  @Param({"german", "500x6", "100x10"})
  public String model;

  private final double[] rows = new double[BATCH * INPUTS];
  private final float[] floats = new float[BATCH * INPUTS];
  private final double[] out = new double[BATCH];
  private final DMatrix[] matrices = new DMatrix[MATRICES];
  private TreeEnsemble ensemble;
  private Booster booster;
  private int next;

  /** Draws the rows, loads the model twice, and compares the predictions. */
  @Setup
  public void load() throws IOException, XGBoostError {
    SplittableRandom random = new SplittableRandom(1);
    double[] columns = germanRows();
    for (int i = 0; i < rows.length; i++) {
      int row = random.nextInt(columns.length / INPUTS);
      boolean german = model.equals("german");
      double drawn = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
      double value = german ? columns[row * INPUTS + i % INPUTS] : drawn;
      floats[i] = (float) value;
      rows[i] = value;
    }
    for (int m = 0; m < MATRICES; m++) {
      matrices[m] = new DMatrix(floats, BATCH, INPUTS, Float.NaN);
    }
    Path file = Files.createTempFile("touchstone", ".json");
    try {
      if (model.equals("german")) {
        Files.write(file, resource("german_xgb.json"));
      } else {
        train(random).saveModel(file.toString());
      }
      booster = XGBoost.loadModel(file.toString());
      booster.setParam("nthread", 1);
      ensemble = new XgboostJson().load(ModelFile.read(file)).classifier();
    } finally {
      Files.delete(file);
    }
    requireTheSameMargins();
  }

  /** Releases the native memory. */
  @TearDown
  public void release() {
    for (DMatrix matrix : matrices) {
      matrix.dispose();
    }
    booster.dispose();
  }

  /** This project, from rows of doubles. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] touchstone() {
    ensemble.score(rows, BATCH, out);
    return out;
  }

  /** XGBoost at its best: the matrix is built beforehand. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float[][] xgboostPrebuiltMatrix() throws XGBoostError {
    next = (next + 1) % MATRICES;
    return booster.predict(matrices[next]);
  }

  /** XGBoost as it is called on new rows. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float[][] xgboostInplace() throws XGBoostError {
    return booster.inplace_predict(floats, BATCH, INPUTS, Float.NaN);
  }

  private Booster train(SplittableRandom random) throws XGBoostError {
    float[] labels = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      double signal = rows[i * INPUTS] + rows[i * INPUTS + 1] * rows[i * INPUTS + 2];
      labels[i] = signal + random.nextDouble() > 1.25 ? 1 : 0;
    }
    String[] size = model.split("x", -1);
    DMatrix training = new DMatrix(floats, BATCH, INPUTS, Float.NaN);
    training.setLabel(labels);
    Map<String, Object> parameters =
        Map.of(
            "objective",
            "binary:logistic",
            "max_depth",
            Integer.parseInt(size[1]),
            "min_child_weight",
            0.01,
            "eta",
            0.05,
            "base_score",
            0.3,
            "nthread",
            1,
            "seed",
            1);
    return XGBoost.train(training, parameters, Integer.parseInt(size[0]), Map.of(), null, null);
  }

  /** Margins, because the C library's {@code expf} decides on the last bit of a probability. */
  private void requireTheSameMargins() throws XGBoostError {
    float[][] expected = booster.predict(matrices[0], true);
    ensemble.margin(rows, BATCH, out);
    for (int i = 0; i < BATCH; i++) {
      if (expected[i][0] != (float) out[i]) {
        throw new IllegalStateException(
            "Row " + i + ": XGBoost's margin is " + expected[i][0] + ", this project's " + out[i]);
      }
    }
  }

  private static double[] germanRows() throws IOException {
    String[] lines =
        new String(resource("german_xgb.inputs.csv"), StandardCharsets.UTF_8).split("\n", -1);
    double[] values = new double[(lines.length - 2) * INPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(lines[1 + i / INPUTS].split(",", -1)[i % INPUTS].strip());
    }
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        XgboostBenchmark.class.getResourceAsStream("/org/touchstone/engine/model/" + name)) {
      if (in == null) {
        throw new IOException("Resource " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }
}
