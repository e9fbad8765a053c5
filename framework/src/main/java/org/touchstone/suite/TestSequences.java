package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link ConformitySuite} that returns the sequences that the model is
 * audited on, {@link org.touchstone.engine.data.Sequences}. With it the suite is about sequences:
 * {@link ModelUnderTest} then returns a {@link org.touchstone.engine.model.SequenceClassifier}, and
 * {@link TestData} one row for each sequence, whose id is that of the sequence. It is called once,
 * when the first check runs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TestSequences {}
