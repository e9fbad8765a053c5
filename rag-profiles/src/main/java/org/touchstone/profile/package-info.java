/** RAG profiles: which values of a KPI are green, amber and red, and why. */
@NullMarked
package org.touchstone.profile;

import org.jspecify.annotations.NullMarked;
