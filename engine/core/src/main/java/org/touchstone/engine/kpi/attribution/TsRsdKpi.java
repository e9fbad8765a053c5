package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.kpi.SequenceSubject;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.stats.RatioBootstrap;
import org.touchstone.engine.timeshap.SequenceAttribution;
import org.touchstone.engine.timeshap.TimeShap;

/**
 * TS_RSD: how much TimeSHAP's event values vary with the random choice of coalitions: the mean over
 * sequences of the mean over events of {@code sd / |mean|} of the event's value over {@code
 * repeats} runs. 0 for a sequence whose values are exact. A sequence no event of which moves the
 * output has none and is left out. Interval: {@link RatioBootstrap} over sequences.
 *
 * <p>Source: TimeSHAP, section 4.1 and the last row of Table 1, with 10 runs.
 */
public final class TsRsdKpi extends ScopedKpi {

  private static final String REPEATS = "repeats";
  private static final int MAX_SEQUENCES = 20;
  private static final int RUNS = 10;
  private static final int MOST_ROWS = 100;

  /** Creates the KPI. */
  public TsRsdKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("TS_RSD"),
            "",
            "Relative standard deviation of event values",
            Aspects.EXPLAINABILITY,
            Aspects.ATTRIBUTION,
            "Repeatability",
            KpiDescriptor.Subject.MODEL,
            0,
            Double.POSITIVE_INFINITY,
            "",
            "How much the attribution to an event varies, relative to its size, when the"
                + " explanation is repeated with other random coalitions.",
            "Sequences that stay long after pruning, and too few coalitions for their length.",
            parameters(),
            Set.of("explanation", "sequences")));
  }

  private static Set<String> parameters() {
    Set<String> names = new TreeSet<>(TsPrunedShareKpi.parameters());
    names.add(REPEATS);
    return names;
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsSequences(audit);
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    Map<String, String> used =
        new HashMap<>(TimeShapSettings.of(parameters, MAX_SEQUENCES).asMap());
    used.put(REPEATS, Integer.toString(repeats(parameters)));
    return used;
  }

  private static int repeats(KpiParameters parameters) {
    return WholeNumbers.of(parameters, REPEATS, RUNS, 2);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    TimeShapSettings settings = TimeShapSettings.of(parameters, MAX_SEQUENCES);
    int repeats = repeats(parameters);
    Deviations all =
        audit.shared(
            new Key(settings, repeats), explained -> deviations(explained, settings, repeats));
    List<Deviation> own = new ArrayList<>();
    for (int place : all.sample().places(scope)) {
      own.add(all.sequences().get(place));
    }
    double[] values =
        own.stream()
            .filter(sequence -> sequence.rsd().isPresent())
            .mapToDouble(sequence -> sequence.rsd().orElseThrow())
            .toArray();
    SampleSize size = SampleSize.ofRows(values.length);
    if (values.length == 0) {
      String reason =
          own.isEmpty()
              ? ExplainedSequences.nothing(scope, settings)
              : "No event moves the output of any explained sequence of " + scope.rows();
      return Measurement.notComputable(descriptor().id(), scope, reason, size);
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    long seed = seed(audit, scope);
    Optional<ConfidenceInterval> interval = RatioBootstrap.mean(values, level, seed);
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            sum / values.length,
            interval,
            interval.isPresent() ? OptionalLong.of(seed) : OptionalLong.empty()),
        size,
        Map.of(),
        List.of(evidence(own)));
  }

  private static EvidenceTable evidence(List<Deviation> sequences) {
    return new EvidenceTable(
        sequences.size() > MOST_ROWS
            ? "Sequences, the first " + MOST_ROWS + " of " + sequences.size()
            : "Sequences",
        List.of("sequence", "events", "after pruning", "values", "relative standard deviation"),
        sequences.stream()
            .limit(MOST_ROWS)
            .map(
                s ->
                    List.of(
                        s.id(),
                        Integer.toString(s.length()),
                        Integer.toString(s.kept()),
                        s.exact() ? "exact" : "sampled",
                        s.rsd().isPresent() ? Double.toString(s.rsd().getAsDouble()) : "-"))
            .toList());
  }

  private static Deviations deviations(Audit audit, TimeShapSettings settings, int repeats) {
    SequenceSubject subject = audit.sequences().orElseThrow();
    AuditSample sample = ExplainedSequences.sample(audit, settings);
    Sequences sequences = subject.test().select(sample.all());
    List<Deviation> found = new ArrayList<>();
    if (sequences.count() > 0) {
      TimeShap shap = settings.explainer(audit, subject);
      String task =
          "repeating the explanations of " + sequences.count() + " sequences " + repeats + " times";
      for (int s = 0; s < sequences.count(); s++) {
        audit.monitor().progress(task, s, sequences.count());
        found.add(deviation(shap, sequences, s, repeats));
      }
      audit.monitor().progress(task, sequences.count(), sequences.count());
    }
    return new Deviations(sample, found);
  }

  private static Deviation deviation(TimeShap shap, Sequences sequences, int s, int repeats) {
    double[] events = sequences.events(s);
    long seed = RandomSeeds.derive(shap.options().seed(), "TimeSHAP", sequences.id(s));
    TimeShap own = new TimeShap(shap.model(), shap.background(), shap.options().withSeed(seed));
    int pruned = own.prunedEvents(events);
    SequenceAttribution first = own.explainEvents(events, pruned);
    OptionalDouble rsd;
    if (first.isExact()) {
      // Every run is the same: no deviation where there is a value at all.
      boolean moves = false;
      for (double value : first.values()) {
        moves |= value != 0;
      }
      rsd = moves ? OptionalDouble.of(0) : OptionalDouble.empty();
    } else {
      rsd =
          own.repeat(repeats, run -> run.explainEvents(events, pruned)).relativeStandardDeviation();
    }
    int length = sequences.length(s);
    return new Deviation(sequences.id(s), length, length - pruned, first.isExact(), rsd);
  }

  private record Key(TimeShapSettings settings, int repeats) {}

  private record Deviations(AuditSample sample, List<Deviation> sequences) {}

  private record Deviation(String id, int length, int kept, boolean exact, OptionalDouble rsd) {}
}
