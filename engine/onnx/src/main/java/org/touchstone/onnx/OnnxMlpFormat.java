package org.touchstone.onnx;

import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.ModelFormat;

/**
 * Reads an ONNX file of a feed-forward network into an {@link Mlp}, which has gradients: Gemm, or
 * MatMul and Add, with Erf, Relu, Tanh, Sigmoid or Identity between them, and Sigmoid (one output)
 * or Softmax (two) at the end. Sub and Div by constants at the start are read as the
 * standardisation of the inputs. Any other operator is refused by name. Scores are those of ONNX
 * Runtime up to its single precision; this network computes in double precision.
 */
public final class OnnxMlpFormat implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "onnx-mlp";

  @Override
  public String id() {
    return ID;
  }

  /** {@inheritDoc} Never: an ONNX file is run by ONNX Runtime unless this format is named. */
  @Override
  public boolean accepts(ModelFile file) {
    return false;
  }

  /** {@inheritDoc} Input names are those of the metadata {@code feature_names}, if there. */
  @Override
  public LoadedModel<Mlp> load(ModelFile file) {
    OnnxGraph graph = OnnxParser.parse(file);
    return new LoadedModel<>(
        OnnxMlps.read(graph), file.source(ID), OnnxInputNames.of(graph.metadata(), file));
  }
}
