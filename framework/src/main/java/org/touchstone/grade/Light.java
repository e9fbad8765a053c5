package org.touchstone.grade;

/** What became of a check. */
public enum Light {
  /** In the green band. */
  GREEN,
  /** In the amber band, or undecided between bands. */
  AMBER,
  /** In the red band. */
  RED,
  /** The KPI has no meaning for this model. */
  NOT_APPLICABLE,
  /** The data do not determine the KPI, or are fewer than the profile asks for. */
  INSUFFICIENT_DATA,
  /** The check did not run to its end. */
  ERROR;

  /** The name as people read it, for example {@code INSUFFICIENT DATA}. */
  public String label() {
    return name().replace('_', ' ');
  }
}
