/**
 * The Statlog German Credit data and an XGBoost model, audited three ways: as a class, as a file,
 * and with assertions.
 */
@NullMarked
package org.touchstone.examples.germancredit;

import org.jspecify.annotations.NullMarked;
