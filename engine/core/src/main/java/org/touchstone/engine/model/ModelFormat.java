package org.touchstone.engine.model;

/**
 * A format that models are saved in. Implementations are found by {@link java.util.ServiceLoader}:
 * a jar adds a format by naming its class in {@code
 * META-INF/services/org.touchstone.engine.model.ModelFormat}.
 */
public interface ModelFormat {

  /** The name that a suite gives the format, such as {@code xgboost-json}. */
  String id();

  /**
   * Whether a file that comes without the name of its format is to be read as this one. Looks at
   * the name and the outline of the file only; {@code false} for a format that is read on demand
   * alone.
   */
  boolean accepts(ModelFile file);

  /**
   * Reads the model.
   *
   * @throws ModelException if the file is truncated or is not what this format reads; the message
   *     names the file, the place in it, and what to do
   */
  LoadedModel<?> load(ModelFile file);
}
