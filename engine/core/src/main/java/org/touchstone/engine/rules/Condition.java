package org.touchstone.engine.rules;

import java.util.List;

/**
 * What a rule asks of one feature. Its {@link #token} is the word that a row is written in for text
 * mining, for example {@code age:28.5_to_inf}.
 */
public sealed interface Condition {

  /** The feature's name. */
  String feature();

  /** The condition as one word: feature, colon, value. */
  String token();

  /**
   * A number in {@code (low, high]}.
   *
   * @param feature the feature's name
   * @param low what the number is above; {@code -Infinity} if nothing
   * @param high what the number is not above; {@code +Infinity} if nothing
   */
  record Interval(String feature, double low, double high) implements Condition {
    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if {@code low} is not below {@code high}
     */
    public Interval {
      if (!(low < high)) {
        throw new IllegalArgumentException(
            "The interval ("
                + low
                + ", "
                + high
                + "] of \""
                + feature
                + "\" holds no number; its first limit has to be below the second");
      }
    }

    @Override
    public String token() {
      return feature + ":" + limit(low) + "_to_" + limit(high);
    }

    private static String limit(double value) {
      if (Double.isInfinite(value)) {
        return value < 0 ? "-inf" : "inf";
      }
      return Double.toString(value);
    }
  }

  /**
   * One level.
   *
   * @param feature the feature's name
   * @param level the level, as the schema writes it
   */
  record Level(String feature, String level) implements Condition {
    @Override
    public String token() {
      return feature + ":" + level;
    }
  }

  /**
   * One of several neighbouring levels of an ordinal feature.
   *
   * @param feature the feature's name
   * @param levels the levels, from low to high, two or more
   * @param lowest whether they start with the feature's lowest level
   * @param highest whether they end with the feature's highest level
   */
  record LevelRange(String feature, List<String> levels, boolean lowest, boolean highest)
      implements Condition {
    /**
     * Copies the levels.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public LevelRange {
      levels = List.copyOf(levels);
      if (levels.size() < 2) {
        throw new IllegalArgumentException(
            "A range of levels of \"" + feature + "\" has two or more, found " + levels);
      }
    }

    @Override
    public String token() {
      return feature + ":" + levels.get(0) + "_to_" + levels.get(levels.size() - 1);
    }
  }

  /**
   * No value.
   *
   * @param feature the feature's name
   */
  record Missing(String feature) implements Condition {
    @Override
    public String token() {
      return feature + ":missing";
    }
  }

  /**
   * Any value: the opposite of {@link Missing}, for a feature whose values say nothing more.
   *
   * @param feature the feature's name
   */
  record Given(String feature) implements Condition {
    @Override
    public String token() {
      return feature + ":given";
    }
  }
}
