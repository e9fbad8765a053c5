package org.touchstone.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A benchmark class one of whose counters has a limit: the median over iterations and forks, for
 * every combination of parameters. For ratios that a benchmark forms itself, and for what is no
 * time.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Promised.All.class)
public @interface Promised {

  /** What is measured, and against what. */
  String value();

  /** The counter that is limited. */
  String counter();

  /** The least that is promised. */
  double atLeast() default Double.NEGATIVE_INFINITY;

  /** The most that is promised. */
  double atMost() default Double.POSITIVE_INFINITY;

  /** Several promises. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {

    /** The promises. */
    Promised[] value();
  }
}
