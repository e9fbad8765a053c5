package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.kie.kogito.explainability.local.shap.ShapConfig;
import org.kie.kogito.explainability.local.shap.ShapKernelExplainer;
import org.kie.kogito.explainability.local.shap.ShapResults;
import org.kie.kogito.explainability.model.Feature;
import org.kie.kogito.explainability.model.FeatureFactory;
import org.kie.kogito.explainability.model.FeatureImportance;
import org.kie.kogito.explainability.model.Output;
import org.kie.kogito.explainability.model.PerturbationContext;
import org.kie.kogito.explainability.model.Prediction;
import org.kie.kogito.explainability.model.PredictionInput;
import org.kie.kogito.explainability.model.PredictionOutput;
import org.kie.kogito.explainability.model.SimplePrediction;
import org.kie.kogito.explainability.model.Type;
import org.kie.kogito.explainability.model.Value;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.KernelShap;

/**
 * KernelSHAP explanations a second against TrustyAI's, on the same model, background and number of
 * coalitions, without L1 selection in either. Set-up fails if the two do not agree on what they
 * attribute.
 */
@Compared(
    value = "KernelSHAP, 30 features, 50 background rows, 2108 coalitions, against TrustyAI",
    atLeast = 50)
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KernelShapPeerBenchmark {

  /** The two draw different coalitions: their errors are below this on this model. */
  private static final double AGREEMENT = 0.005;

  private final KernelCase kernelCase = new KernelCase();
  private final KernelShap explainer = kernelCase.explainer(kernelCase.model);
  private final ShapKernelExplainer peer = peer();
  private final Prediction prediction = prediction();

  /** Compares the attributions. */
  @Setup
  public void requireAgreement() throws ExecutionException, InterruptedException {
    Attribution ours = touchstone();
    List<FeatureImportance> theirs = trustyAi().getSaliencies()[0].getPerFeatureImportance();
    for (int i = 0; i < KernelCase.FEATURES; i++) {
      double gap = Math.abs(ours.value(i) - theirs.get(i).getScore());
      if (!(gap <= AGREEMENT)) {
        throw new IllegalStateException(
            "Feature "
                + i
                + ": TrustyAI gives "
                + theirs.get(i).getScore()
                + ", this project "
                + ours.value(i));
      }
    }
  }

  /** This project. */
  @Benchmark
  public Attribution touchstone() {
    return explainer.explain(kernelCase.row);
  }

  /** TrustyAI's explainer, on the calling thread. */
  @Benchmark
  public ShapResults trustyAi() throws ExecutionException, InterruptedException {
    return peer.explainAsync(prediction, this::predict).get();
  }

  private ShapKernelExplainer peer() {
    List<PredictionInput> background = new ArrayList<>();
    for (int b = 0; b < KernelCase.BACKGROUND_ROWS; b++) {
      background.add(input(kernelCase.backgroundRows, b));
    }
    return new ShapKernelExplainer(
        ShapConfig.builder()
            .withLink(ShapConfig.LinkType.IDENTITY)
            .withBackground(background)
            .withPC(new PerturbationContext(new Random(1), 0))
            .withExecutor(Runnable::run)
            .withNSamples(KernelCase.COALITIONS)
            .withRegularizer(ShapConfig.RegularizerType.NONE)
            .build());
  }

  private Prediction prediction() {
    PredictionInput input = input(kernelCase.row, 0);
    return new SimplePrediction(input, predict(List.of(input)).join().get(0));
  }

  private static PredictionInput input(double[] rows, int row) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < KernelCase.FEATURES; i++) {
      features.add(
          FeatureFactory.newNumericalFeature("x" + i, rows[row * KernelCase.FEATURES + i]));
    }
    return new PredictionInput(features);
  }

  private CompletableFuture<List<PredictionOutput>> predict(List<PredictionInput> inputs) {
    double[] rows = new double[inputs.size() * KernelCase.FEATURES];
    int at = 0;
    for (PredictionInput input : inputs) {
      for (Feature feature : input.getFeatures()) {
        rows[at++] = feature.getValue().asNumber();
      }
    }
    double[] scores = new double[inputs.size()];
    kernelCase.model.score(rows, scores.length, scores);
    List<PredictionOutput> outputs = new ArrayList<>();
    for (double score : scores) {
      outputs.add(new PredictionOutput(List.of(new Output("p", Type.NUMBER, new Value(score), 1))));
    }
    return CompletableFuture.completedFuture(outputs);
  }
}
