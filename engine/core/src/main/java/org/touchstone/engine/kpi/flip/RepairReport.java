package org.touchstone.engine.kpi.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.touchstone.engine.flip.FlipPointRepair;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;

/**
 * A model before and after a repair (Yousefzadeh and O'Leary, Sections 4.3 and 5.2.4): accuracy,
 * what the flip directions say of one feature, and the KPIs about flip points for each sensitive
 * feature.
 *
 * @param feature the feature that the repair is about
 * @param rows one for each measure
 */
public record RepairReport(String feature, List<Row> rows) {

  private static final List<Kpi> KPIS =
      List.of(new FlipSensitiveRateKpi(), new FlipParityKpi(), new FlipSwapRateKpi());

  /**
   * A measure.
   *
   * @param measure its name
   * @param before its value before the repair, empty where it could not be computed
   * @param after its value after the repair, empty where it could not be computed
   * @param note why a value is missing, or empty
   */
  public record Row(String measure, Optional<Double> before, Optional<Double> after, String note) {}

  /** Copies the rows. */
  public RepairReport {
    rows = List.copyOf(rows);
  }

  /**
   * Compares two models.
   *
   * @param feature the feature that the repair is about
   * @param before what {@link FlipPointRepair.State#of} says of the model before
   * @param after the same of the model after, on the same rows
   * @param auditBefore the model before, with the test rows and roles
   * @param auditAfter the model after, with the same
   * @param parameters of the KPIs: {@code rows}, at most how many test rows they look at
   * @throws IllegalArgumentException if the two audits are not of the same number of rows
   */
  public static RepairReport of(
      String feature,
      FlipPointRepair.State before,
      FlipPointRepair.State after,
      Audit auditBefore,
      Audit auditAfter,
      KpiParameters parameters) {
    if (auditBefore.test().rowCount() != auditAfter.test().rowCount()) {
      throw new IllegalArgumentException(
          "The model before is audited on "
              + auditBefore.test().rowCount()
              + " rows, the one after on "
              + auditAfter.test().rowCount()
              + "; take the same rows");
    }
    List<Row> rows = new ArrayList<>();
    rows.add(row("accuracy", before.accuracy(), after.accuracy()));
    rows.add(
        row(
            "place of " + feature + " in the order of influence, of " + before.columns(),
            before.place(),
            after.place()));
    rows.add(
        row(
            "loading of " + feature + " in the first component, absolute",
            Math.abs(before.loading()),
            Math.abs(after.loading())));
    rows.add(
        row(
            "place of that loading, of " + before.columns(),
            before.loadingPlace(),
            after.loadingPlace()));
    rows.add(
        row(
            "share of " + feature + " in the squared length of the directions",
            before.share(),
            after.share()));
    rows.add(
        row(
            "share of flip points that change " + feature,
            before.changeRate(),
            after.changeRate()));
    for (Kpi kpi : KPIS) {
      KpiParameters known = known(kpi, parameters);
      List<Measurement> own = kpi.measure(auditBefore, known);
      List<Measurement> other = kpi.measure(auditAfter, known);
      for (int i = 0; i < own.size(); i++) {
        rows.add(row(own.get(i), other.get(i)));
      }
    }
    return new RepairReport(feature, rows);
  }

  /** The parameters that a KPI knows. */
  private static KpiParameters known(Kpi kpi, KpiParameters parameters) {
    Map<String, String> known = new TreeMap<>(parameters.asMap());
    known.keySet().retainAll(kpi.descriptor().parameters());
    return KpiParameters.of(known);
  }

  private static Row row(String measure, double before, double after) {
    return new Row(measure, Optional.of(before), Optional.of(after), "");
  }

  private static Row row(Measurement before, Measurement after) {
    String note = note(before).or(() -> note(after)).orElse("");
    return new Row(before.kpi() + " of " + before.scope(), value(before), value(after), note);
  }

  private static Optional<Double> value(Measurement measurement) {
    return measurement.result() instanceof Measurement.Value value
        ? Optional.of(value.value())
        : Optional.empty();
  }

  private static Optional<String> note(Measurement measurement) {
    if (measurement.result() instanceof Measurement.NotApplicable none) {
      return Optional.of(none.reason());
    }
    return measurement.result() instanceof Measurement.NotComputable none
        ? Optional.of(none.reason())
        : Optional.empty();
  }

  /** The report as a table of texts. */
  public EvidenceTable table() {
    return new EvidenceTable(
        "Before and after the repair of " + feature,
        List.of("measure", "before", "after", "note"),
        rows.stream()
            .map(row -> List.of(row.measure(), text(row.before()), text(row.after()), row.note()))
            .toList());
  }

  /** The report as a table in Markdown. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    EvidenceTable table = table();
    line(text, table.columns());
    text.append("|---|---|---|---|\n");
    table.rows().forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ");
    text.append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()));
    text.append(" |\n");
  }

  private static String text(Optional<Double> value) {
    return value
        .map(
            v ->
                v == Math.rint(v)
                    ? String.format(Locale.ROOT, "%.0f", v)
                    : String.format(Locale.ROOT, "%.3f", v))
        .orElse("-");
  }
}
