package org.touchstone.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * A benchmark class whose result is a time that has an upper limit: the median over its forks, for
 * every combination of parameters. With {@link #per}, it is a difference quotient, which fixed
 * costs do not enter: {@code (t(b) - t(a)) / (b - a)} for the two numbers a and b of a parameter.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Budget {

  /** What is measured. */
  String value();

  /** The most that is promised, in {@link #unit}. */
  double atMost();

  /** The unit of the limit. */
  TimeUnit unit();

  /**
   * The part of the time that is limited, by the name of a counter that the benchmark sets, in
   * milliseconds. Without it, it is the time of the whole call on the clock.
   */
  String part() default "";

  /**
   * Counters of the benchmark that count something, rows or rules, and are no times: they are
   * printed as they are.
   */
  String[] counts() default {};

  /**
   * What the time is per: {@code check} where a parameter {@code checks} has two numbers. Without
   * it, the time is that of one call.
   */
  String per() default "";
}
