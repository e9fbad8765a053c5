package org.touchstone.report;

import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.fixture.Checks;
import org.touchstone.fixture.Loans;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformityCheck;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** A suite with a KPI under law, and an own check for each thing that can become of a check. */
@ConformitySuite(
    name = "Kreditwürdigkeit: Löhne & <Zölle> €",
    profile = "/org/touchstone/report/lights.rag.json",
    kpis = "DI")
@AuditRoles(
    label = "y",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"))
class LightsOfLoans {

  private static final String GREEN = "[0.8, 1]";
  private static final String AMBER = "[0.5, 0.8)";
  private static final String RED = "[0, 0.5)";

  /** Added to every value, to make a run with other values. */
  static double shift;

  @ModelUnderTest
  Classifier model() {
    return new Loans.Score();
  }

  @TestData
  Dataset test() {
    return Loans.rows(400);
  }

  @ConformityCheck(
      id = "GOOD",
      meaning = "A <b>good</b> value.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement good(Audit audit) {
    return value("GOOD", 0.9)
        .withEvidence(
            new EvidenceTable(
                "Löhne, je Gruppe", List.of("group", "rate, %"), List.of(List.of("a \"b\"", "1"))))
        .withPlots(
            new BarPlot("Löhne & mehr", "rate, %", List.of(new BarPlot.Bar("a \"b\"", 1, 0))));
  }

  @ConformityCheck(
      id = "FAIR",
      meaning = "A fair value.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement fair(Audit audit) {
    return value("FAIR", 0.6);
  }

  @ConformityCheck(
      id = "BAD",
      meaning = "A bad value.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement bad(Audit audit) {
    return value("BAD", 0.1);
  }

  @ConformityCheck(
      id = "FEW",
      meaning = "Too few.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement few(Audit audit) {
    return Measurement.notComputable(KpiId.of("FEW"), Scope.OVERALL, "no rows", Checks.SAMPLE);
  }

  @ConformityCheck(
      id = "SENSELESS",
      meaning = "No sense.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement senseless(Audit audit) {
    return Measurement.notApplicable(KpiId.of("SENSELESS"), Scope.OVERALL, "no coefficients");
  }

  @ConformityCheck(
      id = "BROKEN",
      meaning = "Breaks.",
      range = "[0, 1]",
      green = GREEN,
      amber = AMBER,
      red = RED)
  Measurement broken(Audit audit) {
    throw new IllegalStateException("The model is out of order");
  }

  private static Measurement value(String id, double value) {
    return Measurement.of(KpiId.of(id), Scope.OVERALL, value + shift, SampleSize.ofRows(400));
  }

  /** A second suite in the same run. */
  @ConformitySuite(name = "Second", profile = "bhaumik-dey-2023", kpis = "AUC")
  @AuditRoles(label = "y", positiveClass = "bad", favourableOutcome = "good")
  static class Second {
    @ModelUnderTest
    Classifier model() {
      return new Loans.Score();
    }

    @TestData
    Dataset test() {
      return Loans.rows(400);
    }
  }
}
