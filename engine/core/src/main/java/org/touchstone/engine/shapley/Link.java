package org.touchstone.engine.shapley;

import org.touchstone.engine.model.ModelException;

/** Scale on which the mean output of a coalition is attributed. */
public enum Link {
  /** The probability p itself. */
  IDENTITY,
  /** The log odds {@code ln(p / (1 - p))} of the mean probability. */
  LOGIT;

  /** Applies the link to a mean probability. */
  double apply(double probability) {
    if (this == IDENTITY) {
      return probability;
    }
    if (!(probability > 0 && probability < 1)) {
      throw new ModelException(
          "The mean probability of a coalition is "
              + probability
              + ", whose log odds are not finite; use Link.IDENTITY, or explain the margin of the"
              + " model");
    }
    return Math.log(probability) - Math.log1p(-probability);
  }

  /** The scale of attributions under this link. */
  Provenance.Scale scale() {
    return this == IDENTITY ? Provenance.Scale.PROBABILITY : Provenance.Scale.LOG_ODDS;
  }
}
