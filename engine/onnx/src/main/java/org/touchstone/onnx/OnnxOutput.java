package org.touchstone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/** The output that holds the probability of the positive class. */
record OnnxOutput(ModelFile file, String name) {

  static OnnxOutput choose(ModelFile file, Map<String, NodeInfo> outputs, Optional<String> wanted) {
    if (wanted.isPresent()) {
      NodeInfo node = outputs.get(wanted.get());
      if (node == null || !canBeProbability(node)) {
        throw new ModelException(
            "Model file "
                + file
                + " has no output \""
                + wanted.get()
                + "\" of floats, doubles or maps; its outputs are "
                + outputs.values());
      }
      return new OnnxOutput(file, wanted.get());
    }
    List<String> candidates =
        outputs.values().stream()
            .filter(OnnxOutput::canBeProbability)
            .map(NodeInfo::getName)
            .toList();
    if (candidates.size() != 1) {
      throw new ModelException(
          "Model file "
              + file
              + " has "
              + candidates.size()
              + " outputs that can be a probability; name one of "
              + outputs.keySet()
              + " (OnnxOptions.withOutput)");
    }
    return new OnnxOutput(file, candidates.get(0));
  }

  private static boolean canBeProbability(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor
        ? tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE
        : node.getInfo() instanceof SequenceInfo sequence && sequence.isSequenceOfMaps();
  }

  /** Reads the first {@code count} of {@code sent} probabilities to {@code out} from {@code to}. */
  void read(OnnxValue value, int sent, int count, double[] out, int to) throws OrtException {
    if (value instanceof OnnxSequence sequence) {
      readMaps(sequence.getValue(), sent, count, out, to);
    } else if (value instanceof OnnxTensor tensor) {
      readTensor(tensor, sent, count, out, to);
    } else {
      throw new ModelException(this + " is " + value.getInfo() + ", not a probability");
    }
  }

  private void readTensor(OnnxTensor tensor, int sent, int count, double[] out, int to) {
    long[] shape = tensor.getInfo().getShape();
    boolean column = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
    boolean pair = shape.length == 2 && shape[1] == 2;
    if (!(column || pair) || shape[0] != sent) {
      throw new ModelException(
          this
              + " has shape "
              + Arrays.toString(shape)
              + " for "
              + sent
              + " rows; a classifier of two classes gives (batch), (batch, 1) or (batch, 2)");
    }
    int stride = pair ? 2 : 1;
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      DoubleBuffer values = tensor.getDoubleBuffer();
      for (int i = 0; i < count; i++) {
        out[to + i] = values.get(i * stride + stride - 1);
      }
    } else {
      FloatBuffer values = tensor.getFloatBuffer();
      for (int i = 0; i < count; i++) {
        out[to + i] = values.get(i * stride + stride - 1);
      }
    }
  }

  private void readMaps(List<? extends OnnxValue> maps, int sent, int count, double[] out, int to)
      throws OrtException {
    if (maps.size() != sent) {
      throw new ModelException(this + " has " + maps.size() + " maps for " + sent + " rows");
    }
    for (int i = 0; i < count; i++) {
      Map<?, ?> probabilities = ((OnnxMap) maps.get(i)).getValue();
      if (probabilities.size() != 2
          || !(probabilities.get(0L) instanceof Number)
          || !(probabilities.get(1L) instanceof Number positive)) {
        throw new ModelException(
            this
                + " maps the classes "
                + probabilities.keySet()
                + ", but a map needs the classes 0 and 1 (positive); save the model without ZipMap"
                + " (skl2onnx: options={\"zipmap\": False})");
      }
      out[to + i] = positive.doubleValue();
    }
    for (OnnxValue map : maps) {
      map.close();
    }
  }

  @Override
  public String toString() {
    return "Output \"" + name + "\" of model file " + file;
  }
}
