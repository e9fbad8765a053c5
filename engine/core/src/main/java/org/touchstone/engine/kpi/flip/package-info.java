/** KPIs about flip points, and about the data that a model was trained on. */
@NullMarked
package org.touchstone.engine.kpi.flip;

import org.jspecify.annotations.NullMarked;
