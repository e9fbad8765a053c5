package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;

/**
 * The explanations of a rule list in the words of one application: everything but the values of a
 * row is written beforehand, so that the prediction and the sentence of a row cost a microsecond or
 * two. Immutable, safe for several threads.
 */
public final class ExplanationTexts {

  private static final int LENGTH = 192;

  private final RuleList list;
  private final RuleMatcher matcher;
  private final ExplanationWords words;
  private final List<LineText> lines;

  ExplanationTexts(RuleList list, ExplanationWords words) {
    this.list = list;
    this.matcher = list.matcher();
    this.words = words;
    List<LineText> written = new ArrayList<>();
    for (Line line : list.lines()) {
      written.add(new LineText(line));
    }
    this.lines = List.copyOf(written);
  }

  /**
   * The sentence of a row; see {@link RuleExplanation#text}.
   *
   * @param rows row-major values
   * @param row the row, counted from 0
   */
  public String text(double[] rows, int row) {
    int at = row * list.inputWidth();
    long[] held = matcher.buffer();
    matcher.holding(rows, at, held);
    return text(rows, at, matcher.first(held));
  }

  /**
   * An HTML document with a section for each row of a table, under its id: the fragment of {@link
   * RuleExplanation#html}. It shows the values that the list asks about.
   *
   * @param rows rows of the list's columns
   * @throws org.touchstone.engine.data.DataException if the rows have other columns
   */
  public String html(Dataset rows) {
    if (!rows.schema().names().equals(list.columns())) {
      throw new DataException(
          "The rule list takes rows of the columns "
              + list.columns()
              + ", the table has "
              + rows.schema().names()
              + "; explain by list.on(schema)");
    }
    double[] values = new double[list.inputWidth()];
    List<String> ids = new ArrayList<>();
    List<String> fragments = new ArrayList<>();
    for (int row = 0; row < rows.rowCount(); row++) {
      rows.copyRows(row, row + 1, values);
      ids.add(rows.rowId(row));
      fragments.add(list.explain(values, 0).html(words));
    }
    return ExplanationHtml.document(words.outcome(), ids, fragments);
  }

  /** The sentence of the row that starts at {@code at}, and on which a line decides. */
  String text(double[] rows, int at, int line) {
    StringBuilder text = new StringBuilder(LENGTH);
    lines.get(line).write(rows, at, text);
    for (int f = 0; f < matcher.features().size(); f++) {
      FeatureBins bins = matcher.features().get(f);
      double value = rows[at + matcher.column(f)];
      if (!bins.seen(value)) {
        text.append("; ").append(words.name(bins.feature().name())).append(" (");
        writeValue(bins.feature(), value, text);
        text.append(") was never seen in training");
      }
    }
    return text.toString();
  }

  /** The value as a person writes it, with its unit. */
  static void writeValue(Feature feature, double value, StringBuilder text) {
    if (Double.isNaN(value)) {
      text.append("missing");
    } else if (feature instanceof Feature.Continuous number) {
      if (number.integer() && value == Math.rint(value) && Math.abs(value) < 1e15) {
        text.append((long) value);
      } else {
        writeNumber(value, text);
      }
      String unit = feature.attributes().unit();
      if (!unit.isEmpty()) {
        text.append(' ').append(unit);
      }
    } else {
      int code = (int) value;
      if (code >= 0 && code < feature.levels().size()) {
        text.append(feature.levels().get(code));
      } else {
        text.append("code ").append(value);
      }
    }
  }

  /** As {@link Double#toString} writes it, faster for numbers of up to three decimals. */
  static void writeNumber(double value, StringBuilder text) {
    double scaled = Math.rint(value * 1000);
    boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7 && scaled / 1000 == value;
    if (!plain) {
      text.append(value);
      return;
    }
    long thousandths = (long) Math.abs(scaled);
    if (value < 0) {
      text.append('-');
    }
    text.append(thousandths / 1000).append('.');
    int decimals = (int) (thousandths % 1000);
    text.append((char) ('0' + decimals / 100));
    if (decimals % 100 != 0) {
      text.append((char) ('0' + decimals / 10 % 10));
      if (decimals % 10 != 0) {
        text.append((char) ('0' + decimals % 10));
      }
    }
  }

  /** The sentence of one line, with gaps for values. */
  private final class LineText {
    private final String start;
    private final Part[] parts;

    LineText(Line line) {
      String head =
          "Prob. of "
              + words.outcome()
              + " is "
              + words.probability(line.probability())
              + " because ";
      Optional<Rule> rule = line.rule();
      if (rule.isEmpty()) {
        this.start = head + (list.lines().size() == 1 ? "the list has no rule" : "no rule applies");
        this.parts = new Part[0];
        return;
      }
      this.start = head;
      List<Condition> conditions = rule.get().conditions();
      this.parts = new Part[conditions.size()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = part(i == 0 ? "" : " and ", conditions.get(i));
      }
    }

    void write(double[] rows, int at, StringBuilder text) {
      text.append(start);
      for (Part part : parts) {
        part.write(rows, at, text);
      }
    }

    private Part part(String joint, Condition condition) {
      int place = list.features().indexOf(condition.feature());
      Feature feature = matcher.features().get(place).feature();
      int column = matcher.column(place);
      String name = joint + words.name(condition.feature());
      if (condition instanceof Condition.Interval interval) {
        double low = interval.low();
        double high = interval.high();
        String after =
            Double.isInfinite(high)
                ? "above " + low
                : Double.isInfinite(low) ? "below " + high : "between " + low + " to " + high;
        String atEnd = Double.isInfinite(low) ? "at most " + high : after;
        return new Part(
            name + " (", Optional.of(feature), column, ") is " + after, high, ") is " + atEnd);
      }
      if (condition instanceof Condition.LevelRange range) {
        String first = range.levels().get(0);
        String last = range.levels().get(range.levels().size() - 1);
        String after =
            ") is "
                + (range.lowest()
                    ? "at most " + last
                    : range.highest() ? "at least " + first : "between " + first + " to " + last);
        return new Part(name + " (", Optional.of(feature), column, after, Double.NaN, after);
      }
      String whole =
          condition instanceof Condition.Level level
              ? name + " is " + level.level()
              : name + (condition instanceof Condition.Missing ? " is missing" : " is given");
      return new Part(whole, Optional.empty(), column, "", Double.NaN, "");
    }
  }

  /**
   * A condition in words.
   *
   * @param before what stands before the row's value
   * @param feature how the value is written; empty if it is not
   * @param column the value's place in the row
   * @param after what stands after it
   * @param end the upper end of the interval
   * @param afterEnd what stands after a value that is this end
   */
  private record Part(
      String before,
      Optional<Feature> feature,
      int column,
      String after,
      double end,
      String afterEnd) {

    void write(double[] rows, int at, StringBuilder text) {
      text.append(before);
      if (feature.isPresent()) {
        double value = rows[at + column];
        writeValue(feature.get(), value, text);
        text.append(value == end ? afterEnd : after);
      }
    }
  }
}
