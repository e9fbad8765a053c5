package org.touchstone.engine.kpi.explanation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.touchstone.engine.kpi.KpiParameters;

/**
 * What a profile sets about an attack on a model: which rows are attacked.
 *
 * @param rows which rows
 * @param maxRows at most so many; of more a random sample is taken
 */
record AttackSettings(CounterfactualSettings.Rows rows, int maxRows) {

  static final String ROWS = "rows";
  static final String MAX_ROWS = "maxRows";
  static final Set<String> NAMES = Set.of(ROWS, MAX_ROWS);

  static AttackSettings of(KpiParameters parameters) {
    return new AttackSettings(
        parameters.choice(ROWS, CounterfactualSettings.Rows.ALL),
        CounterfactualSettings.whole(parameters, MAX_ROWS, 400, 1));
  }

  Map<String, String> inForce() {
    Map<String, String> texts = new TreeMap<>();
    texts.put(ROWS, CounterfactualSettings.text(rows));
    texts.put(MAX_ROWS, Integer.toString(maxRows));
    return texts;
  }
}
