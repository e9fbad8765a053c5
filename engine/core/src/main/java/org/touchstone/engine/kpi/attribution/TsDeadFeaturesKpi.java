package org.touchstone.engine.kpi.attribution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.SequenceSubject;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.SequenceSummary;

/**
 * TS_DEAD_FEATURES: the share of the model's event features whose attribution is 0 in every
 * explained sequence: they are constant, or the model does not use them. Columns of an event that
 * the model does not read are left out.
 *
 * <p>A value counts as 0 up to 1e-12. Where there are too many features for exact values ({@code
 * 2^(features + 1) - 2 > nsamples}), sampling leaves no value at 0; there a feature is dead if in
 * no sequence the output changes when it alone is replaced by the background, nor when all others
 * are ({@link FeatureSwitch}). No interval: the share depends on the most unusual sequence, not on
 * an average one.
 *
 * <p>Source: TimeSHAP, section 4.2: "two features with a null contribution for all observed
 * sequences".
 */
public final class TsDeadFeaturesKpi extends SequenceKpi {

  private static final double ZERO = 1e-12;

  /** Creates the KPI. */
  public TsDeadFeaturesKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("TS_DEAD_FEATURES"),
            "",
            "Dead features",
            Aspects.EXPLAINABILITY,
            Aspects.SEQUENCES,
            "Use of the features",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The share of the features that have no influence on the output for any explained"
                + " sequence.",
            "A feature that is constant or always missing, an encoding that loses it, or data that"
                + " are collected without being used.",
            TsPrunedShareKpi.parameters(),
            Set.of("explanation", "sequences")));
  }

  @Override
  Measurement measure(Explained explained, Scope scope, double level) {
    GlobalExplanation global = explained.global();
    SequenceSubject subject = explained.audit().sequences().orElseThrow();
    List<String> read =
        EncodedSequenceClassifier.features(subject.model()).orElse(global.featureNames());
    List<String> dead = read.stream().filter(name -> isDead(name, explained, scope)).toList();
    return value(
        scope,
        (double) dead.size() / read.size(),
        Optional.empty(),
        0,
        global.sequences().size(),
        new EvidenceTable(
            "Features without influence, " + dead.size() + " of " + read.size(),
            List.of("feature"),
            dead.stream().map(List::of).toList()));
  }

  private static boolean isDead(String name, Explained explained, Scope scope) {
    GlobalExplanation global = explained.global();
    int column = global.featureNames().indexOf(name);
    boolean zero =
        global.sequences().stream()
            .map(SequenceSummary::features)
            .allMatch(features -> Math.abs(features[column]) <= ZERO);
    int players = global.featureNames().size() + 1;
    boolean exact = players < 31 && (1L << players) - 2 <= explained.settings().nsamples();
    if (zero || exact) {
      return zero;
    }
    SequenceSubject subject = explained.audit().sequences().orElseThrow();
    Sequences sequences = subject.test().select(explained.all().rows(scope));
    FeatureSwitch test =
        new FeatureSwitch(
            subject.model(),
            explained.settings().explainer(explained.audit(), subject).background());
    for (int s = 0; s < sequences.count(); s++) {
      if (test.changesOutput(sequences.events(s), column)) {
        return false;
      }
    }
    return true;
  }
}
