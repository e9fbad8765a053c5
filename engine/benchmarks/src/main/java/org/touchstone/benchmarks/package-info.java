/** Speed, as ratios against other libraries. */
@NullMarked
package org.touchstone.benchmarks;

import org.jspecify.annotations.NullMarked;
