package org.touchstone.grade;

import org.touchstone.engine.kpi.Kpi;
import org.touchstone.profile.KpiRule;

/**
 * A KPI together with the rule that grades it.
 *
 * @param kpi measures
 * @param rule judges
 */
public record Check(Kpi kpi, KpiRule rule) {}
