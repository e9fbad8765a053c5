package org.touchstone.engine.kpi.flip;

/** Names of the first two levels of the audit framework, Bhaumik and Dey 2023, Table 1. */
final class Aspects {

  static final String MODEL = "1. Model";
  static final String DATA = "1.4 Data";
  static final String DISCRIMINATION = "2. Discrimination";
  static final String INDIVIDUAL_FAIRNESS = "2.2 Individual fairness";

  private Aspects() {}
}
