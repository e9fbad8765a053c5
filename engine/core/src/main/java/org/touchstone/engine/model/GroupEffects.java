package org.touchstone.engine.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * What the groups of a multilevel model add to its fixed effects: a deviation of the intercept, and
 * one of each coefficient, which is 0 where the model has no random slope. Immutable.
 */
public final class GroupEffects {

  private final List<String> names;
  private final int size;
  private final double[] deviations;

  private GroupEffects(List<String> names, int size, double[] deviations) {
    this.names = names;
    this.size = size;
    this.deviations = deviations;
  }

  /**
   * Groups that differ by their intercept alone.
   *
   * @param names the groups' names; a group's number is its position, from 0
   * @param intercepts the deviation of each group's intercept
   * @param featureCount number of features
   * @throws IllegalArgumentException as {@link #of}
   */
  public static GroupEffects intercepts(List<String> names, double[] intercepts, int featureCount) {
    double[] deviations = new double[intercepts.length * (1 + featureCount)];
    for (int g = 0; g < intercepts.length; g++) {
      deviations[g * (1 + featureCount)] = intercepts[g];
    }
    return of(names, deviations, featureCount);
  }

  /**
   * Groups that may differ by their intercept and by every coefficient.
   *
   * @param names the groups' names; a group's number is its position, from 0
   * @param deviations row-major: for each group the deviation of the intercept, then that of each
   *     coefficient
   * @param featureCount number of features
   * @throws IllegalArgumentException if there is no group, a name is there twice, the numbers are
   *     not {@code names.size() * (1 + featureCount)}, or one is not finite
   */
  public static GroupEffects of(List<String> names, double[] deviations, int featureCount) {
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "A multilevel model needs at least one group and no name twice, found " + names);
    }
    int size = 1 + featureCount;
    if (deviations.length != names.size() * size) {
      throw new IllegalArgumentException(
          names.size()
              + " groups and "
              + featureCount
              + " features need "
              + names.size() * size
              + " deviations, found "
              + deviations.length);
    }
    for (int i = 0; i < deviations.length; i++) {
      if (!Double.isFinite(deviations[i])) {
        throw new IllegalArgumentException(
            "Group \""
                + names.get(i / size)
                + "\" has the deviation "
                + deviations[i]
                + " of "
                + (i % size == 0 ? "the intercept" : "coefficient " + (i % size - 1))
                + "; it has to be finite");
      }
    }
    return new GroupEffects(List.copyOf(names), size, deviations.clone());
  }

  /** The groups' names, in the order of their numbers. */
  public List<String> names() {
    return names;
  }

  /** Number of groups. */
  public int groupCount() {
    return names.size();
  }

  /** Number of features. */
  public int featureCount() {
    return size - 1;
  }

  /** What a group adds to the fixed intercept. */
  public double intercept(int group) {
    return deviations[checked(group) * size];
  }

  /** What a group adds to a fixed coefficient. */
  public double coefficient(int group, int feature) {
    return deviations[checked(group) * size + 1 + feature];
  }

  private int checked(int group) {
    return Objects.checkIndex(group, names.size());
  }
}
