package org.touchstone.engine.kpi.explanation;

import java.util.Map;
import java.util.Set;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.shapley.KernelShap;

/**
 * What a profile sets about the attributions that KPIs compare. KPIs with the same settings share
 * the attributions.
 *
 * @param rows training rows of a sample
 * @param repeats number of samples
 * @param background at most so many background rows; of more a random sample is taken
 * @param coalitions budget of KernelSHAP for a row; 0 for its default
 */
record AttributionSettings(int rows, int repeats, int background, int coalitions) {

  private static final String ROWS = "rows";
  private static final String REPEATS = "repeats";
  private static final String BACKGROUND = "background";
  private static final String COALITIONS = "coalitions";

  /** The names of the parameters. */
  static final Set<String> NAMES = Set.of(ROWS, REPEATS, BACKGROUND, COALITIONS);

  /**
   * Reads the settings; 50 rows, 10 samples (the paper's), 100 background rows and KernelSHAP's own
   * budget by default.
   */
  static AttributionSettings of(KpiParameters parameters) {
    return new AttributionSettings(
        parameters.whole(ROWS, 50, 1),
        parameters.whole(REPEATS, 10, 1),
        parameters.whole(BACKGROUND, 100, 1),
        parameters.whole(COALITIONS, 0, 0));
  }

  Map<String, String> asMap() {
    return Map.of(
        ROWS, Integer.toString(rows),
        REPEATS, Integer.toString(repeats),
        BACKGROUND, Integer.toString(background),
        COALITIONS, Integer.toString(coalitions));
  }

  KernelShap.Options kernelShap(long seed) {
    return KernelShap.Options.DEFAULT.withBudget(coalitions).withSeed(seed);
  }
}
