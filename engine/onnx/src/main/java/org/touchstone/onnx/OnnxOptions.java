package org.touchstone.onnx;

import java.util.Optional;

/**
 * How ONNX Runtime runs a model.
 *
 * @param maxBatch rows that are given to the runtime at once; more come in several runs. Not used
 *     for a model with a fixed batch size
 * @param threads threads of one run; with 1 the sums are in one order, and the same numbers come
 *     out everywhere
 * @param output name of the output with the probability; not needed where only one output can be it
 */
public record OnnxOptions(int maxBatch, int threads, Optional<String> output) {

  /** Batches of 4096 rows, one thread, the output found by its type. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(4096, 1, Optional.empty());

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the batch or the number of threads is not positive
   */
  public OnnxOptions {
    if (maxBatch < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "A batch has a row and a run a thread, found " + maxBatch + " and " + threads);
    }
  }

  /** The same options with another batch. */
  public OnnxOptions withMaxBatch(int rows) {
    return new OnnxOptions(rows, threads, output);
  }

  /** The same options with another number of threads. */
  public OnnxOptions withThreads(int count) {
    return new OnnxOptions(maxBatch, count, output);
  }

  /** The same options with the output's name. */
  public OnnxOptions withOutput(String name) {
    return new OnnxOptions(maxBatch, threads, Optional.of(name));
  }
}
