package org.touchstone.engine.kpi.attribution;

/**
 * Names of the first two levels of the audit framework, Bhaumik and Dey 2023, Table 1, and of the
 * sub-aspects that sequences add to it.
 */
final class Aspects {

  static final String DISCRIMINATION = "2. Discrimination";
  static final String RELIANCE = "2.3 Reliance on sensitive features";
  static final String EXPLAINABILITY = "3. Transparency and explainability";
  static final String ATTRIBUTION = "3.1 Accuracy of feature attribution explainability methods";
  static final String SEQUENCES = "3.3 What a sequence model looks at";

  private Aspects() {}
}
