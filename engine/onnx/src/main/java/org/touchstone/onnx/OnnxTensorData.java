package org.touchstone.onnx;

/**
 * A constant tensor of an ONNX file.
 *
 * @param dims its shape
 * @param type its element type, a number of {@code TensorProto.DataType}
 * @param values its elements, row-major; empty for types other than float and double
 */
record OnnxTensorData(long[] dims, int type, double[] values) {

  static final int FLOAT = 1;
  static final int DOUBLE = 11;

  boolean isNumeric() {
    return type == FLOAT || type == DOUBLE;
  }
}
