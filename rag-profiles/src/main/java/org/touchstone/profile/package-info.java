/**
 * RAG profiles: which values of a KPI are green, amber and red, and why.
 *
 * <p>{@link org.touchstone.profile.RagProfiles} loads a {@link org.touchstone.profile.RagProfile}
 * with everything that it extends; each of its {@link org.touchstone.profile.KpiRule rules} gives a
 * value or a confidence interval its {@link org.touchstone.profile.RagLight light}. The package
 * knows KPIs by id only: whether an id exists is for the caller to check, with the rule's {@link
 * org.touchstone.profile.KpiRule#location location} to report it at.
 */
@NullMarked
package org.touchstone.profile;

import org.jspecify.annotations.NullMarked;
