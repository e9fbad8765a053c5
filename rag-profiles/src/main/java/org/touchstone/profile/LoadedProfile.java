package org.touchstone.profile;

/**
 * A profile, and the settings that KPIs start with in a profile that extends it.
 *
 * @param profile the profile with everything that it inherits
 * @param settings built-in settings, overridden by the defaults of each file of the chain
 */
record LoadedProfile(RagProfile profile, RuleSettings settings) {}
