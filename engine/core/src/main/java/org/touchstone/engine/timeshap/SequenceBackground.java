package org.touchstone.engine.timeshap;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Sequences;

/**
 * What stands for an event, a feature or a cell that does not take part: the matrix B of Eq. 5. It
 * is one uninformative event that is repeated, or a sequence of as many events as the explained one
 * has. Immutable.
 */
public final class SequenceBackground {

  /** How a number of several events is summed up. */
  public enum Center {
    /** The arithmetic mean, as in Eq. 5. */
    MEAN,
    /** The median; of an even number of values, the mean of the two in the middle. */
    MEDIAN
  }

  private final int width;
  private final double[] values;
  private final boolean repeated;

  private SequenceBackground(int width, double[] values, boolean repeated) {
    this.width = width;
    this.values = values;
    this.repeated = repeated;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "The background has no value for feature "
                + i % width
                + " (from 0)"
                + (repeated ? "" : " at event " + i / width)
                + "; a background value stands for a missing one and cannot be missing itself");
      }
    }
  }

  /**
   * One event that stands for every event.
   *
   * @param event one value for each feature
   * @throws IllegalArgumentException if it is empty or a value is {@code NaN}
   */
  public static SequenceBackground event(double[] event) {
    if (event.length == 0) {
      throw new IllegalArgumentException("An event has one feature or more");
    }
    return new SequenceBackground(event.length, event.clone(), true);
  }

  /**
   * A sequence, event t of which stands for event t of a sequence of the same length.
   *
   * @param events time x features, row-major
   * @param width number of features
   * @throws IllegalArgumentException if it is empty, not a whole number of events, or a value is
   *     {@code NaN}
   */
  public static SequenceBackground sequence(double[] events, int width) {
    if (width < 1 || events.length == 0 || events.length % width != 0) {
      throw new IllegalArgumentException(
          events.length + " values are no events of " + width + " features");
    }
    return new SequenceBackground(width, events.clone(), false);
  }

  /**
   * The average event of all events of all sequences: of a continuous feature the center, of an
   * ordinal one the lower median of its codes, of a categorical or binary one the mode, of two
   * levels that are equally frequent the one with the smaller code. Missing values are left out.
   *
   * @throws IllegalArgumentException if a feature has no value in any event
   */
  public static SequenceBackground averageEvent(Sequences sequences, Center center) {
    int width = sequences.schema().size();
    double[] event = new double[width];
    for (int j = 0; j < width; j++) {
      Feature feature = sequences.schema().features().get(j);
      event[j] = average(feature, sequences.column(j), center);
      if (Double.isNaN(event[j])) {
        throw new IllegalArgumentException(
            "Feature \""
                + feature.name()
                + "\" has no value in any of the "
                + sequences.eventCount()
                + " events, so it has no average; give the background by SequenceBackground.event");
      }
    }
    return new SequenceBackground(width, event, true);
  }

  /**
   * The average sequence of sequences of one length: event t is the average of their events t; see
   * {@link #averageEvent}.
   *
   * @throws IllegalArgumentException if there is no sequence, two differ in length, or a feature
   *     has no value in any sequence at some event
   */
  public static SequenceBackground averageSequence(Sequences sequences, Center center) {
    int count = sequences.count();
    int length = sequences.maxLength();
    for (int s = 0; s < count; s++) {
      if (sequences.length(s) != length) {
        throw new IllegalArgumentException(
            "Sequence \""
                + sequences.id(s)
                + "\" has "
                + sequences.length(s)
                + " events, another one "
                + length
                + "; an average sequence needs sequences of one length: use the average event");
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("An average sequence needs sequences, found none");
    }
    int width = sequences.schema().size();
    double[] values = new double[length * width];
    double[] column = new double[count];
    for (int t = 0; t < length; t++) {
      for (int j = 0; j < width; j++) {
        for (int s = 0; s < count; s++) {
          column[s] = sequences.value(s, t, j);
        }
        values[t * width + j] =
            average(sequences.schema().features().get(j), column.clone(), center);
      }
    }
    return new SequenceBackground(width, values, false);
  }

  /** Number of features. */
  public int width() {
    return width;
  }

  /** Whether one event stands for every event. */
  public boolean isRepeatedEvent() {
    return repeated;
  }

  /** The values: of one event, or time x features; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** SHA-256 of the values, for the evidence: 64 lower-case hexadecimal digits. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + values.length * Double.BYTES);
      bytes.putInt(repeated ? 0 : width);
      for (double value : values) {
        bytes.putDouble(value);
      }
      return HexFormat.of().formatHex(digest.digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * The background of a sequence, time x features.
   *
   * @throws IllegalArgumentException if this is a sequence of another length
   */
  double[] forLength(int length) {
    if (!repeated) {
      if (values.length != length * width) {
        throw new IllegalArgumentException(
            "The background is a sequence of "
                + values.length / width
                + " events, the explained sequence has "
                + length
                + "; use an average event for sequences of several lengths");
      }
      return values.clone();
    }
    double[] all = new double[length * width];
    for (int t = 0; t < length; t++) {
      System.arraycopy(values, 0, all, t * width, width);
    }
    return all;
  }

  private static double average(Feature feature, double[] values, Center center) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return Double.NaN;
    }
    if (feature instanceof Feature.Categorical || feature instanceof Feature.Binary) {
      return mode(sorted);
    }
    if (feature instanceof Feature.Ordinal) {
      return sorted[(count - 1) / 2];
    }
    if (center == Center.MEAN) {
      return Arrays.stream(sorted).sum() / count;
    }
    return count % 2 == 1
        ? sorted[count / 2]
        : sorted[count / 2 - 1] + (sorted[count / 2] - sorted[count / 2 - 1]) / 2;
  }

  private static double mode(double[] sorted) {
    double mode = sorted[0];
    int most = 0;
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      if (to - from > most) {
        most = to - from;
        mode = sorted[from];
      }
      from = to;
    }
    return mode;
  }
}
