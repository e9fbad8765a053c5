package org.touchstone.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Players;

/**
 * The case that KernelSHAP is measured on: a logistic model of 30 features, 50 background rows,
 * 2,108 coalitions, as shap's {@code KernelExplainer} takes by default.
 */
final class KernelCase {

  static final int FEATURES = 30;
  static final int BACKGROUND_ROWS = 50;
  static final int COALITIONS = 2108;

  final LogisticRegression model;
  final double[] backgroundRows;
  final double[] row;

  KernelCase() {
    SplittableRandom random = new SplittableRandom(1);
    double[] coefficients = new double[FEATURES];
    Arrays.setAll(coefficients, i -> random.nextDouble() - 0.5);
    model = new LogisticRegression(coefficients, 0.1);
    backgroundRows = new double[BACKGROUND_ROWS * FEATURES];
    Arrays.setAll(backgroundRows, i -> random.nextDouble());
    row = new double[FEATURES];
    Arrays.setAll(row, i -> 0.5 + random.nextDouble());
  }

  KernelShap explainer(Classifier explained) {
    return new KernelShap(
        explained,
        Players.of(IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toList()),
        Background.of(backgroundRows, FEATURES),
        KernelShap.Options.DEFAULT.withBudget(COALITIONS));
  }
}
