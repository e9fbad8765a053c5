package org.touchstone.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of an ONNX graph.
 *
 * @param index its place in the file, from 0
 */
record OnnxNode(
    int index,
    String name,
    String op,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  /** The value of an attribute; the fields of the types that it does not have are empty. */
  record Attribute(
      float number,
      long integer,
      String text,
      float[] floats,
      long[] integers,
      List<String> texts,
      Optional<OnnxTensorData> tensor) {}

  /** How an error message names it. */
  String title() {
    return "node " + index + (name.isEmpty() ? "" : " \"" + name + "\"") + " (" + op + ")";
  }

  long integer(String attribute, long absent) {
    Attribute value = attributes.get(attribute);
    return value == null ? absent : value.integer();
  }

  float number(String attribute, float absent) {
    Attribute value = attributes.get(attribute);
    return value == null ? absent : value.number();
  }

  String text(String attribute, String absent) {
    Attribute value = attributes.get(attribute);
    return value == null ? absent : value.text();
  }

  long[] integers(String attribute) {
    Attribute value = attributes.get(attribute);
    return value == null ? new long[0] : value.integers();
  }

  List<String> texts(String attribute) {
    Attribute value = attributes.get(attribute);
    return value == null ? List.of() : value.texts();
  }

  /** Numbers of an attribute, or of the tensor that newer opsets hold them in. */
  double[] numbers(String attribute) {
    Attribute tensor = attributes.get(attribute + "_as_tensor");
    if (tensor != null && tensor.tensor().isPresent()) {
      return tensor.tensor().get().values();
    }
    Attribute value = attributes.get(attribute);
    if (value == null) {
      return new double[0];
    }
    double[] numbers = new double[value.floats().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = value.floats()[i];
    }
    return numbers;
  }
}
