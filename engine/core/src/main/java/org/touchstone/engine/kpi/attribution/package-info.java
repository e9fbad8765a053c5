/**
 * KPIs about feature attributions: what they say about a model of sequences, and whether they can
 * be relied on.
 */
@NullMarked
package org.touchstone.engine.kpi.attribution;

import org.jspecify.annotations.NullMarked;
