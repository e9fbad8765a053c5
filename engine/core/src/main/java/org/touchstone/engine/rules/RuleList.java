package org.touchstone.engine.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.ModelSource;
import org.touchstone.engine.model.ReadableClassifier;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * A decision list: IF the first rule holds THEN a probability, ELSE IF the second one holds ...,
 * ELSE the default probability. It scores rows that a person reads. Immutable, safe for several
 * threads.
 *
 * <p>The probability of a line is the mean of its Beta posterior,
 *
 * <pre>
 * theta = (w n1 + alpha1) / (n0 + w n1 + alpha0 + alpha1)
 * </pre>
 *
 * for {@code n0} negative and {@code n1} positive training rows that came to the line and fulfil
 * its rule, with a weight {@code w} of the positive ones (ExMo, Table 1).
 */
public final class RuleList implements ReadableClassifier {

  private static final double LEVEL = 0.95;

  private final List<String> columns;
  private final Label label;
  private final BetaPrior prior;
  private final RuleMatcher matcher;
  private final List<Line> lines;
  private final double[] probabilities;
  private final List<ConfidenceInterval> intervals;
  private final Optional<ModelSource> source;

  /**
   * What the probabilities are about.
   *
   * @param name the label's name
   * @param positiveClass the class whose probability the list gives
   */
  public record Label(String name, String positiveClass) {}

  RuleList(
      List<String> columns,
      Label label,
      BetaPrior prior,
      RuleMatcher matcher,
      List<Line> lines,
      Optional<ModelSource> source) {
    this.columns = List.copyOf(columns);
    this.label = label;
    this.prior = prior;
    this.matcher = matcher;
    this.lines = List.copyOf(lines);
    this.probabilities = lines.stream().mapToDouble(Line::probability).toArray();
    this.intervals =
        lines.stream()
            .map(line -> prior.interval(line.negatives(), line.positives(), LEVEL))
            .toList();
    this.source = source;
  }

  /**
   * A list of rules over the features of training rows.
   *
   * @param lines the rules in order with their counts, the default line last
   */
  static RuleList of(
      List<Feature> columns,
      List<FeatureBins> features,
      Label label,
      BetaPrior prior,
      List<Line> lines) {
    List<Rule> rules = lines.stream().flatMap(line -> line.rule().stream()).toList();
    List<String> names = columns.stream().map(Feature::name).toList();
    List<FeatureBins> used = RuleMatcher.used(features, rules);
    int[] places = used.stream().mapToInt(f -> names.indexOf(f.feature().name())).toArray();
    return new RuleList(
        names,
        label,
        prior,
        new RuleMatcher(used, places, names.size(), rules),
        lines,
        Optional.empty());
  }

  /** The names of the columns of a row, in order. */
  public List<String> columns() {
    return columns;
  }

  /** What the probabilities are about. */
  public Label label() {
    return label;
  }

  /** What the probabilities were before the training rows. */
  public BetaPrior prior() {
    return prior;
  }

  /** The rules in order, the default line last. */
  public List<Line> lines() {
    return lines;
  }

  /**
   * Where the probability of each line lies, with 95 % of its posterior probability. With a weight
   * of the positive class above 1 it is narrower than the rows behind it justify.
   */
  public List<ConfidenceInterval> intervals() {
    return intervals;
  }

  /**
   * The names of the features that the rules ask about, in the order of the columns that the list
   * was learnt from.
   */
  @Override
  public List<String> features() {
    return matcher.features().stream().map(bins -> bins.feature().name()).toList();
  }

  @Override
  public Optional<ModelSource> source() {
    return source;
  }

  /** The same list, as it was read from a file. */
  RuleList from(ModelSource file) {
    return new RuleList(columns, label, prior, matcher, lines, Optional.of(file));
  }

  RuleMatcher matcher() {
    return matcher;
  }

  @Override
  public int inputWidth() {
    return columns.size();
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    long[] held = matcher.buffer();
    int width = inputWidth();
    for (int row = 0; row < count; row++) {
      matcher.holding(rows, row * width, held);
      out[row] = probabilities[matcher.first(held)];
    }
  }

  /**
   * Finds the line that decides on each row, from 0; the default line is the last one.
   *
   * @param rows row-major values, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the lines
   */
  public void decide(double[] rows, int count, int[] out) {
    long[] held = matcher.buffer();
    int width = inputWidth();
    for (int row = 0; row < count; row++) {
      matcher.holding(rows, row * width, held);
      out[row] = matcher.first(held);
    }
  }

  /**
   * Explains a row by the line that decides on it; no model is called.
   *
   * @param rows row-major values
   * @param row the row, counted from 0
   */
  public RuleExplanation explain(double[] rows, int row) {
    int width = inputWidth();
    long[] held = matcher.buffer();
    matcher.holding(rows, row * width, held);
    double[] values = new double[matcher.features().size()];
    for (int f = 0; f < values.length; f++) {
      values[f] = rows[row * width + matcher.column(f)];
    }
    return new RuleExplanation(this, values, matcher.first(held));
  }

  /**
   * The explanations of this list in the words of an application, for many rows.
   *
   * @param words what features and outcome are called
   */
  public ExplanationTexts texts(ExplanationWords words) {
    return new ExplanationTexts(this, words);
  }

  /**
   * The same list for rows of another schema: columns are found by name and levels by theirs. A
   * level that the list does not know fulfils no condition.
   *
   * @throws DataException if the schema lacks a feature of the list, or has it as another kind
   */
  @Override
  public RuleList on(Schema schema) {
    List<FeatureBins> features = new ArrayList<>();
    int[] places = new int[matcher.features().size()];
    for (int f = 0; f < places.length; f++) {
      FeatureBins bins = matcher.features().get(f);
      String name = bins.feature().name();
      OptionalInt place = schema.find(name);
      if (place.isEmpty()) {
        throw new DataException(
            "The rule list asks about \"" + name + "\"; the schema has " + schema.names());
      }
      places[f] = place.getAsInt();
      features.add(bins.on(schema.features().get(places[f])));
    }
    return new RuleList(
        schema.names(), label, prior, matcher.on(features, places, schema.size()), lines, source);
  }

  /**
   * The list as JSON, for {@link org.touchstone.engine.model.Models} to read as {@value
   * RuleListJson#ID}. Whether a feature is sensitive or immutable is the schema's to say and is not
   * written.
   */
  public String toJson() {
    return RuleListWriter.write(this);
  }

  /**
   * Saves the list as JSON, see {@link #toJson}.
   *
   * @throws DataException if the file cannot be written
   */
  public void save(Path file) {
    try {
      Files.writeString(file, toJson());
    } catch (IOException e) {
      throw new DataException("The rule list cannot be saved in " + file + ": " + e, e);
    }
  }

  /**
   * The list as text, like Table 4 of the paper: {@code IF age:28.5_to_inf THEN probability of
   * diabetes: 44.2% ELSE IF ... ELSE probability of diabetes: 50.0%}, one line for each rule.
   *
   * @param outcome what the probability is of, for example {@code diabetes}
   */
  public String print(String outcome) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      Optional<Rule> rule = line.rule();
      text.append(text.isEmpty() ? "" : "ELSE ");
      rule.ifPresent(r -> text.append("IF ").append(r).append(" THEN "));
      text.append("probability of ")
          .append(outcome)
          .append(String.format(Locale.ROOT, ": %.1f%%%n", 100 * line.probability()));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** The list as text, about its positive class. */
  @Override
  public String toString() {
    return print(label.positiveClass());
  }
}
