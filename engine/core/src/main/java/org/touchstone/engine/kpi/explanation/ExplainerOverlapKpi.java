package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.rules.ExplainerOverlap;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * KPI EXPLAINER_OVERLAP: the share of rows of which two explanations of the model name at least one
 * feature in common: the rule that decides in the model's rule list (the model itself where it is
 * one, else a surrogate), and another explainer. A feature that the model does not read counts as
 * the column that it is computed from. Rows under the default line name no feature and share none.
 * The evidence has how many features are shared (ExMo, Figure 1), and the share that naming
 * features by chance would reach.
 *
 * <p>Parameters: {@code explainer}: {@code shap} (the largest absolute Shapley values; the
 * default), {@code flip} (the features that change up to the closest flip point), {@code
 * counterfactual} (those that PermuteAttack changes), or several with commas, of which the first is
 * the value and all are in the evidence; all features that the model reads may change, also
 * immutable ones, as the model is explained and not a person advised. {@code top}: most features of
 * a row that count, 0 (the default) for as many as the rule names, the paper has 7; {@code
 * maxRows}: at most so many test rows, a seeded sample of more (100); those of the surrogate.
 *
 * <p>Interval: Wilson's. Sample size: rows that share a feature, and all rows that were explained.
 *
 * <p>Source: Mainali, Psychoula and Petitcolas, ExMo, 2022, section 4.5.2.
 */
public final class ExplainerOverlapKpi extends ScopedKpi {

  private static final String EXPLAINER = "explainer";
  private static final String TOP = "top";
  private static final String MAX_ROWS = "maxRows";

  /** What overlaps are shared by. */
  private record Key(
      SurrogateSettings surrogate, OverlapExplainers.Kind other, int top, int maxRows) {}

  /** The overlap of the rows at these positions. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(ExplainerOverlap overlap, int[] rows) {}

  /** Creates the KPI. */
  public ExplainerOverlapKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("EXPLAINER_OVERLAP"),
            "",
            "Features shared by explainers",
            CounterfactualKpi.ASPECT,
            AttributionKpi.SUB_ASPECT,
            "Agreement of explainers",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "For how many rows the rule that decides and another explainer of the model name at least"
                + " one feature in common.",
            "A rule list that does not speak for the model (see RULE_FIDELITY), or features that can"
                + " stand in for each other.",
            parameters(),
            Set.of("explainability", "rules")));
  }

  private static Set<String> parameters() {
    Set<String> names = RuleFidelityKpi.withLevel(SurrogateSettings.NAMES);
    names.addAll(List.of(EXPLAINER, TOP, MAX_ROWS));
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    Map<String, String> texts = new TreeMap<>(SurrogateSettings.of(parameters).inForce());
    List<Key> keys = keys(parameters);
    texts.put(
        EXPLAINER, keys.stream().map(key -> key.other().id()).collect(Collectors.joining(", ")));
    texts.put(TOP, Integer.toString(keys.get(0).top()));
    texts.put(MAX_ROWS, Integer.toString(keys.get(0).maxRows()));
    return texts;
  }

  /** One for each explainer, the one that gives the value first. */
  private static List<Key> keys(KpiParameters parameters) {
    return OverlapExplainers.kinds(EXPLAINER, parameters).stream()
        .map(kind -> key(kind, parameters))
        .toList();
  }

  private static Key key(OverlapExplainers.Kind kind, KpiParameters parameters) {
    return new Key(
        SurrogateSettings.of(parameters),
        kind,
        CounterfactualSettings.whole(parameters, TOP, ExplainerOverlap.AS_MANY, 0),
        CounterfactualSettings.whole(parameters, MAX_ROWS, 100, 1));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    Optional<String> table = needsTable(audit);
    if (table.isPresent()) {
      return table;
    }
    return audit.training().isEmpty()
        ? Optional.of("Explainers need the training data, and the suite names none")
        : Optional.empty();
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    List<Key> keys = keys(parameters);
    AuditedRules rules = AuditedRules.of(audit, keys.get(0).surrogate());
    if (rules.list().isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(), scope, rules.reason(), SampleSize.ofRows(0));
    }
    List<ExplainerOverlap> overlaps =
        keys.stream().map(key -> overlap(audit, scope, key, rules)).toList();
    Proportion sharing = overlaps.get(0).sharing();
    if (!sharing.computable()) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "None of the rows that were explained is of " + scope.rows(),
          SampleSize.of(0, 0, 0));
    }
    return Measurement.of(
            descriptor().id(),
            scope,
            sharing.rate(),
            ProportionInterval.of(sharing, level),
            SampleSize.of(sharing.trials(), sharing.successes(), sharing.trials()))
        .withEvidence(evidence(audit, overlaps), rules.table(audit));
  }

  private static ExplainerOverlap overlap(Audit audit, Scope scope, Key key, AuditedRules rules) {
    Result result = audit.shared(key, a -> compute(a, key, rules));
    ExplainerOverlap all = result.overlap();
    List<ExplainerOverlap.Row> rows = new ArrayList<>();
    for (int i = 0; i < result.rows().length; i++) {
      if (ExplainedRows.in(audit, scope, result.rows()[i])) {
        rows.add(all.rows().get(i));
      }
    }
    return new ExplainerOverlap(all.first(), all.second(), rows);
  }

  private static Result compute(Audit audit, Key key, AuditedRules rules) {
    int[] rows = ExplainedRows.of(audit, CounterfactualSettings.Rows.ALL, key.maxRows());
    ExplainerOverlap overlap =
        ExplainerOverlap.of(
            OverlapExplainers.rules(audit, rules.list().orElseThrow()),
            OverlapExplainers.of(audit, key.other()),
            audit.test().select(rows),
            key.top(),
            new Execution(1, audit.monitor()));
    return new Result(overlap, rows);
  }

  /**
   * How many features are shared, a column for each explainer: Figure 1 of the paper as a table.
   */
  private static EvidenceTable evidence(Audit audit, List<ExplainerOverlap> overlaps) {
    int features = AuditedRules.features(audit).size();
    List<long[]> counts = overlaps.stream().map(ExplainerOverlap::distribution).toList();
    int longest = counts.stream().mapToInt(each -> each.length).max().orElseThrow();
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        row(
            "rows whose rule names no feature",
            overlaps,
            overlap ->
                Long.toString(overlap.rows().stream().filter(row -> row.named() == 0).count())));
    for (int shared = 0; shared < longest; shared++) {
      List<String> cell = new ArrayList<>(List.of("rows with " + shared + " shared"));
      for (long[] each : counts) {
        cell.add(Long.toString(shared < each.length ? each[shared] : 0));
      }
      cells.add(cell);
    }
    cells.add(
        row(
            "share of rows with a shared feature",
            overlaps,
            overlap -> share(overlap.sharing().rate())));
    cells.add(row("the same by chance", overlaps, overlap -> share(overlap.byChance(features))));
    List<String> columns = new ArrayList<>(List.of("shared with the rule"));
    overlaps.forEach(overlap -> columns.add(overlap.second()));
    return new EvidenceTable("Shared features", columns, cells);
  }

  private static List<String> row(
      String what, List<ExplainerOverlap> overlaps, Function<ExplainerOverlap, String> text) {
    List<String> cells = new ArrayList<>(List.of(what));
    overlaps.forEach(overlap -> cells.add(text.apply(overlap)));
    return cells;
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
