package org.touchstone.engine.data;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * One column of a table, as its schema declares it.
 *
 * <p>A {@link Dataset} stores the value of a continuous feature as the number itself, of an
 * ordinal, categorical or binary feature as the code of its level: its position in {@link #levels},
 * from 0. A missing value is {@code NaN}.
 */
public sealed interface Feature {

  /** The column's name. */
  String name();

  /** What all kinds of feature have. */
  Attributes attributes();

  /** The levels in code order; empty for a continuous feature. */
  List<String> levels();

  /** The code of a level, or empty if the feature has no such level. */
  default OptionalInt code(String level) {
    int index = levels().indexOf(level);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * What all kinds of feature have.
   *
   * @param unit unit or measurement scale, empty if none is declared
   * @param immutable whether a person cannot change it, so that no counterfactual may
   * @param sensitive whether it is protected, or stands for something protected
   * @param description what a reader should know about it, empty if nothing
   */
  record Attributes(String unit, boolean immutable, boolean sensitive, String description) {
    /** No unit, mutable, not sensitive, no description. */
    public static final Attributes NONE = new Attributes("", false, false, "");
  }

  /**
   * A number.
   *
   * @param name the column's name
   * @param min smallest allowed value, {@code -Infinity} if unbounded
   * @param max largest allowed value, {@code +Infinity} if unbounded
   * @param integer whether only whole numbers are allowed
   * @param attributes what all kinds of feature have
   */
  record Continuous(String name, double min, double max, boolean integer, Attributes attributes)
      implements Feature {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is NaN, or {@code min} is above {@code max}
     */
    public Continuous {
      if (!(min <= max)) {
        throw new IllegalArgumentException(
            "Feature \"" + name + "\" has the bounds [" + min + ", " + max + "]");
      }
    }

    @Override
    public List<String> levels() {
      return List.of();
    }
  }

  /**
   * One of several levels that have an order.
   *
   * @param name the column's name
   * @param levels the levels, from low to high
   * @param attributes what all kinds of feature have
   */
  record Ordinal(String name, List<String> levels, Attributes attributes) implements Feature {
    /**
     * Copies the levels.
     *
     * @throws IllegalArgumentException if there is none, or one is there twice
     */
    public Ordinal {
      levels = checked(name, levels);
    }
  }

  /**
   * One of several levels without an order.
   *
   * @param name the column's name
   * @param levels the levels
   * @param attributes what all kinds of feature have
   */
  record Categorical(String name, List<String> levels, Attributes attributes) implements Feature {
    /**
     * Copies the levels.
     *
     * @throws IllegalArgumentException if there is none, or one is there twice
     */
    public Categorical {
      levels = checked(name, levels);
    }
  }

  /**
   * One of two levels.
   *
   * @param name the column's name
   * @param levels the two levels, code 0 first
   * @param attributes what all kinds of feature have
   */
  record Binary(String name, List<String> levels, Attributes attributes) implements Feature {
    /**
     * Copies the levels.
     *
     * @throws IllegalArgumentException if there are not two of them, or they are equal
     */
    public Binary {
      levels = checked(name, levels);
      if (levels.size() != 2) {
        throw new IllegalArgumentException(
            "Binary feature \"" + name + "\" needs two levels, found " + levels);
      }
    }
  }

  private static List<String> checked(String name, List<String> levels) {
    if (levels.isEmpty() || new HashSet<>(levels).size() < levels.size()) {
      throw new IllegalArgumentException(
          "Feature \"" + name + "\" needs at least one level and no level twice, found " + levels);
    }
    return List.copyOf(levels);
  }
}
