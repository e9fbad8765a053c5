package org.touchstone.assertj;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipPoint.Change;

/** Assertions on a flip point. Made by {@link TouchstoneAssertions}. */
public class FlipPointAssert extends AbstractAssert<FlipPointAssert, FlipPoint> {

  /** Largest distance of the probability from the threshold that counts as on the boundary. */
  public static final double ON_BOUNDARY = 1e-9;

  /** Use {@link TouchstoneAssertions}; public because AssertJ makes soft assertions of it. */
  public FlipPointAssert(@Nullable FlipPoint actual) {
    super(actual, FlipPointAssert.class);
  }

  /**
   * The model's probability is the threshold, to {@value #ON_BOUNDARY}. A point of the other class
   * that is only close to the boundary is not on it.
   */
  public FlipPointAssert isOnBoundary() {
    return isOnBoundary(ON_BOUNDARY);
  }

  /**
   * The model's probability is the threshold up to a tolerance, for models in single precision.
   *
   * @throws IllegalArgumentException if the tolerance is negative or NaN
   */
  public FlipPointAssert isOnBoundary(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("A tolerance is 0 or more, found " + tolerance);
    }
    isNotNull();
    if (!(actual.residual() <= tolerance)) {
      throwAssertionError(
          ShouldFlip.of(
              "on the boundary to " + tolerance,
              "a probability of "
                  + actual.probability()
                  + " where the threshold is "
                  + actual.threshold()
                  + ": it is off by "
                  + actual.residual()
                  + ". "
                  + actual));
    }
    return this;
  }

  /** It is of the other class than its row, or on the boundary. */
  public FlipPointAssert turnsTheDecision() {
    isNotNull();
    boolean stays = actual.probability() >= actual.threshold() == actual.rowIsPositive();
    if (stays && actual.residual() > ON_BOUNDARY) {
      throwAssertionError(
          ShouldFlip.of(
              "that turns the decision",
              "a probability of " + actual.probability() + ", on the row's side. " + actual));
    }
    return this;
  }

  /**
   * No other feature changes; not all of these have to.
   *
   * @throws IllegalArgumentException if the schema has no such feature
   */
  public FlipPointAssert changesOnly(String... features) {
    isNotNull();
    Set<String> allowed = known(features);
    List<Change> others =
        actual.changes().stream()
            .filter(change -> !allowed.contains(change.feature().name()))
            .toList();
    if (!others.isEmpty()) {
      throwAssertionError(
          ShouldFlip.of(
              "that changes only " + allowed, "that " + names(others) + " change too: " + actual));
    }
    return this;
  }

  /**
   * All of these features change.
   *
   * @throws IllegalArgumentException if the schema has no such feature
   */
  public FlipPointAssert changes(String... features) {
    isNotNull();
    Set<String> missing = known(features);
    actual.changes().forEach(change -> missing.remove(change.feature().name()));
    if (!missing.isEmpty()) {
      throwAssertionError(
          ShouldFlip.of(
              "that changes " + known(features), "that " + missing + " do not change: " + actual));
    }
    return this;
  }

  /**
   * None of these features changes.
   *
   * @throws IllegalArgumentException if the schema has no such feature
   */
  public FlipPointAssert doesNotChange(String... features) {
    isNotNull();
    Set<String> fixed = known(features);
    List<Change> moved =
        actual.changes().stream()
            .filter(change -> fixed.contains(change.feature().name()))
            .toList();
    if (!moved.isEmpty()) {
      throwAssertionError(
          ShouldFlip.of(
              "that does not change " + fixed, "that " + names(moved) + " change: " + actual));
    }
    return this;
  }

  /** The weighted distance to the row is at least this: decisions that are not on an edge. */
  public FlipPointAssert isFartherThan(double distance) {
    isNotNull();
    if (!(actual.distance() > distance)) {
      throwAssertionError(
          ShouldFlip.of("farther than " + distance, "a distance of " + actual.distance()));
    }
    return this;
  }

  /** The weighted distance to the row is at most this. */
  public FlipPointAssert isWithin(double distance) {
    isNotNull();
    if (!(actual.distance() <= distance)) {
      throwAssertionError(
          ShouldFlip.of("within " + distance, "a distance of " + actual.distance()));
    }
    return this;
  }

  private static List<String> names(List<Change> changes) {
    return changes.stream().map(change -> change.feature().name()).toList();
  }

  private Set<String> known(String... features) {
    List<String> names = actual.schema().names();
    for (String feature : features) {
      if (!names.contains(feature)) {
        throw new IllegalArgumentException(
            "There is no feature \"" + feature + "\"; the schema has " + names);
      }
    }
    return new TreeSet<>(List.of(features));
  }
}
