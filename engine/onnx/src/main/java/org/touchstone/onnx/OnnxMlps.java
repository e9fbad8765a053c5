package org.touchstone.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.Mlp;

/** Follows the nodes of an ONNX graph from its input, and collects the layers of a network. */
final class OnnxMlps {

  private final OnnxGraph graph;
  private final List<DenseLayer> layers = new ArrayList<>();
  private Optional<Linear> pending = Optional.empty();
  private Optional<double[]> mean = Optional.empty();
  private Optional<double[]> scale = Optional.empty();
  private String end = "";

  private OnnxMlps(OnnxGraph graph) {
    this.graph = graph;
  }

  /** A layer whose activation has not been met yet. */
  private record Linear(double[] weights, double[] biases) {}

  static Mlp read(OnnxGraph graph) {
    return new OnnxMlps(graph).network();
  }

  private Mlp network() {
    String tensor = graph.rows().name();
    while (!graph.outputs().contains(tensor)) {
      OnnxNode node = consumer(tensor);
      if (!end.isEmpty()) {
        throw graph.error(
            node, "comes behind the final " + end + "; this reader takes nothing there");
      }
      read(node, tensor);
      tensor = node.outputs().get(0);
    }
    if (end.isEmpty() || pending.isEmpty()) {
      throw graph.error(
          "the network does not end in Gemm or MatMul with Sigmoid or Softmax behind it; this"
              + " reader takes classifiers of two classes");
    }
    layers.add(layer(pending.get(), Activation.IDENTITY));
    requireTwoClasses();
    try {
      if (mean.isEmpty() && scale.isEmpty()) {
        return new Mlp(layers);
      }
      int width = layers.get(0).inputs();
      return new Mlp(
          layers, mean.orElseGet(() -> new double[width]), scale.orElseGet(() -> ones(width)));
    } catch (IllegalArgumentException e) {
      throw graph.error("the layers do not make a network: " + e.getMessage());
    }
  }

  private void requireTwoClasses() {
    int outputs = layers.get(layers.size() - 1).outputs();
    int expected = end.equals("Softmax") ? 2 : 1;
    if (outputs != expected) {
      throw graph.error(
          "the network ends in "
              + end
              + " of "
              + outputs
              + " outputs; a classifier of two classes has "
              + expected);
    }
  }

  private OnnxNode consumer(String tensor) {
    List<OnnxNode> consumers =
        graph.nodes().stream().filter(node -> node.inputs().contains(tensor)).toList();
    if (consumers.size() != 1) {
      throw graph.error(
          "tensor \""
              + tensor
              + "\" goes into "
              + consumers.stream().map(OnnxNode::title).toList()
              + "; this reader takes networks without branches");
    }
    return consumers.get(0);
  }

  private void read(OnnxNode node, String tensor) {
    switch (node.op()) {
      case "Gemm" -> gemm(node, tensor);
      case "MatMul" -> linear(matrix(node, tensor, false, 1), new double[0], node);
      case "Add" -> add(node, tensor);
      case "Sub" -> mean = Optional.of(scaling(node, tensor, mean));
      case "Div" -> scale = Optional.of(scaling(node, tensor, scale));
      case "Erf" -> activate(Activation.ERF, node);
      case "Relu" -> activate(Activation.RELU, node);
      case "Tanh" -> activate(Activation.TANH, node);
      case "Sigmoid" -> sigmoid(node);
      case "Softmax" -> softmax(node);
      case "Identity" -> {}
      default ->
          throw graph.error(
              node,
              "is not supported; this reader takes Gemm, MatMul, Add, Erf, Relu, Tanh, Sigmoid,"
                  + " Softmax, Identity, and Sub and Div at the start");
    }
  }

  private void gemm(OnnxNode node, String tensor) {
    if (node.integer("transA", 0) != 0) {
      throw graph.error(node, "transposes its rows (transA), which this reader does not support");
    }
    Matrix weights = matrix(node, tensor, node.integer("transB", 0) == 1, node.number("alpha", 1));
    double[] biases = new double[0];
    if (node.inputs().size() > 2 && !node.inputs().get(2).isEmpty()) {
      biases = constant(node, node.inputs().get(2)).values().clone();
      float beta = node.number("beta", 1);
      for (int j = 0; j < biases.length; j++) {
        biases[j] *= beta;
      }
    }
    linear(weights, biases, node);
  }

  private record Matrix(int inputs, int outputs, double[] values) {}

  private Matrix matrix(OnnxNode node, String tensor, boolean transposed, double factor) {
    if (node.inputs().size() < 2 || !node.inputs().get(0).equals(tensor)) {
      throw graph.error(node, "does not multiply rows by a constant matrix");
    }
    OnnxTensorData data = constant(node, node.inputs().get(1));
    if (data.dims().length != 2) {
      throw graph.error(node, "multiplies by a tensor of shape " + Arrays.toString(data.dims()));
    }
    int first = (int) data.dims()[0];
    int second = (int) data.dims()[1];
    double[] values = new double[first * second];
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        int to = transposed ? j * first + i : i * second + j;
        values[to] = factor * data.values()[i * second + j];
      }
    }
    return transposed ? new Matrix(second, first, values) : new Matrix(first, second, values);
  }

  private OnnxTensorData constant(OnnxNode node, String name) {
    OnnxTensorData data = graph.constants().get(name);
    if (data == null || !data.isNumeric()) {
      throw graph.error(node, "needs \"" + name + "\" to be a constant of floats or doubles");
    }
    return data;
  }

  private void linear(Matrix weights, double[] biases, OnnxNode node) {
    pending.ifPresent(before -> layers.add(layer(before, Activation.IDENTITY)));
    pending = Optional.of(new Linear(weights.values(), spread(node, biases, weights.outputs())));
  }

  private void add(OnnxNode node, String tensor) {
    if (pending.isEmpty()) {
      throw graph.error(node, "adds before any MatMul, which this reader does not support");
    }
    String other = node.inputs().get(node.inputs().get(0).equals(tensor) ? 1 : 0);
    Linear before = pending.get();
    double[] sum = spread(node, constant(node, other).values(), before.biases().length);
    for (int j = 0; j < sum.length; j++) {
      sum[j] += before.biases()[j];
    }
    pending = Optional.of(new Linear(before.weights(), sum));
  }

  private double[] scaling(OnnxNode node, String tensor, Optional<double[]> already) {
    boolean shifted = node.op().equals("Sub") && scale.isPresent();
    if (pending.isPresent() || !layers.isEmpty() || already.isPresent() || shifted) {
      throw graph.error(
          node, "is supported at the start only: one Sub, then one Div, before the first layer");
    }
    if (!node.inputs().get(0).equals(tensor)) {
      throw graph.error(node, "does not take the rows as its first operand");
    }
    double[] values = constant(node, node.inputs().get(1)).values();
    long width = graph.rows().dims()[1];
    return spread(node, values, width > 0 ? (int) width : values.length);
  }

  /** A constant of one element or none stands for one in each place. */
  private double[] spread(OnnxNode node, double[] values, int length) {
    if (values.length > 1 && values.length != length) {
      throw graph.error(node, "has " + values.length + " constants for " + length + " places");
    }
    double[] spread = new double[length];
    for (int j = 0; j < length; j++) {
      spread[j] = values.length == 0 ? 0 : values[values.length == 1 ? 0 : j];
    }
    return spread;
  }

  private void activate(Activation activation, OnnxNode node) {
    if (pending.isEmpty()) {
      throw graph.error(
          node, "has no Gemm or MatMul before it, which this reader does not support");
    }
    layers.add(layer(pending.get(), activation));
    pending = Optional.empty();
  }

  private void sigmoid(OnnxNode node) {
    if (graph.outputs().contains(node.outputs().get(0))) {
      end = "Sigmoid";
    } else {
      activate(Activation.SIGMOID, node);
    }
  }

  private void softmax(OnnxNode node) {
    long axis = node.integer("axis", -1);
    if (axis != 1 && axis != -1) {
      throw graph.error(node, "works along axis " + axis + "; this reader takes the last");
    }
    end = "Softmax";
  }

  private DenseLayer layer(Linear linear, Activation activation) {
    try {
      return new DenseLayer(linear.weights(), linear.biases(), activation);
    } catch (IllegalArgumentException e) {
      throw graph.error("layer " + (layers.size() + 1) + ": " + e.getMessage());
    }
  }

  private static double[] ones(int width) {
    double[] ones = new double[width];
    Arrays.fill(ones, 1);
    return ones;
  }
}
