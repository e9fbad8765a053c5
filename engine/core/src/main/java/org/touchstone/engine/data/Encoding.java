package org.touchstone.engine.data;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a row becomes the inputs of a model.
 *
 * @param inputs the model's inputs, in its order
 * @param dropped the levels of one-hot features that have no input on purpose, by feature: their
 *     rows are 0 in all inputs of the feature
 * @param missingNumber what {@link Input.Number} and {@link Input.Codes} give for a missing value
 * @param missingLevel what {@link Input.Indicator} gives for a missing value
 */
public record Encoding(
    List<Input> inputs,
    Map<String, Set<String>> dropped,
    MissingNumber missingNumber,
    MissingLevel missingLevel) {

  /** Copies the collections. */
  public Encoding {
    inputs = List.copyOf(inputs);
    dropped = Map.copyOf(dropped);
  }

  /** No dropped levels; a missing value is an error. */
  public static Encoding of(List<? extends Input> inputs) {
    return new Encoding(List.copyOf(inputs), Map.of(), MissingNumber.ERROR, MissingLevel.ERROR);
  }

  /** What a missing number becomes. */
  public enum MissingNumber {
    /** Nothing: {@link MissingValueException}. */
    ERROR,
    /** {@code NaN}, for models that know missing values. */
    NAN
  }

  /** What the indicators of a missing level become. */
  public enum MissingLevel {
    /** Nothing: {@link MissingValueException}. */
    ERROR,
    /** {@code NaN} each, for models that know missing values. */
    NAN,
    /** 0 each, as one-hot encoders do that ignore missing values. */
    ZEROS
  }
}
