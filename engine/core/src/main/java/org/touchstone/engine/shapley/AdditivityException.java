package org.touchstone.engine.shapley;

/** Base value and attributions of an exact method do not add up to the model's output. */
public final class AdditivityException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which row misses its output by how much. */
  public AdditivityException(String message) {
    super(message);
  }
}
