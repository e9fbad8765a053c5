package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;

/**
 * KPI 1.3.2, cosine similarity vector pairs: the number of unordered pairs of test rows with a
 * probability in {@code [t - w, t + w]} around the decision threshold t, predicted to be in
 * different classes, whose feature vectors have a cosine similarity above {@code 1 - delta}.
 *
 * <p>Parameters: {@code w} (0.01), {@code delta} (0.1), {@code space}: {@code raw} (as the paper)
 * or {@code standardised} by the training rows (by the test rows where there are none). Vectors:
 * see {@link FeatureVectors}; of the features that the model reads, without the column of the
 * groups.
 *
 * <p>A count of pairs grows with the square of the rows and has no interval. Rows with a missing
 * value and rows without a direction (all coordinates 0) are in no pair; the evidence counts them.
 * Not computable where the scope has no rows.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.3.
 */
public final class CosineSimilarPairsKpi extends ScopedKpi {

  private static final String W = "w";
  private static final String DELTA = "delta";
  private static final String SPACE = "space";

  /** Creates the KPI. */
  public CosineSimilarPairsKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("CSVP"),
            "1.3.2",
            "Cosine similarity vector pairs",
            Aspects.MODEL,
            Aspects.ROBUSTNESS,
            "Sensitivity of input around inflection points",
            KpiDescriptor.Subject.MODEL,
            0,
            Double.POSITIVE_INFINITY,
            "pairs",
            "How many pairs of rows next to the decision threshold are similar and yet predicted to"
                + " be in different classes.",
            "A decision threshold in a range where many rows score, or many test rows: the count"
                + " grows with the square of their number.",
            Set.of(W, DELTA, SPACE),
            Set.of("robustness")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(
        W, Double.toString(width(parameters)),
        DELTA, Double.toString(delta(parameters)),
        SPACE, space(parameters).text());
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    int[] rows = ScopeRows.of(audit.test(), scope);
    if (rows.length == 0) {
      return Measurement.notComputable(
          descriptor().id(), scope, "There is no row of " + scope.rows(), SampleSize.ofRows(0));
    }
    Side lower = new Side(rows.length);
    Side upper = new Side(rows.length);
    double threshold = audit.decisionThreshold();
    double w = width(parameters);
    for (int row : rows) {
      double p = audit.probabilities()[row];
      if (p >= threshold - w && p <= threshold + w) {
        (p < threshold ? lower : upper).add(row);
      }
    }
    FeatureVectors vectors =
        new FeatureVectors(
            features(audit), space(parameters), audit.training().orElse(audit.test()));
    if (vectors.size() == 0) {
      return Measurement.notApplicable(
          descriptor().id(), scope, "the model reads no feature but the group");
    }
    lower.read(audit.test(), vectors);
    upper.read(audit.test(), vectors);
    SimilarPairs pairs =
        SimilarPairs.find(
            lower.vectors,
            upper.vectors,
            vectors.size(),
            1 - delta(parameters),
            Parallel.execution(audit));
    return Measurement.of(descriptor().id(), scope, pairs.count(), SampleSize.ofRows(rows.length))
        .withEvidence(counts(lower, upper), closest(audit, lower, upper, pairs));
  }

  private static List<String> features(Audit audit) {
    List<String> features = new ArrayList<>(ModelStructure.of(audit).features());
    audit.roles().groups().ifPresent(features::remove);
    return features;
  }

  private static double width(KpiParameters parameters) {
    double w = parameters.number(W, 0.01);
    if (!(w >= 0 && w <= 1)) {
      throw new IllegalArgumentException(
          "Parameter \"" + W + "\" is " + w + "; half the width of the window lies in [0, 1]");
    }
    return w;
  }

  private static double delta(KpiParameters parameters) {
    double delta = parameters.number(DELTA, 0.1);
    if (!(delta >= 0 && delta <= 2)) {
      throw new IllegalArgumentException(
          "Parameter \"" + DELTA + "\" is " + delta + "; it lies in [0, 2]");
    }
    return delta;
  }

  private static FeatureVectors.Space space(KpiParameters parameters) {
    return parameters.choice(SPACE, FeatureVectors.Space.RAW);
  }

  private static EvidenceTable counts(Side lower, Side upper) {
    return new EvidenceTable(
        "Rows in the window",
        List.of("predicted", "rows", "with a missing value", "without a direction", "compared"),
        List.of(lower.counts("negative"), upper.counts("positive")));
  }

  private static EvidenceTable closest(Audit audit, Side lower, Side upper, SimilarPairs pairs) {
    List<List<String>> rows = new ArrayList<>();
    for (SimilarPairs.Pair pair : pairs.closest()) {
      int below = lower.compared[pair.lower()];
      int above = upper.compared[pair.upper()];
      rows.add(
          List.of(
              audit.test().rowId(below),
              Double.toString(audit.probabilities()[below]),
              audit.test().rowId(above),
              Double.toString(audit.probabilities()[above]),
              Double.toString(pair.cosine())));
    }
    return new EvidenceTable(
        "The closest pairs, at most " + SimilarPairs.KEPT,
        List.of("row below", "probability", "row above", "probability above", "cosine similarity"),
        rows);
  }

  /** The rows in the window on one side of the threshold. */
  private static final class Side {
    private final int[] rows;
    private int count;
    private int missing;
    private int undirected;
    private int[] compared = {};
    private double[] vectors = {};

    Side(int most) {
      rows = new int[most];
    }

    void add(int row) {
      rows[count++] = row;
    }

    /** Reads the vectors, at length 1. */
    void read(Dataset data, FeatureVectors of) {
      int width = of.size();
      vectors = new double[count * width];
      compared = new int[count];
      int read = 0;
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int at = read * width;
        if (!of.write(data, row, vectors, at)) {
          missing++;
        } else if (!normalise(vectors, at, width)) {
          undirected++;
        } else {
          compared[read++] = row;
        }
      }
      vectors = Arrays.copyOf(vectors, read * width);
      compared = Arrays.copyOf(compared, read);
    }

    private static boolean normalise(double[] vectors, int at, int width) {
      double largest = 0;
      for (int k = at; k < at + width; k++) {
        largest = Math.max(largest, Math.abs(vectors[k]));
      }
      if (largest == 0) {
        return false;
      }
      double squares = 0;
      for (int k = at; k < at + width; k++) {
        squares += (vectors[k] / largest) * (vectors[k] / largest);
      }
      double length = largest * Math.sqrt(squares);
      for (int k = at; k < at + width; k++) {
        vectors[k] /= length;
      }
      return true;
    }

    List<String> counts(String predicted) {
      return List.of(
          predicted,
          Integer.toString(count),
          Integer.toString(missing),
          Integer.toString(undirected),
          Integer.toString(compared.length));
    }
  }
}
