package org.touchstone.assertj;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.profile.Band;

/**
 * Assertions on a measured value and its interval. A measurement without a value fails each of
 * them, except {@link #isNotComputable} and {@link #isNotApplicable}.
 *
 * @param <S> the type of the assertions
 * @param <A> what they are about
 */
public abstract class AbstractMeasurementAssert<S extends AbstractMeasurementAssert<S, A>, A>
    extends AbstractAssert<S, A> {

  AbstractMeasurementAssert(@Nullable A actual, Class<?> type) {
    super(actual, type);
  }

  /** What was measured. */
  abstract Measurement measurement();

  /** What was found, in words, for failure messages. */
  abstract String found();

  /** The value is exactly this double. */
  public S hasValue(double expected) {
    double value = value("to have the value " + expected);
    if (value != expected) {
      throw fail(ShouldHaveValue.exactly(expected, value, found()), value, expected);
    }
    return myself;
  }

  /**
   * The value differs from {@code expected} by no more than {@code tolerance}.
   *
   * @throws IllegalArgumentException if the tolerance is negative or NaN
   */
  public S hasValueCloseTo(double expected, double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("A tolerance is 0 or more, found " + tolerance);
    }
    double value = value("to have a value close to " + expected);
    if (!(value == expected || Math.abs(value - expected) <= tolerance)) {
      throw fail(ShouldHaveValue.closeTo(expected, tolerance, value, found()), value, expected);
    }
    return myself;
  }

  /**
   * The value lies between {@code low} and {@code high}, both included.
   *
   * @throws IllegalArgumentException if {@code low > high}, or one of them is NaN
   */
  public S hasValueBetween(double low, double high) {
    Band band = Band.closed(low, high);
    double value = value("to have a value in " + band);
    if (!band.contains(value)) {
      throw fail(ShouldHaveValue.in(band, found()), value, band);
    }
    return myself;
  }

  /**
   * The whole confidence interval lies within a band in interval notation, for example {@code
   * "[0.7, 1]"}.
   *
   * @throws IllegalArgumentException if the band is not written in that notation
   */
  public S hasIntervalWithin(String band) {
    Band wanted = Band.parse(band);
    Measurement.Value value = measured("to have an interval within " + wanted);
    ConfidenceInterval interval =
        value
            .interval()
            .orElseThrow(
                () -> fail(ShouldHaveIntervalWithin.butHasNone(wanted, found()), "none", wanted));
    if (!wanted.containsAll(interval.low(), interval.high())) {
      throw fail(
          ShouldHaveIntervalWithin.of(wanted, found()),
          Band.closed(interval.low(), interval.high()),
          wanted);
    }
    return myself;
  }

  /** The data do not determine the value. */
  public S isNotComputable() {
    return hasNoValueBecauseIt(Measurement.NotComputable.class, "not computable");
  }

  /** The KPI has no meaning for the model. */
  public S isNotApplicable() {
    return hasNoValueBecauseIt(Measurement.NotApplicable.class, "not applicable");
  }

  private S hasNoValueBecauseIt(Class<? extends Measurement.Result> wanted, String words) {
    isNotNull();
    if (!wanted.isInstance(measurement().result())) {
      throw assertionError(ShouldHaveValue.none("to be " + words, found()));
    }
    return myself;
  }

  private double value(String expectation) {
    return measured(expectation).value();
  }

  private Measurement.Value measured(String expectation) {
    isNotNull();
    if (measurement().result() instanceof Measurement.Value value) {
      return value;
    }
    throw assertionError(ShouldHaveValue.none(expectation, found()));
  }

  /** An error that IDEs and Surefire show with expected and actual side by side. */
  final AssertionError fail(Message message, Object found, Object wanted) {
    return failureWithActualExpected(found, wanted, "%s", message.create());
  }
}
