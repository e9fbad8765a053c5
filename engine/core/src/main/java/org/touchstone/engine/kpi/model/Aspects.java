package org.touchstone.engine.kpi.model;

/** Names of the first two levels of the audit framework, Bhaumik and Dey 2023, Table 1. */
final class Aspects {

  static final String MODEL = "1. Model";
  static final String ACCURACY = "1.2 Accuracy of predictions";

  private Aspects() {}
}
