package org.touchstone.examples.permuteattack;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Classifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;

/** The paper's forest before the checks that look at counterfactuals. */
@ConformitySuite(
    name = "German Credit, forest of 10 trees, counterfactuals",
    profile = "touchstone-extended",
    kpis = {
      "ATTACK_MEAN_CHANGES",
      "ATTACK_SENSITIVE_SUCCESS",
      "ATTACK_DETECTABLE",
      "PVCF",
      "PCF",
      "SCF",
      "DCF"
    },
    seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = @Sensitive(feature = "sex", reference = "male"))
class PermuteAttackConformityTest {

  private final PaperExperiment experiment = new PaperExperiment();

  @ModelUnderTest
  Classifier model() {
    return experiment.model;
  }

  @TestData
  Dataset test() {
    return experiment.test;
  }

  @TrainingData
  Dataset training() {
    return experiment.training;
  }
}
