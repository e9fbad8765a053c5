package org.touchstone.engine.kpi.attribution;

import java.util.Map;
import java.util.Set;
import org.touchstone.engine.kpi.KpiParameters;

/**
 * How rows, or sequences, are explained to see whether explanations can be relied on.
 *
 * @param maxRows most rows of a scope that are explained
 * @param background rows, or sequences, that a background is drawn of
 * @param nsamples largest number of coalitions of a row; 0 stands for {@code 2 M + 2048} with M
 *     features
 */
record AttributionSettings(int maxRows, int background, int nsamples) {

  static final String MAX_ROWS = "maxRows";
  static final String BACKGROUND = "background";
  static final String NSAMPLES = "nsamples";
  static final Set<String> NAMES = Set.of(MAX_ROWS, BACKGROUND, NSAMPLES);

  static AttributionSettings of(KpiParameters parameters) {
    return new AttributionSettings(
        WholeNumbers.of(parameters, MAX_ROWS, 50, 1),
        WholeNumbers.of(parameters, BACKGROUND, 100, 1),
        WholeNumbers.of(parameters, NSAMPLES, 0, 0));
  }

  Map<String, String> asMap() {
    return Map.of(
        MAX_ROWS,
        Integer.toString(maxRows),
        BACKGROUND,
        Integer.toString(background),
        NSAMPLES,
        Integer.toString(nsamples));
  }
}
