package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the columns mean. Nothing is guessed: in default prediction, class 1 is the unfavourable
 * one, so the class that the score is about and the outcome that a person hopes for are two
 * settings.
 *
 * @param label the column that holds the true class
 * @param positiveClass the level of the label whose probability the model's score is
 * @param favourableOutcome the level of the label that is good for the person; disparate impact and
 *     statistical parity compare how often it is predicted
 * @param sensitive the features whose groups are compared, each with its reference level
 * @param groups the column whose levels are measured one by one as well, if any
 * @param sensitiveEventFeatures in an audit of sequences, the columns of an event that are
 *     sensitive, beside those that have the name of a sensitive feature of the entity; they need no
 *     levels
 */
public record Roles(
    String label,
    String positiveClass,
    String favourableOutcome,
    List<SensitiveFeature> sensitive,
    Optional<String> groups,
    List<String> sensitiveEventFeatures) {

  /**
   * A feature whose groups are compared.
   *
   * @param feature the column's name; it has levels
   * @param reference the level of the privileged group (S = 1); all other levels together are
   *     compared with it
   */
  public record SensitiveFeature(String feature, String reference) {}

  /** Copies the lists. */
  public Roles {
    sensitive = List.copyOf(sensitive);
    sensitiveEventFeatures = List.copyOf(sensitiveEventFeatures);
  }

  /** Roles without sensitive event features. */
  public Roles(
      String label,
      String positiveClass,
      String favourableOutcome,
      List<SensitiveFeature> sensitive,
      Optional<String> groups) {
    this(label, positiveClass, favourableOutcome, sensitive, groups, List.of());
  }

  /** Roles without sensitive features and groups, to add to. */
  public static Roles of(String label, String positiveClass, String favourableOutcome) {
    return new Roles(label, positiveClass, favourableOutcome, List.of(), Optional.empty());
  }

  /** The same roles with one more sensitive feature. */
  public Roles withSensitive(String feature, String reference) {
    List<SensitiveFeature> more = new ArrayList<>(sensitive);
    more.add(new SensitiveFeature(feature, reference));
    return new Roles(label, positiveClass, favourableOutcome, more, groups, sensitiveEventFeatures);
  }

  /** The same roles, measured for each level of a column as well. */
  public Roles withGroups(String feature) {
    return new Roles(
        label,
        positiveClass,
        favourableOutcome,
        sensitive,
        Optional.of(feature),
        sensitiveEventFeatures);
  }

  /** The same roles with one more sensitive column of an event. */
  public Roles withSensitiveEventFeature(String feature) {
    List<String> more = new ArrayList<>(sensitiveEventFeatures);
    more.add(feature);
    return new Roles(label, positiveClass, favourableOutcome, sensitive, groups, more);
  }
}
