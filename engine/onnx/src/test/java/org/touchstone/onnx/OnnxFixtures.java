package org.touchstone.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.touchstone.onnx.OnnxWriter.FLOAT;
import static org.touchstone.onnx.OnnxWriter.integers;
import static org.touchstone.onnx.OnnxWriter.numbers;
import static org.touchstone.onnx.OnnxWriter.text;
import static org.touchstone.onnx.OnnxWriter.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.touchstone.engine.model.Classifier;

/** Models and rows of the tests. */
final class OnnxFixtures {

  private OnnxFixtures() {}

  /** A file of the reference data that is not part of the project; skips the test without it. */
  static Path shared(String name) {
    Path file = Path.of(System.getProperty("touchstone.shared", "shared")).resolve(name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }

  /** Columns {@code from} to {@code to} of a CSV file of numbers behind its header. */
  static double[] columns(Path file, int from, int to) {
    try {
      List<String> lines = Files.readAllLines(file);
      double[] values = new double[(lines.size() - 1) * (to - from)];
      int at = 0;
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",");
        for (int j = from; j < to; j++) {
          values[at++] = Double.parseDouble(fields[j]);
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] score(Classifier model, double[] rows) {
    double[] out = new double[rows.length / model.inputWidth()];
    model.score(rows, out.length, out);
    return out;
  }

  static double[] randomRows(long seed, int count, double from, double to) {
    return new SplittableRandom(seed).doubles(count, from, to).toArray();
  }

  /** 3 inputs, 4 hidden units, one output; the activation between them. */
  static OnnxWriter network(String activation, int type) {
    SplittableRandom random = new SplittableRandom(3);
    return new OnnxWriter()
        .input("rows", type, -1, 3)
        .constant("mean", type, new long[] {3}, 0.5, -0.5, 0.25)
        .constant("scale", type, new long[] {3}, 2, 4, 0.5)
        .constant("w1", type, new long[] {3, 4}, random.doubles(12, -1, 1).toArray())
        .constant("b1", type, new long[] {4}, random.doubles(4, -1, 1).toArray())
        .constant("w2", type, new long[] {4, 1}, random.doubles(4, -1, 1).toArray())
        .constant("b2", type, new long[] {1}, random.doubles(1, -1, 1).toArray())
        .node("Sub", "rows,mean", "centred")
        .node("Div", "centred,scale", "scaled")
        .node("MatMul", "scaled,w1", "z1")
        .node("Add", "z1,b1", "z1b")
        .node(activation, "z1b", "h1")
        .node("Gemm", "h1,w2,b2", "z2")
        .node("Sigmoid", "z2", "p")
        .output("p", type, -1, 1);
  }

  /** Two trees of two splits on three inputs, with all that is common to both operators. */
  static Consumer<OnnxWriter.Message> trees(String mode, double[] values) {
    return node -> {
      integers("nodes_treeids", 0, 0, 0, 0, 0, 1, 1, 1, 1, 1).accept(node);
      integers("nodes_nodeids", 0, 1, 2, 3, 4, 0, 1, 2, 3, 4).accept(node);
      integers("nodes_featureids", 0, 1, 0, 0, 0, 2, 0, 0, 1, 0).accept(node);
      texts("nodes_modes", mode, mode, "LEAF", "LEAF", "LEAF", mode, "LEAF", "LEAF", mode, "LEAF")
          .accept(node);
      numbers("nodes_values", values).accept(node);
      integers("nodes_truenodeids", 1, 3, 0, 0, 0, 1, 0, 0, 2, 0).accept(node);
      integers("nodes_falsenodeids", 2, 4, 0, 0, 0, 3, 0, 0, 4, 0).accept(node);
      integers("nodes_missing_value_tracks_true", 1, 0, 0, 0, 0, 0, 0, 0, 1, 0).accept(node);
    };
  }

  static OnnxWriter regressor(String mode, String transform, double base) {
    return new OnnxWriter()
        .input("rows", FLOAT, -1, 3)
        .node(
            "TreeEnsembleRegressor",
            "ai.onnx.ml",
            "rows",
            "p",
            trees(mode, new double[] {0.1, 0.3, 0, 0, 0, 0.5, 0, 0, 0.7, 0})
                .andThen(OnnxWriter.integer("n_targets", 1))
                .andThen(integers("target_treeids", 0, 0, 0, 1, 1, 1))
                .andThen(integers("target_nodeids", 2, 3, 4, 1, 2, 4))
                .andThen(integers("target_ids", 0, 0, 0, 0, 0, 0))
                .andThen(numbers("target_weights", 0.1, 0.2, 0.3, 0.05, 0.15, 0.25))
                .andThen(numbers("base_values", base))
                .andThen(text("post_transform", transform)))
        .output("p", FLOAT, -1, 1);
  }

  /** A classifier of classes 0 and 1; with one score the weights are those of class 1. */
  static OnnxWriter classifier(String transform, boolean oneScore, boolean negative, boolean maps) {
    double sign = negative ? -1 : 1;
    Consumer<OnnxWriter.Message> weights =
        oneScore
            ? integers("class_treeids", 0, 0, 0, 1, 1, 1)
                .andThen(integers("class_nodeids", 2, 3, 4, 1, 2, 4))
                .andThen(integers("class_ids", 1, 1, 1, 1, 1, 1))
                .andThen(numbers("class_weights", 0.1, 0.2, 0.3, 0.05, sign * 0.15, sign * 0.25))
            : integers("class_treeids", 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1)
                .andThen(integers("class_nodeids", 2, 2, 3, 3, 4, 4, 1, 1, 2, 2, 4, 4))
                .andThen(integers("class_ids", 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1))
                .andThen(
                    numbers(
                        "class_weights",
                        0.4,
                        0.1,
                        0.3,
                        0.2,
                        0.2,
                        0.3,
                        0.45,
                        0.05,
                        0.35,
                        0.15,
                        0.25,
                        0.25));
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 3)
            .node(
                "TreeEnsembleClassifier",
                "ai.onnx.ml",
                "rows",
                "label,scores",
                trees("BRANCH_LEQ", new double[] {0.1, 0.3, 0, 0, 0, 0.5, 0, 0, 0.7, 0})
                    .andThen(weights)
                    .andThen(integers("classlabels_int64s", 0, 1))
                    .andThen(text("post_transform", transform)));
    writer.output("label", OnnxWriter.INT64, -1);
    return maps
        ? writer
            .node("ZipMap", "ai.onnx.ml", "scores", "maps", integers("classlabels_int64s", 0, 1))
            .mapsOutput("maps")
        : writer.output("scores", FLOAT, -1, 2);
  }
}
