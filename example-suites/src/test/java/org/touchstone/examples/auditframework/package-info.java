/**
 * The audit of Bhaumik and Dey 2023, section 4, on the German Credit data: two models that are
 * trained when the suite runs, grouped by housing, with all twenty KPIs.
 */
@NullMarked
package org.touchstone.examples.auditframework;

import org.jspecify.annotations.NullMarked;
