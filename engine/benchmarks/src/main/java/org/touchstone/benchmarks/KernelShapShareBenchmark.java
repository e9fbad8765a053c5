package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.KernelShap;

/**
 * What KernelSHAP adds to the model's own work: an explanation against scoring the rows that it has
 * scored, in the same batches, prepared beforehand. Of the batches every sixteenth is kept and
 * scored as often as those it stands for: all of them would not fit into the cache, as they do in
 * an explanation.
 */
@Compared(
    value = "KernelSHAP against its model evaluations alone; 0.8 is 1.25 times their time",
    atLeast = 0.8)
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelShapShareBenchmark {

  private static final int KEPT = 16;

  private final KernelCase kernelCase = new KernelCase();
  private final KernelShap explainer = kernelCase.explainer(kernelCase.model);
  private final List<double[]> batches = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final double[] out;

  /** Records the batches of one explanation. */
  public KernelShapShareBenchmark() {
    KernelShap recorded = kernelCase.explainer(new Recorder());
    batches.clear();
    counts.clear();
    recorded.explain(kernelCase.row);
    out = new double[counts.stream().mapToInt(Integer::intValue).max().orElseThrow()];
  }

  /** One explanation. */
  @Benchmark
  public Attribution touchstone() {
    return explainer.explain(kernelCase.row);
  }

  /** The model's work in one explanation. */
  @Benchmark
  public double modelAlone() {
    double sum = 0;
    for (int call = 0; call < counts.size(); call++) {
      double[] batch = batches.get(call / KEPT);
      int count = Math.min(counts.get(call), batch.length / KernelCase.FEATURES);
      kernelCase.model.score(batch, count, out);
      sum += out[0];
    }
    return sum;
  }

  private final class Recorder implements Classifier {
    @Override
    public int inputWidth() {
      return KernelCase.FEATURES;
    }

    @Override
    public void score(double[] rows, int count, double[] scores) {
      kernelCase.model.score(rows, count, scores);
      if (counts.size() % KEPT == 0) {
        batches.add(Arrays.copyOf(rows, count * KernelCase.FEATURES));
      }
      counts.add(count);
    }
  }
}
