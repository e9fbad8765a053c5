package org.touchstone.onnx;

import org.touchstone.engine.model.LoadedSequenceModel;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceModelFormat;

/** The format of {@link OnnxSequenceModels}, with its default options. */
public final class OnnxSequenceFormat implements SequenceModelFormat {

  /** Creates the format. */
  public OnnxSequenceFormat() {}

  @Override
  public String id() {
    return OnnxSequenceModels.ID;
  }

  @Override
  public LoadedSequenceModel<SequenceClassifier> load(ModelFile file) {
    return OnnxSequenceModels.load(file, OnnxSequenceOptions.DEFAULT);
  }
}
