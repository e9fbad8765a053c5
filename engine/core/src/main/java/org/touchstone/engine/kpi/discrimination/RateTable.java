package org.touchstone.engine.kpi.discrimination;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.state.SensitiveTables;
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.Proportion;

/** Evidence: rates for each level of a sensitive feature, with the counts behind them. */
final class RateTable {

  private final List<String> names = new ArrayList<>();
  private final List<Function<ConfusionTable, Proportion>> rates = new ArrayList<>();

  /** Adds a rate. */
  RateTable with(String name, Function<ConfusionTable, Proportion> rate) {
    names.add(name);
    rates.add(rate);
    return this;
  }

  /** One row for each level, one for all other than the reference, one for missing values. */
  EvidenceTable of(SensitiveTables tables) {
    List<String> header = new ArrayList<>(List.of(tables.feature(), "rows"));
    for (String name : names) {
      header.add(name);
      header.add("of");
      header.add("rate");
    }
    List<List<String>> rows = new ArrayList<>();
    for (SensitiveTables.Level level : tables.levels()) {
      boolean reference = level.name().equals(tables.referenceLevel());
      rows.add(row(level.name() + (reference ? " (reference)" : ""), level.table()));
    }
    rows.add(row("other than " + tables.referenceLevel(), tables.others()));
    rows.add(row("missing, in neither group", tables.missing()));
    return new EvidenceTable("Rates by " + tables.feature(), header, rows);
  }

  private List<String> row(String name, ConfusionTable table) {
    List<String> cells = new ArrayList<>(List.of(name, Long.toString(table.rows())));
    for (Function<ConfusionTable, Proportion> rate : rates) {
      Proportion proportion = rate.apply(table);
      cells.add(Long.toString(proportion.successes()));
      cells.add(Long.toString(proportion.trials()));
      cells.add(proportion.computable() ? decimal(proportion.rate()) : "-");
    }
    return cells;
  }

  static String decimal(double value) {
    return Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, "%.6f", value);
  }
}
