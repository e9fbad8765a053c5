/** KPIs about the model as a whole: how well it separates and predicts the classes. */
@NullMarked
package org.touchstone.engine.kpi.model;

import org.jspecify.annotations.NullMarked;
