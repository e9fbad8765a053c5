package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.touchstone.profile.Decision;

/**
 * Marks a method of a {@link ConformitySuite} as a check of its own. The method may take the {@link
 * org.touchstone.engine.kpi.Audit} and the {@link org.touchstone.engine.kpi.KpiParameters}, and
 * returns a {@link org.touchstone.engine.kpi.Measurement} of all rows.
 *
 * <p>Its bands come from the suite's profile, or, where the profile does not name the check, from
 * {@link #green}, {@link #amber} and {@link #red}; from both is an error.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ConformityCheck {

  /** The id that the profile and the measurement use, for example {@code PROFIT_PER_LOAN}. */
  String id();

  /** The name in reports; by default the id. */
  String title() default "";

  /** First level of the tree. */
  String aspect() default "Own checks";

  /** Second level of the tree. */
  String subAspect() default "Own checks";

  /** What the check says, in one sentence. */
  String meaning();

  /** What commonly makes it red, in one sentence. */
  String commonCauses() default "";

  /** Unit of the value. */
  String unit() default "";

  /** The values it can take, in interval notation; by default any number. */
  String range() default "(-inf, inf)";

  /** Green band in interval notation. */
  String green() default "";

  /** Amber band in interval notation. */
  String amber() default "";

  /** Red band in interval notation. */
  String red() default "";

  /**
   * What is compared with the bands here: the value's whole confidence interval, where it has one,
   * or the value.
   */
  Decision decision() default Decision.INTERVAL;

  /** Names of the parameters that a profile may set for it. */
  String[] parameters() default {};

  /** Further tags, beside the id. */
  String[] tags() default {};
}
