package org.touchstone.engine.kpi.flip;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.DataRank;
import org.touchstone.engine.flip.PivotedQr;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;

/**
 * A KPI on how independent the features of the training data are; of the test data where the suite
 * names no training data. Columns are standardised, see {@link DataRank}.
 */
abstract class DataKpi extends ScopedKpi {

  static final String TOLERANCE = "tolerance";

  private static final double DEFAULT_TOLERANCE = 1e-10;

  DataKpi(
      String id,
      String displayName,
      double rangeLow,
      double rangeHigh,
      String meaning,
      String commonCauses) {
    super(
        new KpiDescriptor(
            KpiId.of(id),
            "",
            displayName,
            Aspects.MODEL,
            Aspects.DATA,
            "Independence of features",
            KpiDescriptor.Subject.ALL_ROWS,
            rangeLow,
            rangeHigh,
            "",
            meaning,
            commonCauses,
            Set.of(LEVEL, TOLERANCE),
            Set.of("data", "flip")));
  }

  /** The value. */
  abstract double value(PivotedQr qr, double tolerance);

  @Override
  protected final Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected final Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(TOLERANCE, Double.toString(tolerance(parameters)));
  }

  private static double tolerance(KpiParameters parameters) {
    double tolerance = parameters.number(TOLERANCE, DEFAULT_TOLERANCE);
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "Parameter \"" + TOLERANCE + "\" is " + tolerance + "; it lies in [0, 1)");
    }
    return tolerance;
  }

  @Override
  protected final Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level) {
    Dataset data = audit.training().orElse(audit.test());
    Set<String> features = new LinkedHashSet<>(ModelStructure.of(audit).features());
    int rows = DataRank.completeRows(data, features);
    PivotedQr qr =
        audit.shared(List.of("pivoted QR of the data", features), a -> DataRank.of(data, features));
    int columns = qr.order().size();
    SampleSize size = SampleSize.ofRows(rows);
    if (rows < 2 || columns == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "There are " + rows + " rows without a missing value and " + columns + " columns",
          size);
    }
    double tolerance = tolerance(parameters);
    return Measurement.of(descriptor().id(), scope, value(qr, tolerance), size)
        .withEvidence(
            new EvidenceTable(
                "Independence of the features",
                List.of("what", "value"),
                List.of(
                    List.of("data", audit.training().isPresent() ? "training" : "test"),
                    List.of("columns", Integer.toString(columns)),
                    List.of("numerical rank", Integer.toString(qr.rank(tolerance))),
                    List.of("condition number", Double.toString(qr.conditionNumber())),
                    List.of("redundant columns", String.join(", ", qr.redundant(tolerance))))),
            order(qr));
  }

  private static EvidenceTable order(PivotedQr qr) {
    List<List<String>> cells = new ArrayList<>();
    List<String> order = qr.order();
    double[] diagonal = qr.diagonal();
    for (int i = 0; i < diagonal.length; i++) {
      cells.add(List.of(Integer.toString(i + 1), order.get(i), Double.toString(diagonal[i])));
    }
    return new EvidenceTable(
        "Pivoted QR: columns from most to least independent",
        List.of("place", "column", "|R|"),
        cells);
  }
}
