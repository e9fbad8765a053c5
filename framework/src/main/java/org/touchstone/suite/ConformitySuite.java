package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Marks a class as a conformity suite: a model, the data it is audited on, and the profile that
 * says which values are green, amber and red. Each KPI of the profile becomes a test.
 *
 * <p>Either the class names everything itself, with {@link AuditRoles}, a {@link ModelUnderTest}
 * method, a {@link TestData} method and optionally {@link TrainingData} and {@link ConformityCheck}
 * methods; or it names a suite file and is otherwise empty. Build tools find suites by class name:
 * end it in {@code ConformityTest}.
 */
@Documented
@Testable
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ConformitySuite {

  /** The name in reports; by default the class name without {@code ConformityTest}. */
  String name() default "";

  /**
   * The profile: the id of a shipped one ({@code eu-ai-act-high-risk}), or a class-path resource,
   * relative to this class's package or from the root with a leading {@code /}. Required unless
   * {@link #file} is given.
   */
  String profile() default "";

  /**
   * A suite file ({@code *.conformity.json}): a class-path resource, relative to this class's
   * package or from the root with a leading {@code /}. Excludes all other attributes and members.
   */
  String file() default "";

  /** Ids of the KPIs to measure; by default all that the profile sets bands for. */
  String[] kpis() default {};

  /** A row is predicted positive where its probability is at least this. */
  double decisionThreshold() default 0.5;

  /** The seed of every random stream. */
  long seed() default 0;

  /** Tags of every test of the suite. */
  String[] tags() default {};
}
