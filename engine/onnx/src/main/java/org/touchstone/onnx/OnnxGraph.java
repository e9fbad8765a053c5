package org.touchstone.onnx;

import java.util.List;
import java.util.Map;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/**
 * What the readers need of an ONNX model.
 *
 * @param file where it was read, for error messages
 * @param nodes in topological order, without constants
 * @param constants initialisers and constant nodes by name
 * @param inputs inputs that are not initialisers
 * @param outputs names of the outputs
 * @param metadata the model's own properties
 */
record OnnxGraph(
    ModelFile file,
    List<OnnxNode> nodes,
    Map<String, OnnxTensorData> constants,
    List<Input> inputs,
    List<String> outputs,
    Map<String, String> metadata) {

  /** A tensor that goes into the model; a dimension that is not fixed is -1. */
  record Input(String name, int type, long[] dims) {}

  /** The one input, which is a table of rows of floats or doubles. */
  Input rows() {
    if (inputs.size() != 1) {
      throw error(
          "it has "
              + inputs.size()
              + " inputs "
              + inputs.stream().map(Input::name).toList()
              + "; this reader takes one, batch x inputs");
    }
    Input input = inputs.get(0);
    boolean numeric = input.type() == OnnxTensorData.FLOAT || input.type() == OnnxTensorData.DOUBLE;
    if (!numeric || input.dims().length != 2) {
      throw error(
          "input \"" + input.name() + "\" is not a table of floats or doubles, batch x inputs");
    }
    return input;
  }

  ModelException error(String problem) {
    return new ModelException("Model file " + file + ": " + problem);
  }

  ModelException error(OnnxNode node, String problem) {
    return error(node.title() + " " + problem);
  }
}
