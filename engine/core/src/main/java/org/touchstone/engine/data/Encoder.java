package org.touchstone.engine.data;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.data.Encoding.MissingLevel;
import org.touchstone.engine.data.Encoding.MissingNumber;

/**
 * Turns rows that a person reads into the inputs of a model, in the model's order: numbers as they
 * are or standardised, levels one-hot or by number. Immutable, safe for several threads.
 */
public final class Encoder {

  private final Schema schema;
  private final Encoding encoding;
  private final EncoderPlan.NumberStep[] numbers;
  private final EncoderPlan.CodesStep[] codes;
  private final EncoderPlan.OneHotStep[] oneHots;
  private final boolean numbersMayBeMissing;

  private Encoder(Schema schema, Encoding encoding, EncoderPlan plan) {
    this.schema = schema;
    this.encoding = encoding;
    this.numbers = plan.numbers.toArray(EncoderPlan.NumberStep[]::new);
    this.codes = plan.codes.toArray(EncoderPlan.CodesStep[]::new);
    this.oneHots = plan.oneHots.toArray(EncoderPlan.OneHotStep[]::new);
    this.numbersMayBeMissing = encoding.missingNumber() == MissingNumber.NAN;
  }

  /**
   * An encoder of rows with these columns; a missing value is an error, and every level of a
   * one-hot feature has an input.
   *
   * @param schema the columns of the rows
   * @param inputs the model's inputs, in its order
   * @throws DataException as {@link #of(Schema, Encoding)}
   */
  public static Encoder of(Schema schema, List<? extends Input> inputs) {
    return of(schema, Encoding.of(inputs));
  }

  /**
   * An encoder of rows with these columns.
   *
   * @param schema the columns of the rows; columns without an input, for example the label, are not
   *     encoded
   * @param encoding the model's inputs
   * @throws DataException if there is no input, an input names an unknown column or level, two
   *     inputs have the same name or compute the same, a feature is encoded both as one-hot and as
   *     a number, a categorical feature is used as a number, or a level of a one-hot feature has
   *     neither an input nor is declared dropped
   */
  public static Encoder of(Schema schema, Encoding encoding) {
    return of(schema, encoding, (pointer, what) -> new DataException(what));
  }

  static Encoder of(Schema schema, Encoding encoding, EncoderPlan.Refusal refusal) {
    return new Encoder(schema, encoding, new EncoderPlan(schema, encoding, refusal));
  }

  /**
   * Reads an encoding from a JSON file; the format is published as the JSON Schema {@code
   * org/touchstone/engine/data/encoding.schema.json}.
   *
   * @throws DataException if there is no such file, or it is wrong, or does not fit the schema; the
   *     message names file, line and column, and what would be right
   */
  public static Encoder read(Path file, Schema schema) {
    return read(InputSource.file(file), schema);
  }

  /** Reads an encoding from a JSON source; see {@link #read(Path, Schema)}. */
  public static Encoder read(InputSource source, Schema schema) {
    return new EncodingReader(source, schema).read();
  }

  /** The columns of a row. */
  public Schema schema() {
    return schema;
  }

  /** The encoding. */
  public Encoding encoding() {
    return encoding;
  }

  /** Number of inputs. */
  public int inputWidth() {
    return encoding.inputs().size();
  }

  /** The names of the inputs, in order. */
  public List<String> inputNames() {
    return encoding.inputs().stream().map(Input::name).toList();
  }

  /** The columns that have an input, in the schema's order. */
  public List<String> features() {
    Set<String> used = new LinkedHashSet<>();
    encoding.inputs().forEach(input -> used.add(input.feature()));
    return schema.names().stream().filter(used::contains).toList();
  }

  /**
   * Encodes rows.
   *
   * @param rows row-major values and codes, at least {@code count * schema().size()} long
   * @param count number of rows
   * @param out receives the row-major inputs, at least {@code count * inputWidth()} long
   * @throws MissingValueException if a value is missing and the encoding does not say what stands
   *     for it
   * @throws DataException if a value is not the code of a level, or an array is too short
   */
  public void encode(double[] rows, int count, double[] out) {
    int width = schema.size();
    int inputs = inputWidth();
    if (count < 0 || rows.length < (long) count * width || out.length < (long) count * inputs) {
      throw new DataException(
          "To encode "
              + count
              + " rows takes "
              + (long) count * width
              + " values and room for "
              + (long) count * inputs
              + " inputs, found "
              + rows.length
              + " and "
              + out.length);
    }
    for (int row = 0; row < count; row++) {
      int from = row * width;
      int to = row * inputs;
      for (EncoderPlan.NumberStep step : numbers) {
        double value = rows[from + step.column()];
        requireNumber(value, row, step.column());
        out[to + step.out()] = (value - step.mean()) / step.scale();
      }
      for (EncoderPlan.CodesStep step : codes) {
        double value = rows[from + step.column()];
        requireNumber(value, row, step.column());
        out[to + step.out()] =
            Double.isNaN(value)
                ? Double.NaN
                : step.byCode()[code(value, step.byCode().length, row, step.column())];
      }
      for (EncoderPlan.OneHotStep step : oneHots) {
        oneHot(step, rows[from + step.column()], row, out, to);
      }
    }
  }

  private void oneHot(EncoderPlan.OneHotStep step, double value, int row, double[] out, int to) {
    int[] outs = step.outByCode();
    boolean missing = Double.isNaN(value);
    if (missing && encoding.missingLevel() == MissingLevel.ERROR) {
      throw new MissingValueException(row, schema.features().get(step.column()).name());
    }
    double others = missing && encoding.missingLevel() == MissingLevel.NAN ? Double.NaN : 0;
    for (int at : outs) {
      if (at >= 0) {
        out[to + at] = others;
      }
    }
    if (!missing) {
      int at = outs[code(value, outs.length, row, step.column())];
      if (at != EncoderPlan.DROPPED) {
        out[to + at] = 1;
      }
    }
  }

  private void requireNumber(double value, int row, int column) {
    if (Double.isNaN(value) && !numbersMayBeMissing) {
      throw new MissingValueException(row, schema.features().get(column).name());
    }
  }

  private int code(double value, int levels, int row, int column) {
    int code = (int) value;
    if (code != value || code < 0 || code >= levels) {
      Feature feature = schema.features().get(column);
      throw new DataException(
          "Row "
              + row
              + " of the batch, counted from 0, has "
              + value
              + " as the code of "
              + Wording.quote(feature.name())
              + "; its codes are 0 to "
              + (levels - 1)
              + ", for "
              + Wording.list(feature.levels()));
    }
    return code;
  }
}
