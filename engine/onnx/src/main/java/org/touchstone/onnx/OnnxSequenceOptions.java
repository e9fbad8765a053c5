package org.touchstone.onnx;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How ONNX Runtime runs a model of sequences.
 *
 * @param maxBatch sequences that are given to the runtime at once; more come in several runs
 * @param threads threads of one run; with 1 the sums are in one order, and the same numbers come
 *     out everywhere
 * @param output name of the output with the probability; not needed where only one output can be it
 * @param column the column of the output that is the score, from 0; not needed where it has one, or
 *     two (then the second)
 */
public record OnnxSequenceOptions(
    int maxBatch, int threads, Optional<String> output, OptionalInt column) {

  /** Batches of 1024 sequences, one thread, the output found by its shape. */
  public static final OnnxSequenceOptions DEFAULT =
      new OnnxSequenceOptions(1024, 1, Optional.empty(), OptionalInt.empty());

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the batch or the number of threads is not positive, or the
   *     column is negative
   */
  public OnnxSequenceOptions {
    if (maxBatch < 1 || threads < 1 || column.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "A batch has a sequence, a run a thread, and columns are from 0, found "
              + maxBatch
              + ", "
              + threads
              + " and "
              + column);
    }
  }

  /** The same options with another batch. */
  public OnnxSequenceOptions withMaxBatch(int sequences) {
    return new OnnxSequenceOptions(sequences, threads, output, column);
  }

  /** The same options with the output's name. */
  public OnnxSequenceOptions withOutput(String name) {
    return new OnnxSequenceOptions(maxBatch, threads, Optional.of(name), column);
  }

  /** The same options with the output's column. */
  public OnnxSequenceOptions withColumn(int index) {
    return new OnnxSequenceOptions(maxBatch, threads, output, OptionalInt.of(index));
  }
}
