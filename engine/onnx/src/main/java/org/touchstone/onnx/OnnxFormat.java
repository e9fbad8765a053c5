package org.touchstone.onnx;

import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.ModelFormat;

/** Opens ONNX files of two-class classifiers with ONNX Runtime; see {@link OnnxClassifier}. */
public final class OnnxFormat implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "onnx";

  @Override
  public String id() {
    return ID;
  }

  /** {@inheritDoc} By the extension {@code .onnx}. */
  @Override
  public boolean accepts(ModelFile file) {
    return file.hasExtension(".onnx");
  }

  /** {@inheritDoc} Input names are those of the metadata {@code feature_names}, if there. */
  @Override
  public LoadedModel<OnnxClassifier> load(ModelFile file) {
    return load(file, OnnxOptions.DEFAULT);
  }

  /**
   * Opens a model.
   *
   * @throws org.touchstone.engine.model.ModelException if the runtime cannot read the file, or the
   *     model is not one of rows of numbers and one probability
   */
  public LoadedModel<OnnxClassifier> load(ModelFile file, OnnxOptions options) {
    OnnxClassifier classifier = OnnxClassifier.open(file, options);
    try {
      return new LoadedModel<>(
          classifier, file.source(ID), OnnxInputNames.of(classifier.metadata(), file));
    } catch (RuntimeException e) {
      classifier.close();
      throw e;
    }
  }
}
