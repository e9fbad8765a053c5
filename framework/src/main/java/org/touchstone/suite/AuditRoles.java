package org.touchstone.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the columns mean in a {@link ConformitySuite}. All but {@link #sensitive} and {@link
 * #groups} are required: nothing is guessed. In default prediction the class that the score is
 * about and the outcome that a person hopes for differ.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AuditRoles {

  /** The column that holds the true class. */
  String label();

  /** The level of the label whose probability the model's score is. */
  String positiveClass();

  /** The level of the label that is good for the person. */
  String favourableOutcome();

  /** The features whose groups are compared. */
  Sensitive[] sensitive() default {};

  /** The column whose levels are measured one by one as well; none if empty. */
  String groups() default "";

  /**
   * In a suite about sequences, the columns of an event that are sensitive, beside those that have
   * the name of a {@link #sensitive} column of the entity; they need no levels.
   */
  String[] sensitiveEventFeatures() default {};

  /** A feature whose groups are compared with a reference group. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Sensitive {

    /** The column's name. */
    String feature();

    /** The level of the privileged group, S = 1; all other levels together are compared with it. */
    String reference();
  }
}
