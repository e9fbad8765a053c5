package org.touchstone.engine.kpi.attribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.SequenceSubject;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.GlobalTimeShap;
import org.touchstone.engine.timeshap.SequenceSummary;

/**
 * The global explanation of an audit's sequences, for the whole and for each group: computed once
 * for each set of settings, and shared by the KPIs that read it.
 */
final class ExplainedSequences {

  private final AuditSample sample;
  private final List<SequenceSummary> summaries;
  private final List<String> featureNames;

  private ExplainedSequences(Audit audit, TimeShapSettings settings) {
    SequenceSubject subject = audit.sequences().orElseThrow();
    this.sample = sample(audit, settings);
    this.featureNames = subject.test().schema().names();
    this.summaries =
        sample.all().length == 0
            ? List.of()
            : new GlobalTimeShap(settings.explainer(audit, subject), "audit")
                .explain(subject.test().select(sample.all()), new Execution(1, audit.monitor()))
                .sequences();
  }

  /** The explanation with these settings. */
  static ExplainedSequences of(Audit audit, TimeShapSettings settings) {
    return audit.shared(
        new Key(settings), explained -> new ExplainedSequences(explained, settings));
  }

  /** The sequences that these settings choose. */
  static AuditSample sample(Audit audit, TimeShapSettings settings) {
    return new AuditSample(
        audit,
        settings.maxSequences(),
        settings.explained() == TimeShapSettings.Explained.POSITIVE);
  }

  /** Why a scope has no sequence to explain. */
  static String nothing(Scope scope, TimeShapSettings settings) {
    return settings.explained() == TimeShapSettings.Explained.POSITIVE
        ? "No sequence of "
            + scope.rows()
            + " is predicted positive, and only these are explained (parameter \"explained\")"
        : "There is no sequence of " + scope.rows();
  }

  /** The sequences of a scope, taken together; empty if there is none. */
  Optional<GlobalExplanation> of(Scope scope) {
    List<SequenceSummary> own =
        Arrays.stream(sample.places(scope)).mapToObj(summaries::get).toList();
    return own.isEmpty() ? Optional.empty() : Optional.of(new GlobalExplanation(own, featureNames));
  }

  /** The rows of a scope's sequences, in the order of {@link #of(Scope)}. */
  int[] rows(Scope scope) {
    return Arrays.stream(sample.places(scope)).map(place -> sample.all()[place]).toArray();
  }

  private record Key(TimeShapSettings settings) {}
}
