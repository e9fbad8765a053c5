package org.touchstone.profile;

/** What a value means by a profile, from worst to best. */
public enum RagLight {
  /** Not acceptable. */
  RED,
  /** Acceptable for now, to be looked at; also: an interval that lies in more than one band. */
  AMBER,
  /** Acceptable. */
  GREEN;

  /** Whether this light is as good as {@code other} or better. */
  public boolean isAtLeast(RagLight other) {
    return compareTo(other) >= 0;
  }
}
