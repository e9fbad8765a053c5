package org.touchstone.engine.kpi;

import java.util.Set;

/**
 * What a person is told about a KPI, and where it stands in the audit framework (Bhaumik and Dey
 * 2023, Table 1).
 *
 * @param id the name that profiles and suites use
 * @param number its number in the audit framework, for example {@code 1.2.1}; empty for KPIs that
 *     have none
 * @param displayName the name a regulator reads, for example {@code AUC-ROC}
 * @param aspect first level of the tree, for example {@code 2. Discrimination}
 * @param subAspect second level, for example {@code 2.1 Group fairness}
 * @param contributor what contributes to the sub-aspect, for example {@code Predicted equality}
 * @param subject whether it is about the whole model, a sensitive feature or a coefficient
 * @param rangeLow smallest value that the KPI can take
 * @param rangeHigh largest value that the KPI can take
 * @param unit unit of the value, empty for a pure number
 * @param meaning what the KPI says, in one sentence
 * @param commonCauses what commonly makes it red, in one sentence
 * @param parameters names of the parameters that a profile may set
 * @param tags further tags of its tests, beside its id and its number
 */
public record KpiDescriptor(
    KpiId id,
    String number,
    String displayName,
    String aspect,
    String subAspect,
    String contributor,
    Subject subject,
    double rangeLow,
    double rangeHigh,
    String unit,
    String meaning,
    String commonCauses,
    Set<String> parameters,
    Set<String> tags) {

  /** What a KPI is measured about. */
  public enum Subject {
    /** One measurement over all rows, also where the suite names groups. */
    ALL_ROWS,
    /** One measurement for the model, and one for each group where the suite names groups. */
    MODEL,
    /** One measurement for each sensitive feature, and for each group within it. */
    SENSITIVE_FEATURE,
    /**
     * One measurement, over all rows, for each feature that has a coefficient; one in all where the
     * model has none.
     */
    COEFFICIENT
  }

  /** Copies the sets. */
  public KpiDescriptor {
    parameters = Set.copyOf(parameters);
    tags = Set.copyOf(tags);
  }

  /** The name with its number in front, for example {@code 1.2.1 AUC-ROC}. */
  public String title() {
    return number.isEmpty() ? displayName : number + " " + displayName;
  }
}
