package org.touchstone.engine.kpi.attribution;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.SequenceSubject;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.timeshap.SequenceBackground;
import org.touchstone.engine.timeshap.SequenceBackground.Center;
import org.touchstone.engine.timeshap.TimeShap;
import org.touchstone.engine.timeshap.TimeShapOptions;

/**
 * How the sequences of an audit are explained.
 *
 * @param eta pruning tolerance; without one no event is pruned
 * @param nsamples largest number of coalitions
 * @param background what stands for what does not take part
 * @param maxSequences most sequences that are explained for a scope
 * @param explained which sequences
 */
record TimeShapSettings(
    OptionalDouble eta,
    int nsamples,
    BackgroundKind background,
    int maxSequences,
    Explained explained) {

  static final String ETA = "eta";
  static final String NSAMPLES = "nsamples";
  static final String BACKGROUND = "background";
  static final String MAX_SEQUENCES = "maxSequences";
  static final String EXPLAINED = "explained";
  static final Set<String> NAMES = Set.of(ETA, NSAMPLES, BACKGROUND, MAX_SEQUENCES, EXPLAINED);

  private static final String NONE = "none";

  /** What stands for what does not take part, computed from the training sequences if named. */
  enum BackgroundKind {
    /** The mean event. */
    MEAN,
    /** The median event. */
    MEDIAN,
    /** The mean sequence, of sequences of one length. */
    SEQUENCE
  }

  /** Which sequences are explained. */
  enum Explained {
    /** Those whose probability is at least the decision threshold, as in the paper. */
    POSITIVE,
    /** Any. */
    ALL
  }

  /** Reads the settings; the defaults are the paper's, section 4. */
  static TimeShapSettings of(KpiParameters parameters, int maxSequences) {
    return new TimeShapSettings(
        eta(parameters),
        WholeNumbers.of(parameters, NSAMPLES, TimeShapOptions.DEFAULT.nsamples(), 2),
        parameters.choice(BACKGROUND, BackgroundKind.MEAN),
        WholeNumbers.of(parameters, MAX_SEQUENCES, maxSequences, 1),
        parameters.choice(EXPLAINED, Explained.POSITIVE));
  }

  /** The parameter {@code eta}: a number, or {@code none}. */
  static OptionalDouble eta(KpiParameters parameters) {
    if (parameters.text(ETA, "").equals(NONE)) {
      return OptionalDouble.empty();
    }
    double eta = parameters.number(ETA, TimeShapOptions.DEFAULT.tolerance().orElseThrow());
    if (eta < 0) {
      throw new IllegalArgumentException(
          "Parameter \"" + ETA + "\" is " + eta + "; it is 0 or more, or \"none\"");
    }
    return OptionalDouble.of(eta);
  }

  /** How the tolerance is written in evidence. */
  static String text(OptionalDouble eta) {
    return eta.isPresent() ? Double.toString(eta.getAsDouble()) : NONE;
  }

  /** The parameters in force. */
  Map<String, String> asMap() {
    return Map.of(
        ETA,
        text(eta),
        NSAMPLES,
        Integer.toString(nsamples),
        BACKGROUND,
        background.name().toLowerCase(Locale.ROOT),
        MAX_SEQUENCES,
        Integer.toString(maxSequences),
        EXPLAINED,
        explained.name().toLowerCase(Locale.ROOT));
  }

  /** An explainer of the subject's model. */
  TimeShap explainer(Audit audit, SequenceSubject subject) {
    TimeShapOptions options =
        new TimeShapOptions(eta, nsamples, RandomSeeds.derive(audit.seed(), "TimeSHAP"));
    return new TimeShap(subject.model(), background(subject.reference()), options);
  }

  private SequenceBackground background(Sequences reference) {
    return switch (background) {
      case MEAN -> SequenceBackground.averageEvent(reference, Center.MEAN);
      case MEDIAN -> SequenceBackground.averageEvent(reference, Center.MEDIAN);
      case SEQUENCE -> SequenceBackground.averageSequence(reference, Center.MEAN);
    };
  }
}
