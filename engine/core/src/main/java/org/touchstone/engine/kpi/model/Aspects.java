package org.touchstone.engine.kpi.model;

/** Names of the first two levels of the audit framework, Bhaumik and Dey 2023, Table 1. */
final class Aspects {

  static final String MODEL = "1. Model";
  static final String ASSUMPTIONS = "1.1 Formulation of relevant assumptions";
  static final String ROBUSTNESS = "1.3 Robustness";
  static final String ACCURACY = "1.2 Accuracy of predictions";

  private Aspects() {}
}
