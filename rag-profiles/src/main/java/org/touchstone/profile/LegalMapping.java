package org.touchstone.profile;

import java.time.LocalDate;

/**
 * The version of the mapping from KPIs to provisions. Law changes, and so does its reading: a
 * report has to say which reading it used.
 *
 * @param version version of the mapping
 * @param date day on which the mapping was made or last reviewed
 * @param statement what the mapping claims and what it does not
 */
public record LegalMapping(String version, LocalDate date, String statement) {}
