package org.touchstone.profile;

import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A provision that a KPI is evidence for. Evidence is not conformity: whether a provision is met is
 * for people to decide.
 *
 * @param instrument the law or standard, for example {@code Regulation (EU) 2024/1689}
 * @param article where in it, for example {@code Art. 15(1)}
 * @param jurisdiction where it holds, for example {@code EU}
 * @param inForceFrom first day on which the instrument is in force
 * @param inForceTo last day on which it is in force, where that is known
 * @param appliesFrom first day on which the provision has to be followed, where it is later and
 *     known
 * @param evidence what the KPI shows about the provision, in one sentence; may be empty
 * @param url where the instrument can be read
 */
public record LegalReference(
    String instrument,
    String article,
    String jurisdiction,
    LocalDate inForceFrom,
    Optional<LocalDate> inForceTo,
    Optional<LocalDate> appliesFrom,
    String evidence,
    Optional<URI> url) {

  /** Instrument and article, for example {@code Regulation (EU) 2024/1689, Art. 15(1)}. */
  public String citation() {
    return instrument + ", " + article;
  }
}
