package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link ConformitySuite} that returns the model, an {@link
 * org.touchstone.engine.model.Classifier} over the columns of the test data, or with {@link
 * TestSequences} a {@link org.touchstone.engine.model.SequenceClassifier} over the columns of an
 * event. It may take the {@link org.touchstone.engine.data.Schema} of the test data, or of the
 * events, and is called once, when the first check runs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ModelUnderTest {}
