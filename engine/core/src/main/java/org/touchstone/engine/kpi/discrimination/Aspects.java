package org.touchstone.engine.kpi.discrimination;

/** Names of the first two levels of the audit framework, Bhaumik and Dey 2023, Table 1. */
final class Aspects {

  static final String DISCRIMINATION = "2. Discrimination";
  static final String GROUP_FAIRNESS = "2.1 Group fairness";
  static final String INDIVIDUAL_FAIRNESS = "2.2 Individual fairness";

  private Aspects() {}
}
