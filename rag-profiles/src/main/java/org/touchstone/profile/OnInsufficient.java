package org.touchstone.profile;

/**
 * What becomes of a check whose data are too few. There is no way to let it pass: that the data
 * cannot show a problem is no evidence that there is none.
 */
public enum OnInsufficient {
  /** The check fails. */
  FAIL,
  /** The check is aborted: reported as skipped, with the reason, and counted neither way. */
  ABORT
}
