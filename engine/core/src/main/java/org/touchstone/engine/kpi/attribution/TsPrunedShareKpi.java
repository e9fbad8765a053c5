package org.touchstone.engine.kpi.attribution;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.RatioBootstrap;
import org.touchstone.engine.timeshap.Distribution;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.SequenceSummary;
import org.touchstone.engine.timeshap.TimeShapPlots;

/**
 * TS_PRUNED_SHARE: the share of all events of the explained sequences that TimeSHAP prunes, because
 * all events up to them together move the output by no more than eta: {@code sum_s pruned events /
 * sum_s events}. Interval: {@link RatioBootstrap} over sequences. Evidence: lengths before and
 * after, as in the source, and a plot of the values of the events that are left.
 *
 * <p>Source: TimeSHAP, Algorithm 1, section 4.1 and Table 1.
 */
public final class TsPrunedShareKpi extends SequenceKpi {

  /** Events of the plot, from the last one. */
  private static final int SHOWN = 50;

  /** Creates the KPI. */
  public TsPrunedShareKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("TS_PRUNED_SHARE"),
            "",
            "Pruned share of events",
            Aspects.EXPLAINABILITY,
            Aspects.SEQUENCES,
            "Length of the past that matters",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The share of all events that are so old and matter so little that an explanation can"
                + " take them together.",
            "A model that carries much of the distant past in its state, or sequences too short to"
                + " have a past that does not matter.",
            parameters(),
            Set.of("explanation", "sequences")));
  }

  static Set<String> parameters() {
    Set<String> names = new TreeSet<>(TimeShapSettings.NAMES);
    names.add(LEVEL);
    return names;
  }

  @Override
  Measurement measure(Explained explained, Scope scope, double level) {
    GlobalExplanation global = explained.global();
    double[] pruned =
        global.sequences().stream().mapToDouble(SequenceSummary::prunedEvents).toArray();
    double[] lengths = global.sequences().stream().mapToDouble(SequenceSummary::length).toArray();
    long seed = seed(explained.audit(), scope);
    return value(
            scope,
            global.prunedShare(),
            RatioBootstrap.interval(pruned, lengths, level, seed),
            seed,
            lengths.length,
            new EvidenceTable(
                "Events of a sequence",
                List.of("", "mean", "median", "largest"),
                List.of(
                    row("original", global.lengths()), row("after pruning", global.keptLengths()))))
        .withPlots(TimeShapPlots.globalEvents(global, SHOWN));
  }

  private static List<String> row(String name, Distribution events) {
    return List.of(
        name,
        Double.toString(events.mean()),
        Double.toString(events.median()),
        Double.toString(events.max()));
  }
}
