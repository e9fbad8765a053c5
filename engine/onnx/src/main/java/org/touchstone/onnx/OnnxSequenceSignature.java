package org.touchstone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/**
 * What the inputs and outputs of a sequence model are for.
 *
 * @param events name of the input of events, batch x time x inputs
 * @param eventWidth number of inputs of an event
 * @param states the state inputs and the outputs that continue them; empty for a model without
 * @param score name of the output with the probability
 */
record OnnxSequenceSignature(String events, int eventWidth, List<State> states, String score) {

  /**
   * A part of the state: a tensor with one axis for the batch, all others of fixed size.
   *
   * @param input its name before the events
   * @param output its name after them
   * @param shape the axis of the batch is -1
   */
  record State(String input, String output, long[] shape) {

    int batchAxis() {
      for (int axis = 0; axis < shape.length; axis++) {
        if (shape[axis] < 0) {
          return axis;
        }
      }
      throw new IllegalStateException("A state has an axis for the batch");
    }

    /** Values before the axis of the batch. */
    int outer() {
      return product(0, batchAxis());
    }

    /** Values behind the axis of the batch. */
    int inner() {
      return product(batchAxis() + 1, shape.length);
    }

    int width() {
      return outer() * inner();
    }

    private int product(int from, int to) {
      return (int) Arrays.stream(shape, from, to).reduce(1, (a, b) -> a * b);
    }
  }

  static OnnxSequenceSignature of(
      ModelFile file,
      Map<String, NodeInfo> inputs,
      Map<String, NodeInfo> outputs,
      Optional<String> wanted) {
    List<NodeInfo> events =
        inputs.values().stream().filter(OnnxSequenceSignature::isEvents).toList();
    if (events.size() != 1) {
      throw error(
          file,
          "has "
              + events.size()
              + " inputs that can be events; one of floats, batch x time x inputs, with batch and"
              + " time open and the number"
              + " of inputs stated, is needed. A model of table rows has the format \"onnx\"",
          inputs.values());
    }
    List<NodeInfo> stateInputs = new ArrayList<>(inputs.values());
    stateInputs.remove(events.get(0));
    List<NodeInfo> rest = new ArrayList<>(outputs.values());
    List<State> states = new ArrayList<>();
    for (NodeInfo input : stateInputs) {
      if (!isState(input)) {
        throw error(
            file,
            "has the input \""
                + input.getName()
                + "\", which is no state: a state is a tensor of floats whose sizes are stated, but"
                + " for that of the batch",
            inputs.values());
      }
      long[] shape = shape(input);
      // Exporters list h and c before and after the events in the same order.
      NodeInfo output =
          rest.stream()
              .filter(o -> isState(o) && Arrays.equals(shape(o), shape))
              .filter(o -> wanted.filter(o.getName()::equals).isEmpty())
              .findFirst()
              .orElseThrow(
                  () ->
                      error(
                          file,
                          "has the state \""
                              + input.getName()
                              + "\", but no output of its shape that continues it",
                          outputs.values()));
      rest.remove(output);
      states.add(new State(input.getName(), output.getName(), shape));
    }
    return new OnnxSequenceSignature(
        events.get(0).getName(),
        (int) shape(events.get(0))[2],
        List.copyOf(states),
        score(file, rest, outputs.values(), wanted));
  }

  private static String score(
      ModelFile file,
      List<NodeInfo> candidates,
      Collection<NodeInfo> outputs,
      Optional<String> wanted) {
    List<NodeInfo> scores =
        candidates.stream()
            .filter(output -> isFloats(output) && shape(output).length <= 2)
            .filter(output -> wanted.isEmpty() || wanted.get().equals(output.getName()))
            .toList();
    if (scores.size() != 1) {
      throw error(
          file,
          wanted
              .map(name -> "has no output \"" + name + "\" of floats, batch or batch x outputs")
              .orElse(
                  "has "
                      + scores.size()
                      + " outputs that can be the probability; name one"
                      + " (OnnxSequenceOptions.withOutput)"),
          outputs);
    }
    return scores.get(0).getName();
  }

  private static boolean isEvents(NodeInfo input) {
    if (!isFloats(input)) {
      return false;
    }
    long[] shape = shape(input);
    return shape.length == 3 && shape[1] < 0 && shape[2] > 0 && !isState(input);
  }

  private static boolean isState(NodeInfo node) {
    return isFloats(node)
        && shape(node).length >= 2
        && Arrays.stream(shape(node)).filter(size -> size < 0).count() == 1
        && Arrays.stream(shape(node)).noneMatch(size -> size == 0);
  }

  private static boolean isFloats(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT;
  }

  private static long[] shape(NodeInfo node) {
    return ((TensorInfo) node.getInfo()).getShape();
  }

  private static ModelException error(ModelFile file, String problem, Collection<NodeInfo> nodes) {
    return new ModelException(
        "Model file "
            + file
            + " "
            + problem
            + "; it has "
            + nodes.stream()
                .map(OnnxSequenceSignature::described)
                .collect(Collectors.joining(", ")));
  }

  /** Name, type and shape; -1 is an open size. */
  private static String described(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor
        ? node.getName() + " " + tensor.type + " " + Arrays.toString(tensor.getShape())
        : node.getName() + " " + node.getInfo();
  }
}
