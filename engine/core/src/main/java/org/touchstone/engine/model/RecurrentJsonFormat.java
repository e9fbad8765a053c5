package org.touchstone.engine.model;

/** The format of {@link RecurrentJson}: GRU and LSTM networks with weights as PyTorch has them. */
public final class RecurrentJsonFormat implements SequenceModelFormat {

  /** Creates the format. */
  public RecurrentJsonFormat() {}

  @Override
  public String id() {
    return RecurrentJson.ID;
  }

  @Override
  public LoadedSequenceModel<StatefulSequenceClassifier> load(ModelFile file) {
    return RecurrentJson.load(file);
  }
}
