/**
 * What KPIs keep of the data: mergeable states that read scored rows once, in batches, in any
 * order.
 */
@NullMarked
package org.touchstone.engine.kpi.state;

import org.jspecify.annotations.NullMarked;
