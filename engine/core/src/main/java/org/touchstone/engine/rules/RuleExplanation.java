package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * Why a rule list gives a row its probability: the line that decides, those before it that do not
 * hold, and the training rows behind it. No model is called.
 */
public final class RuleExplanation {

  private final RuleList list;
  private final double[] values;
  private final int line;

  RuleExplanation(RuleList list, double[] values, int line) {
    this.list = list;
    this.values = values;
    this.line = line;
  }

  /**
   * A rule that does not hold.
   *
   * @param rule the rule
   * @param failed the first of its conditions that does not hold
   */
  public record Missed(Rule rule, Condition failed) {}

  /** The place of the deciding line in the list, from 0. */
  public int line() {
    return line;
  }

  /** The probability of the positive class. */
  public double probability() {
    return deciding().probability();
  }

  /** The line that decides, with its rule and its training rows. */
  public Line deciding() {
    return list.lines().get(line);
  }

  /** The rule that holds; empty where none does and the default line decides. */
  public Optional<Rule> rule() {
    return deciding().rule();
  }

  /** Where the probability lies, with 95 % of its posterior probability. */
  public ConfidenceInterval interval() {
    return list.intervals().get(line);
  }

  /** The names of the features that the rule asks about; empty for the default line. */
  public List<String> features() {
    return rule().map(Rule::features).orElse(List.of());
  }

  /** The rules before the deciding line, each with what failed. */
  public List<Missed> missed() {
    List<Missed> missed = new ArrayList<>();
    for (Line before : list.lines().subList(0, line)) {
      before
          .rule()
          .ifPresent(
              rule ->
                  rule.conditions().stream()
                      .filter(condition -> !holds(condition))
                      .findFirst()
                      .ifPresent(condition -> missed.add(new Missed(rule, condition))));
    }
    return missed;
  }

  /**
   * The features of the list whose value the training rows never had, so that no condition on them
   * can hold: a level that did not occur, or a missing value where none was.
   */
  public List<String> neverSeen() {
    List<String> names = new ArrayList<>();
    for (int f = 0; f < values.length; f++) {
      FeatureBins bins = list.matcher().features().get(f);
      if (!bins.seen(values[f])) {
        names.add(bins.feature().name());
      }
    }
    return names;
  }

  /**
   * The explanation by the template of ExMo's Table 5: {@code Prob. of diabetes is 0.76 because
   * plasma_glucose (152.0) is between 127.5 to 166.5 and body_mass_index (34.2) is above 29.65}. A
   * value that equals the upper end of its interval, which belongs to it, is said to be at most
   * that. Where no rule holds the text says so, and names values that training rows never had. For
   * many rows, {@link RuleList#texts} is faster.
   */
  public String text(ExplanationWords words) {
    double[] row = new double[list.inputWidth()];
    for (int f = 0; f < values.length; f++) {
      row[list.matcher().column(f)] = values[f];
    }
    return list.texts(words).text(row, 0, line);
  }

  /**
   * The explanation as a fragment of HTML: the sentence of {@link #text}, the training rows behind
   * it with the interval, and the list with what each line says about the row: the rule that
   * decides, those that do not hold with the value that rules them out, and those not reached.
   * Texts of the data are escaped. {@link ExplanationTexts#html} makes a document.
   */
  public String html(ExplanationWords words) {
    return new ExplanationHtml(this, list, words).fragment();
  }

  /** A condition in words, without the row's value. */
  static String inWords(Condition condition, ExplanationWords words) {
    String name = words.name(condition.feature());
    if (condition instanceof Condition.Interval interval) {
      return name
          + (Double.isInfinite(interval.high())
              ? " above " + interval.low()
              : Double.isInfinite(interval.low())
                  ? " at most " + interval.high()
                  : " above " + interval.low() + " and at most " + interval.high());
    }
    if (condition instanceof Condition.LevelRange range) {
      return name + " one of " + String.join(", ", range.levels());
    }
    if (condition instanceof Condition.Level level) {
      return name + " is " + level.level();
    }
    return name + (condition instanceof Condition.Missing ? " is missing" : " is given");
  }

  /** The row's value of a feature, as a person writes it, with its unit. */
  String value(String feature) {
    return value(place(feature));
  }

  private String value(int place) {
    StringBuilder text = new StringBuilder();
    ExplanationTexts.writeValue(
        list.matcher().features().get(place).feature(), values[place], text);
    return text.toString();
  }

  private boolean holds(Condition condition) {
    int place = place(condition.feature());
    FeatureBins bins = list.matcher().features().get(place);
    int bin = bins.bin(values[place]);
    return bin != FeatureBins.NONE && bins.conditions().get(bin).equals(condition);
  }

  private int place(String feature) {
    List<FeatureBins> features = list.matcher().features();
    int place = 0;
    while (!features.get(place).feature().name().equals(feature)) {
      place++;
    }
    return place;
  }

  /** The sentence, without words of one's own. */
  @Override
  public String toString() {
    return text(ExplanationWords.of(list.label().positiveClass()));
  }
}
