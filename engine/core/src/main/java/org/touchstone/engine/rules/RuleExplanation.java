package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.touchstone.engine.data.Feature;
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
      if (bins.bin(values[f]) == FeatureBins.NONE) {
        names.add(bins.feature().name());
      }
    }
    return names;
  }

  /**
   * The explanation by the template of ExMo's Table 5: {@code Prob. of diabetes is 0.76 because
   * plasma_glucose (152.0) is between 127.5 to 166.5 and body_mass_index (34.2) is above 29.65}. A
   * value that equals the upper end of its interval, which belongs to it, is said to be at most
   * that. Where no rule holds the text says so, and names values that training rows never had.
   */
  public String text(ExplanationWords words) {
    StringBuilder text = new StringBuilder(128);
    text.append("Prob. of ")
        .append(words.outcome())
        .append(" is ")
        .append(words.probability(probability()))
        .append(" because ");
    Optional<Rule> rule = rule();
    if (rule.isEmpty()) {
      text.append(list.lines().size() == 1 ? "the list has no rule" : "no rule applies");
    } else {
      List<Condition> conditions = rule.get().conditions();
      for (int i = 0; i < conditions.size(); i++) {
        text.append(i == 0 ? "" : " and ");
        say(conditions.get(i), words, text);
      }
    }
    for (String name : neverSeen()) {
      int feature = place(name);
      text.append("; ")
          .append(words.name(name))
          .append(" (")
          .append(value(feature))
          .append(") was never seen in training");
    }
    return text.toString();
  }

  /**
   * The explanation as a fragment of HTML: the sentence of {@link #text}, the training rows behind
   * it with the interval, and the list with what each line says about the row. Texts of the data
   * are escaped.
   */
  public String html(ExplanationWords words) {
    return new ExplanationHtml(this, list, words).fragment();
  }

  /** {@code name (value) is ...}, or {@code name is value} for a level. */
  private void say(Condition condition, ExplanationWords words, StringBuilder text) {
    String name = words.name(condition.feature());
    int feature = place(condition.feature());
    text.append(name);
    if (condition instanceof Condition.Interval interval) {
      text.append(" (").append(value(feature)).append(") is ");
      if (Double.isInfinite(interval.high())) {
        text.append("above ").append(interval.low());
      } else if (!Double.isInfinite(interval.low())) {
        text.append("between ").append(interval.low()).append(" to ").append(interval.high());
      } else {
        text.append(values[feature] < interval.high() ? "below " : "at most ")
            .append(interval.high());
      }
    } else if (condition instanceof Condition.LevelRange range) {
      List<String> levels = range.levels();
      String first = levels.get(0);
      String last = levels.get(levels.size() - 1);
      text.append(" (").append(value(feature)).append(") is ");
      text.append(
          range.lowest()
              ? "at most " + last
              : range.highest() ? "at least " + first : "between " + first + " to " + last);
    } else if (condition instanceof Condition.Level level) {
      text.append(" is ").append(level.level());
    } else {
      text.append(condition instanceof Condition.Missing ? " is missing" : " is given");
    }
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
                  : " above " + interval.low() + ", at most " + interval.high());
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
    Feature feature = list.matcher().features().get(place).feature();
    double value = values[place];
    if (Double.isNaN(value)) {
      return "missing";
    }
    if (feature instanceof Feature.Continuous number) {
      String text =
          number.integer() && Math.abs(value) < 1e15
              ? Long.toString((long) value)
              : Double.toString(value);
      String unit = feature.attributes().unit();
      return unit.isEmpty() ? text : text + " " + unit;
    }
    int code = (int) value;
    return code >= 0 && code < feature.levels().size()
        ? feature.levels().get(code)
        : String.format(Locale.ROOT, "code %s", value);
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
