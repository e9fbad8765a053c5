/** What people and tools read after a run: console table, evidence file, Allure results. */
@NullMarked
package org.touchstone.report;

import org.jspecify.annotations.NullMarked;
