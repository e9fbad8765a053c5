package org.touchstone.profile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a profile asks of one KPI.
 *
 * @param kpi the KPI's id, as the profile writes it
 * @param bands range and green, amber and red bands
 * @param attainable the values that the KPI can take, where the profile states that they are fewer
 *     than the range
 * @param unit unit of the bands, for example {@code %}; empty for a pure number
 * @param parameters parameters of the computation, by name; numbers and truth values are kept as
 *     text
 * @param decision whether the value or its confidence interval is compared with the bands
 * @param confidenceLevel level of the confidence interval, in (0, 1)
 * @param onInsufficient what becomes of the check if there are too few data
 * @param minimumSample the least data
 * @param thresholdOrigin where the bands come from
 * @param rationale why the bands are where they are
 * @param remark what a reader has to know about the bands, for example a gap of the source that is
 *     closed here
 * @param legalReferences the provisions that the KPI is evidence for
 * @param bandsFrom id of the profile that states the bands: this one, or one that it extends
 * @param location where the KPI is named, in the file closest to the profile that was loaded
 */
public record KpiRule(
    String kpi,
    RagBands bands,
    Optional<Band> attainable,
    String unit,
    Map<String, String> parameters,
    Decision decision,
    double confidenceLevel,
    OnInsufficient onInsufficient,
    MinimumSample minimumSample,
    ThresholdOrigin thresholdOrigin,
    String rationale,
    Optional<String> remark,
    List<LegalReference> legalReferences,
    String bandsFrom,
    SourceLocation location) {

  /**
   * Copies the collections; parameters are kept in the order of their names.
   *
   * @throws IllegalArgumentException if the confidence level is not in (0, 1)
   */
  public KpiRule {
    if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
      throw new IllegalArgumentException(
          "A confidence level lies in (0, 1), found " + confidenceLevel);
    }
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    legalReferences = List.copyOf(legalReferences);
  }

  /**
   * A rule that is written in code, beside the check that it grades: bands proposed by their
   * author, no parameters, no minimum sizes, a 95 % interval.
   *
   * @param kpi id of the check
   * @param bands range and bands
   * @param decision whether the value or its confidence interval is compared with the bands
   * @param place where it is written, for messages
   */
  public static KpiRule inCode(String kpi, RagBands bands, Decision decision, String place) {
    return new KpiRule(
        kpi,
        bands,
        Optional.empty(),
        "",
        Map.of(),
        decision,
        0.95,
        OnInsufficient.FAIL,
        MinimumSample.NONE,
        ThresholdOrigin.PROPOSED,
        "",
        Optional.empty(),
        List.of(),
        place,
        SourceLocation.ofFile(place));
  }

  /** The values that have a light. */
  public Band range() {
    return bands.range();
  }

  /** The values that are acceptable. */
  public Band green() {
    return bands.green();
  }

  /** The values that are to be looked at. */
  public Band amber() {
    return bands.amber();
  }

  /** The values that are not acceptable. */
  public Band red() {
    return bands.red();
  }

  /**
   * The light of a value: the band that contains it. Empty if the value is NaN or outside the
   * range; that is an error of the measurement, not a colour.
   */
  public Optional<RagLight> light(double value) {
    for (RagLight light : RagLight.values()) {
      if (range().contains(value) && bands.of(light).contains(value)) {
        return Optional.of(light);
      }
    }
    return Optional.empty();
  }

  /**
   * The light of a confidence interval {@code [low, high]}: green if all of it is green, red if all
   * of it is red, amber otherwise.
   *
   * <p>The interval is clipped to the range first. Many intervals (Wald, bootstrap-t) reach beyond
   * what the KPI can be, for example above 1 for a rate; nothing true lies there, so it does not
   * count. Empty if a limit is NaN, or if the whole interval is outside the range; that is an error
   * of the measurement, not a colour.
   *
   * @param low lower limit, may be {@code -Infinity}
   * @param high upper limit, may be {@code +Infinity}
   * @throws IllegalArgumentException if {@code low > high}
   */
  public Optional<RagLight> light(double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return Optional.empty();
    }
    Band clipped = Band.closed(low, high).intersect(range());
    if (clipped.isEmpty()) {
      return Optional.empty();
    }
    if (green().encloses(clipped)) {
      return Optional.of(RagLight.GREEN);
    }
    return Optional.of(red().encloses(clipped) ? RagLight.RED : RagLight.AMBER);
  }
}
