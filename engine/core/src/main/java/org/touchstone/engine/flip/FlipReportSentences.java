package org.touchstone.engine.flip;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.flip.FlipPoint.Change;
import org.touchstone.engine.flip.FlipReport.Entry;
import org.touchstone.engine.flip.FlipReport.Flag;

/** The sentences of a report, whatever they are written as. */
final class FlipReportSentences {

  private static final double SAME_DISTANCE = 1e-6;

  private final FlipReport report;
  private final FlipWording wording;

  /**
   * A line of a list.
   *
   * @param text what it says
   * @param warnings what a person would find absurd about it
   */
  record Line(String text, List<String> warnings) {}

  FlipReportSentences(FlipReport report) {
    this.report = report;
    this.wording = new FlipWording(report.names());
  }

  String title() {
    return "Explanation of the decision about " + report.row();
  }

  String decision() {
    boolean positive = report.probability() >= report.threshold();
    return "The model's decision is \""
        + report.decision()
        + "\": its score is "
        + percent(report.probability())
        + ", and "
        + (positive ? "from " : "below ")
        + percent(report.threshold())
        + (positive ? " on" : "")
        + " it decides so.";
  }

  /** Enough digits to tell the score from the threshold. */
  private String percent(double share) {
    int digits = 1;
    double apart = 100 * Math.abs(report.probability() - report.threshold());
    while (digits < 12 && apart < Math.pow(10, 1 - digits)) {
      digits++;
    }
    BigDecimal rounded = BigDecimal.valueOf(100 * share).setScale(digits, RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString() + " %";
  }

  /** Whether the row itself is on the boundary, so that there is nothing to look for. */
  boolean onBoundary() {
    return report.closest().result().closest().filter(point -> point.distance() == 0).isPresent();
  }

  String undecided() {
    return "The score is exactly at the limit: the smallest change can turn the decision into \""
        + report.otherDecision()
        + "\", or leave it as it is.";
  }

  String aboutCannot() {
    return report.cannot().isEmpty()
        ? "Nothing: each of the changes that were looked at can lead to \""
            + report.otherDecision()
            + "\"."
        : "Whatever allowed value these take, the decision stays, if nothing else changes:";
  }

  List<Line> cannot() {
    return report.cannot().stream().map(entry -> new Line(name(entry), List.of())).toList();
  }

  String aboutCan() {
    return report.can().isEmpty()
        ? "None of the changes that were looked at leads to \"" + report.otherDecision() + "\"."
        : "Each of these is enough for \""
            + report.otherDecision()
            + "\", if nothing else changes; the smallest change comes first:";
  }

  List<Line> can() {
    return report.can().stream().map(entry -> new Line(sentence(entry), warnings(entry))).toList();
  }

  private String name(Entry entry) {
    return entry.features().size() < 2
        ? wording.name(entry.name())
        : entry.name() + " (" + wording.namesOf(entry.features()) + ")";
  }

  private String sentence(Entry entry) {
    FlipPoint point = entry.result().get();
    List<Change> changes = FlipWording.worthSaying(point);
    if (entry.features().size() == 1) {
      return wording.change(changes.get(0));
    }
    Optional<Entry> single = alone(entry, point);
    if (single.isPresent()) {
      return name(entry)
          + ": no change is smaller than that of "
          + wording.name(single.get().name())
          + " alone";
    }
    return name(entry) + ": " + FlipWording.list(changes.stream().map(wording::change).toList());
  }

  /** A feature that does alone what is asked of several. */
  private Optional<Entry> alone(Entry entry, FlipPoint point) {
    return report.can().stream()
        .filter(other -> other.features().size() == 1)
        .filter(other -> entry.features().containsAll(other.features()))
        .filter(
            other -> {
              double distance = other.result().get().distance();
              return point.distance() >= distance * (1 - SAME_DISTANCE);
            })
        .findFirst();
  }

  private List<String> warnings(Entry entry) {
    List<String> warnings = new ArrayList<>();
    for (Flag flag : entry.flags()) {
      warnings.add(wording.name(flag.feature()) + " of " + flag.value() + " is " + flag.why());
    }
    return warnings;
  }

  List<String> closestWarnings() {
    return warnings(report.closest());
  }

  List<String> tableHeader() {
    boolean both = relaxedDiffers();
    return both
        ? List.of("feature", "now", "needed, if fractions were possible", "needed, in whole steps")
        : List.of("feature", "now", "needed");
  }

  /** Whether whole numbers and ordinal levels make the closest point another one. */
  private boolean relaxedDiffers() {
    Optional<FlipPoint> relaxed = report.closest().result().relaxed();
    FlipPoint closest = report.closest().result().get();
    return relaxed.isPresent() && relaxed.get().distance() < closest.distance() * (1 - 1e-9);
  }

  /** Rows of the closest point: every feature that it or the relaxed point changes. */
  List<List<String>> table() {
    FlipPoint closest = report.closest().result().get();
    Map<Integer, Change> whole = byColumn(closest);
    Map<Integer, Change> between =
        relaxedDiffers()
            ? byColumn(report.closest().result().relaxed().orElseThrow())
            : new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (int column = 0; column < closest.schema().size(); column++) {
      Change change = whole.get(column);
      Change relaxed = between.get(column);
      Change any = change != null ? change : relaxed;
      if (any == null) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      cells.add(wording.name(any.feature().name()));
      cells.add(wording.from(any));
      if (relaxedDiffers()) {
        cells.add(relaxed == null ? "as now" : wording.to(relaxed));
      }
      cells.add(change == null ? "as now" : wording.to(change));
      rows.add(cells);
    }
    return rows;
  }

  private static Map<Integer, Change> byColumn(FlipPoint point) {
    Map<Integer, Change> changes = new LinkedHashMap<>();
    FlipWording.worthSaying(point).forEach(change -> changes.put(change.column(), change));
    return changes;
  }

  String aboutClosest() {
    return report.closest().result().found()
        ? "Of all changes, also of several features at once, this is the smallest that was found; each"
            + " feature counts by how much it usually varies:"
        : "None was found. "
            + report.closest().result().reason().orElse("No reason is known")
            + ".";
  }

  /** What is true of the closest point beside its table. */
  String closestNote() {
    FlipPoint point = report.closest().result().get();
    List<Change> worth = FlipWording.worthSaying(point);
    List<String> tiny =
        point.changes().stream()
            .filter(change -> worth.stream().noneMatch(w -> w.column() == change.column()))
            .map(change -> change.feature().name())
            .toList();
    String others =
        tiny.isEmpty()
            ? "Everything else stays as it is. "
            : "Everything else stays as it is, but for changes of less than a hundredth of what is"
                + " usual in "
                + wording.namesOf(tiny)
                + ". ";
    String beyond = " the decision is \"" + report.otherDecision() + "\".";
    return others
        + (point.kind() == FlipPoint.Kind.BOUNDARY
            ? "There the score is at the limit; just beyond it" + beyond
            : "There" + beyond);
  }

  Optional<String> fixed() {
    return report.fixed().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Taken as given, not as something to change: " + wording.namesOf(report.fixed()) + ".");
  }
}
