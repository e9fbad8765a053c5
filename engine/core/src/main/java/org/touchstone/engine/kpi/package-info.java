/** Key performance indicators: what is measured about a model, and the audit it is measured on. */
@NullMarked
package org.touchstone.engine.kpi;

import org.jspecify.annotations.NullMarked;
