package org.touchstone.profile;

/** What of a measurement is compared with the bands. */
public enum Decision {
  /** The value alone. */
  POINT,
  /**
   * The whole confidence interval: green if all of it is green, red if all of it is red, amber
   * otherwise.
   */
  INTERVAL
}
