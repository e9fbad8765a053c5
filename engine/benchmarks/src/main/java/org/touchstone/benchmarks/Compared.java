package org.touchstone.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A benchmark class whose result is a ratio: its method {@code touchstone} against each of its
 * other methods, for every combination of parameters. Greater is faster.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Compared {

  /** What is measured, and against what. */
  String value();

  /** The least ratio that is promised. */
  double atLeast();
}
