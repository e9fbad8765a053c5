package org.touchstone.profile;

import java.util.List;

/**
 * The bands of a KPI. Green, amber and red cover the range without gap or overlap, and amber lies
 * between green and red.
 *
 * @param range the values that have a light; one interval
 * @param green acceptable; never empty
 * @param amber to be looked at; empty only where the profile remarks why
 * @param red not acceptable; never empty
 */
public record RagBands(Band range, Band green, Band amber, Band red) {

  /**
   * Checks the partition.
   *
   * @throws IllegalArgumentException if the bands do not cover the range exactly once, or amber
   *     does not separate green from red; the message lists each place and what would be right
   */
  public RagBands {
    List<BandRules.Finding> findings = BandRules.check(range, green, amber, red);
    if (!findings.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (BandRules.Finding finding : findings) {
        text.append(text.isEmpty() ? "" : "; ").append(finding.message());
      }
      throw new IllegalArgumentException(text.toString());
    }
  }

  /** The band of a light. */
  public Band of(RagLight light) {
    return switch (light) {
      case GREEN -> green;
      case AMBER -> amber;
      case RED -> red;
    };
  }
}
