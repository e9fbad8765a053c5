package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link ConformitySuite} that returns what the technical documentation of
 * the model states, an {@link org.touchstone.engine.kpi.ModelDocumentation}. Optional; KPI 1.1.1
 * needs it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Documentation {}
