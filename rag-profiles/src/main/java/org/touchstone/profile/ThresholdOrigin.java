package org.touchstone.profile;

/** Where the bands of a KPI come from. */
public enum ThresholdOrigin {
  /** An established benchmark, a law or a publication that the rationale names. */
  SOURCE,
  /** A proposal of the profile's author. */
  PROPOSED
}
