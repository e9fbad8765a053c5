package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link ConformitySuite} that returns the rows that the model was trained
 * on, an {@link org.touchstone.engine.data.Dataset} with the columns of the test data. Optional.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TrainingData {}
