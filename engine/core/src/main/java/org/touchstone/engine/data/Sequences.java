package org.touchstone.engine.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Sequences of events, one for each entity, in one flat row-major array. The events of a sequence
 * are in order, the oldest first. An event has the columns of a schema; levels are stored as codes
 * (see {@link Feature}), a missing value is {@code NaN}. Immutable.
 */
public final class Sequences {

  private final Schema schema;
  private final double[] values;
  private final int[] starts;
  private final List<String> ids;
  private final Optional<DataSource> source;

  private Sequences(
      Schema schema, double[] values, int[] starts, List<String> ids, Optional<DataSource> source) {
    this.schema = schema;
    this.values = values;
    this.starts = starts;
    this.ids = List.copyOf(ids);
    this.source = source;
  }

  /**
   * Sequences that take over {@code values}; the caller no longer changes it.
   *
   * @param schema the columns of an event
   * @param values the events of the first sequence, then of the second and so on, row-major
   * @param lengths number of events of each sequence, 1 or more
   * @param ids one for each sequence, all different
   * @throws DataException if the lengths do not agree, a sequence has no event, or an id is there
   *     twice
   */
  public static Sequences of(Schema schema, double[] values, int[] lengths, List<String> ids) {
    if (lengths.length != ids.size()) {
      throw new DataException(lengths.length + " lengths for " + ids.size() + " sequences");
    }
    if (new HashSet<>(ids).size() < ids.size()) {
      throw new DataException("Two sequences have the same id; ids must differ");
    }
    int[] starts = new int[lengths.length + 1];
    for (int s = 0; s < lengths.length; s++) {
      if (lengths[s] < 1) {
        throw new DataException(
            "Sequence "
                + Wording.quote(ids.get(s))
                + " has "
                + lengths[s]
                + " events; 1 is needed");
      }
      starts[s + 1] = Math.addExact(starts[s], lengths[s]);
    }
    if (values.length != (long) starts[lengths.length] * schema.size()) {
      throw new DataException(
          "Sequences of "
              + starts[lengths.length]
              + " events and "
              + schema.size()
              + " columns need "
              + (long) starts[lengths.length] * schema.size()
              + " values, found "
              + values.length);
    }
    return new Sequences(schema, values, starts, ids, Optional.empty());
  }

  /** These sequences with what they were read from. */
  Sequences from(DataSource read) {
    return new Sequences(schema, values, starts, ids, Optional.of(read));
  }

  /** What the sequences were read from, empty if they were not read from a file. */
  public Optional<DataSource> source() {
    return source;
  }

  /** The columns of an event. */
  public Schema schema() {
    return schema;
  }

  /** Number of sequences. */
  public int count() {
    return ids.size();
  }

  /** Number of events of all sequences. */
  public int eventCount() {
    return starts[starts.length - 1];
  }

  /** The id of a sequence, counted from 0: that of its entity. */
  public String id(int sequence) {
    return ids.get(sequence);
  }

  /** Number of events of a sequence. */
  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /** Number of events of the longest sequence; 0 if there is none. */
  public int maxLength() {
    int longest = 0;
    for (int s = 0; s < count(); s++) {
      longest = Math.max(longest, length(s));
    }
    return longest;
  }

  /** The number or the code at an event of a sequence and a column, all counted from 0. */
  public double value(int sequence, int event, int column) {
    return values[(starts[sequence] + event) * schema.size() + column];
  }

  /** The events of a sequence, row-major; a copy. */
  public double[] events(int sequence) {
    int width = schema.size();
    return Arrays.copyOfRange(values, starts[sequence] * width, starts[sequence + 1] * width);
  }

  /** A copy of one column over the events of all sequences. */
  public double[] column(int column) {
    double[] out = new double[eventCount()];
    for (int i = 0, at = column; i < out.length; i++, at += schema.size()) {
      out[i] = values[at];
    }
    return out;
  }

  /** The sequences at these positions, counted from 0, in this order. */
  public Sequences select(int[] sequences) {
    int width = schema.size();
    int[] lengths = Arrays.stream(sequences).map(this::length).toArray();
    double[] selected = new double[Arrays.stream(lengths).sum() * width];
    int at = 0;
    for (int s : sequences) {
      int size = length(s) * width;
      System.arraycopy(values, starts[s] * width, selected, at, size);
      at += size;
    }
    List<String> names = Arrays.stream(sequences).mapToObj(ids::get).toList();
    Sequences chosen = of(schema, selected, lengths, names);
    return source.map(chosen::from).orElse(chosen);
  }
}
