package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * A model that is not taken at its word: an exception, a row without a score, a score that is not a
 * probability, or more scores than rows stop it with a {@link ModelException} that names the row.
 */
public final class CheckedClassifier implements WrappingClassifier {

  /** A NaN that no arithmetic produces: a row that still has it was not scored. */
  private static final long UNTOUCHED = 0x7ff8_0000_7075_7365L;

  /** Room behind the last row, to see a model that writes there. */
  private static final int GUARD = 8;

  private final Classifier model;

  private CheckedClassifier(Classifier model) {
    this.model = model;
  }

  /** Wraps a model; one that is wrapped already is returned as it is. */
  public static CheckedClassifier of(Classifier model) {
    return model instanceof CheckedClassifier checked ? checked : new CheckedClassifier(model);
  }

  @Override
  public Classifier unwrap() {
    return model;
  }

  @Override
  public int inputWidth() {
    return model.inputWidth();
  }

  /** {@inheritDoc} Rows are named by their index in the batch, from 0. */
  @Override
  public void score(double[] rows, int count, double[] out) {
    score(rows, count, out, Integer::toString);
  }

  /**
   * Scores rows and checks the scores.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the probabilities; not changed if the model is stopped
   * @param rowNames names a row of this batch, given its index from 0, in an error message
   * @throws ModelException if the model throws an exception (then the first row that it cannot
   *     score is named), leaves a row without a score, returns {@code NaN} or a value outside of
   *     [0, 1], or writes more scores than there are rows
   */
  public void score(double[] rows, int count, double[] out, IntFunction<String> rowNames) {
    double[] scores = new double[count + GUARD];
    Arrays.fill(scores, Double.longBitsToDouble(UNTOUCHED));
    try {
      model.score(rows, count, scores);
    } catch (RuntimeException e) {
      throw failure(rows, count, rowNames, e);
    }
    for (int i = 0; i < count; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new ModelException(
            isUntouched(scores[i])
                ? "The model left row " + rowNames.apply(i) + " without a score"
                : "The model returned "
                    + scores[i]
                    + " for row "
                    + rowNames.apply(i)
                    + missingInput(rows, i)
                    + "; a probability lies in [0, 1]");
      }
    }
    for (int i = count; i < scores.length; i++) {
      if (!isUntouched(scores[i])) {
        throw new ModelException(
            "The model wrote more scores than it was given rows ("
                + count
                + ", the last is row "
                + (count == 0 ? "none" : rowNames.apply(count - 1))
                + "); it has to write one for each row");
      }
    }
    System.arraycopy(scores, 0, out, 0, count);
  }

  @Override
  public void close() {
    model.close();
  }

  private static boolean isUntouched(double score) {
    return Double.doubleToRawLongBits(score) == UNTOUCHED;
  }

  private String missingInput(double[] rows, int row) {
    int width = inputWidth();
    for (int j = 0; j < width; j++) {
      if (Double.isNaN(rows[row * width + j])) {
        return ", which has a missing value in input " + j + " (from 0)";
      }
    }
    return "";
  }

  private ModelException failure(
      double[] rows, int count, IntFunction<String> rowNames, RuntimeException cause) {
    OptionalInt row = firstFailing(rows, 0, count);
    if (row.isEmpty()) {
      return new ModelException(
          "The model failed on "
              + count
              + " rows together"
              + (count == 0 ? "" : ", from row " + rowNames.apply(0))
              + ", but on none of them alone: "
              + cause,
          cause);
    }
    RuntimeException own = failureOf(rows, row.getAsInt(), 1).orElse(cause);
    return new ModelException(
        "The model failed on row " + rowNames.apply(row.getAsInt()) + ": " + own, own);
  }

  /** Halves the range, the earlier half first: each row is scored about once more. */
  private OptionalInt firstFailing(double[] rows, int from, int count) {
    if (count == 0 || failureOf(rows, from, count).isEmpty()) {
      return OptionalInt.empty();
    }
    if (count == 1) {
      return OptionalInt.of(from);
    }
    int half = count / 2;
    OptionalInt first = firstFailing(rows, from, half);
    return first.isPresent() ? first : firstFailing(rows, from + half, count - half);
  }

  private Optional<RuntimeException> failureOf(double[] rows, int from, int count) {
    int width = inputWidth();
    double[] part = Arrays.copyOfRange(rows, from * width, (from + count) * width);
    try {
      model.score(part, count, new double[count + GUARD]);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }
}
