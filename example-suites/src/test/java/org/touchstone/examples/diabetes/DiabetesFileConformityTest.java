package org.touchstone.examples.diabetes;

import org.touchstone.suite.ConformitySuite;

/** The audit as a file; this line lets Surefire find it. */
@ConformitySuite(file = "/diabetes/diabetes.conformity.json")
class DiabetesFileConformityTest {}
