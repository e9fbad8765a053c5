package org.touchstone.onnx;

import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.ModelFormat;
import org.touchstone.engine.model.TreeEnsemble;

/**
 * Reads an ONNX file of one {@code TreeEnsembleClassifier} of two classes or {@code
 * TreeEnsembleRegressor} of one target (ai.onnx.ml) into a {@link TreeEnsemble}, whose trees
 * explainers see. Scores are those of ONNX Runtime up to the rounding of a float.
 *
 * <p>Refused are other operators (but for Identity, ZipMap and Cast behind the trees), node modes
 * {@code BRANCH_EQ} and {@code BRANCH_NEQ}, aggregations {@code MIN} and {@code MAX}, and
 * transforms other than {@code NONE} and, for a classifier, {@code LOGISTIC} and {@code SOFTMAX} of
 * two scores.
 */
public final class OnnxTreesFormat implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "onnx-trees";

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
  public LoadedModel<TreeEnsemble> load(ModelFile file) {
    OnnxGraph graph = OnnxParser.parse(file);
    return new LoadedModel<>(
        OnnxTrees.read(graph), file.source(ID), OnnxInputNames.of(graph.metadata(), file));
  }
}
