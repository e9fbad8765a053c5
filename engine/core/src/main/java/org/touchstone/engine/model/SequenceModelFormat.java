package org.touchstone.engine.model;

/**
 * A format that models of sequences are saved in. Implementations are found by {@link
 * java.util.ServiceLoader}: a jar adds a format by naming its class in {@code
 * META-INF/services/org.touchstone.engine.model.SequenceModelFormat}.
 */
public interface SequenceModelFormat {

  /** The name that a suite gives the format, such as {@code recurrent-json}. */
  String id();

  /**
   * Reads the model.
   *
   * @throws ModelException if the file is truncated or is not what this format reads; the message
   *     names the file, the place in it, and what to do
   */
  LoadedSequenceModel<?> load(ModelFile file);
}
