/** KPIs that compare the groups of a sensitive feature. */
@NullMarked
package org.touchstone.engine.kpi.discrimination;

import org.jspecify.annotations.NullMarked;
