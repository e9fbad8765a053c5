/** KPIs about explanations of a model: feature attributions and counterfactuals. */
@NullMarked
package org.touchstone.engine.kpi.explanation;

import org.jspecify.annotations.NullMarked;
