package org.touchstone.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.ModelException;

/** Trains XGBoost on readable rows, levels one-hot, for comparisons. */
final class XgboostTrees implements Classifier {

  private static final int[] DEPTHS = {2, 3, 4, 6};
  private static final int[] ROUNDS = {30, 60, 120, 240};
  private static final int FOLDS = 5;

  private final Booster booster;
  private final List<Feature> features;
  private final int label;

  private XgboostTrees(Booster booster, List<Feature> features, int label) {
    this.booster = booster;
    this.features = features;
    this.label = label;
  }

  /** Trains with the depth and the rounds of the best mean area over 5 folds, eta 0.1. */
  static XgboostTrees select(Dataset training, String label, String positive, long seed)
      throws XGBoostError {
    int[] fold = new int[training.rowCount()];
    SplittableRandom random = new SplittableRandom(seed);
    Arrays.setAll(fold, row -> random.nextInt(FOLDS));
    double best = 0;
    int depth = 0;
    int rounds = 0;
    for (int d : DEPTHS) {
      for (int r : ROUNDS) {
        double mean = 0;
        for (int f = 0; f < FOLDS; f++) {
          int[] held = rows(fold, f);
          Dataset rest = training.select(RuleCase.others(fold.length, held));
          XgboostTrees model = train(rest, label, positive, d, r);
          mean += RuleListAccuracy.area(model, training.select(held), label, positive) / FOLDS;
        }
        if (mean > best) {
          best = mean;
          depth = d;
          rounds = r;
        }
      }
    }
    return train(training, label, positive, depth, rounds);
  }

  private static int[] rows(int[] fold, int wanted) {
    return java.util.stream.IntStream.range(0, fold.length)
        .filter(row -> fold[row] == wanted)
        .toArray();
  }

  private static XgboostTrees train(
      Dataset data, String label, String positive, int depth, int rounds) throws XGBoostError {
    List<Feature> features = data.schema().features();
    int column = data.schema().indexOf(label);
    int code = features.get(column).code(positive).orElseThrow();
    double[] rows = new double[data.rowCount() * features.size()];
    data.copyRows(0, data.rowCount(), rows);
    float[] labels = new float[data.rowCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.value(i, column) == code ? 1 : 0;
    }
    DMatrix matrix = matrix(rows, labels.length, features, column);
    matrix.setLabel(labels);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("eta", 0.1);
    parameters.put("max_depth", depth);
    parameters.put("seed", 0);
    parameters.put("nthread", 2);
    parameters.put("verbosity", 0);
    parameters.put("tree_method", "hist");
    Booster booster = XGBoost.train(matrix, parameters, rounds, new LinkedHashMap<>(), null, null);
    matrix.dispose();
    return new XgboostTrees(booster, features, column);
  }

  private static DMatrix matrix(double[] rows, int count, List<Feature> features, int label)
      throws XGBoostError {
    int width = 0;
    for (int c = 0; c < features.size(); c++) {
      width += c == label ? 0 : Math.max(1, features.get(c).levels().size());
    }
    float[] inputs = new float[count * width];
    for (int row = 0, at = 0; row < count; row++) {
      for (int c = 0; c < features.size(); c++) {
        int levels = features.get(c).levels().size();
        double value = rows[row * features.size() + c];
        if (c == label) {
          continue;
        }
        if (levels == 0) {
          inputs[at] = (float) value;
        } else if (!Double.isNaN(value)) {
          inputs[at + (int) value] = 1;
        }
        at += Math.max(1, levels);
      }
    }
    return new DMatrix(inputs, count, width, Float.NaN);
  }

  @Override
  public int inputWidth() {
    return features.size();
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    try {
      DMatrix matrix = matrix(rows, count, features, label);
      float[][] found = booster.predict(matrix);
      for (int i = 0; i < count; i++) {
        out[i] = found[i][0];
      }
      matrix.dispose();
    } catch (XGBoostError e) {
      throw new ModelException("XGBoost cannot score: " + e.getMessage(), e);
    }
  }
}
