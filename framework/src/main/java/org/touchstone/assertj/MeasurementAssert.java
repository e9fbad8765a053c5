package org.touchstone.assertj;

import org.jspecify.annotations.Nullable;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.grade.VerdictMessage;

/** Assertions on a measurement. Made by {@link TouchstoneAssertions}. */
public class MeasurementAssert extends AbstractMeasurementAssert<MeasurementAssert, Measurement> {

  /** Use {@link TouchstoneAssertions}; public because AssertJ makes soft assertions of it. */
  public MeasurementAssert(@Nullable Measurement actual) {
    super(actual, MeasurementAssert.class);
  }

  @Override
  Measurement measurement() {
    return actual;
  }

  @Override
  String found() {
    return VerdictMessage.of(actual);
  }
}
