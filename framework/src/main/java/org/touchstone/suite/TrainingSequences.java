package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link ConformitySuite} that returns the sequences that the model was
 * trained on, {@link org.touchstone.engine.data.Sequences}. They have the columns of the test
 * sequences. Optional; explanations take their background from them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TrainingSequences {}
