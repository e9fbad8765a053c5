package org.touchstone.profile;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A RAG profile with everything that it inherits: which values of each KPI are green, amber and
 * red, who says so, and since when.
 *
 * @param id the profile's id, for example {@code bhaumik-dey-2023}
 * @param version the profile's own version
 * @param title the name that a reader sees
 * @param source who or what stands behind it
 * @param jurisdiction where it is meant to be used, if anywhere in particular
 * @param inForceFrom first day on which the profile is to be used
 * @param inForceTo last day on which it is to be used
 * @param legalMapping version of the mapping to legal provisions; present if a KPI has one
 * @param rules the KPIs by id, in the order of the file, inherited ones first
 * @param exclusions inherited KPIs that this profile or one that it extends leaves out, with the
 *     reason
 * @param chain the files behind the profile: its own first, then what it extends
 */
public record RagProfile(
    String id,
    String version,
    String title,
    String source,
    Optional<String> jurisdiction,
    Optional<LocalDate> inForceFrom,
    Optional<LocalDate> inForceTo,
    Optional<LegalMapping> legalMapping,
    Map<String, KpiRule> rules,
    Map<String, String> exclusions,
    List<ProfileOrigin> chain) {

  /**
   * Copies the collections and keeps their order.
   *
   * @throws IllegalArgumentException if the chain is empty
   */
  public RagProfile {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    exclusions = Collections.unmodifiableMap(new LinkedHashMap<>(exclusions));
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("A profile has at least its own file in its chain");
    }
  }

  /** The rule of a KPI, if the profile has one. */
  public Optional<KpiRule> rule(String kpi) {
    return Optional.ofNullable(rules.get(kpi));
  }

  /** SHA-256 of the bytes of the profile's own file, in lower-case hexadecimal. */
  public String sha256() {
    return chain.get(0).sha256();
  }

  /** Whether {@code day} is within the dates in force; a date that is not given does not limit. */
  public boolean isInForceOn(LocalDate day) {
    return inForceFrom.map(from -> !day.isBefore(from)).orElse(true)
        && inForceTo.map(to -> !day.isAfter(to)).orElse(true);
  }
}
