package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
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
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.rules.ExplainerOverlap;
import org.touchstone.engine.rules.FeatureNamer;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.ProportionInterval;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * KPI EXPLAINER_OVERLAP: the share of rows of which two explanations of the model name at least one
 * feature in common: the rule that decides in the model's rule list (the model itself where it is
 * one, else a surrogate), and another explainer. Rows under the default line name no feature and
 * share none. The evidence has how many features are shared (ExMo, Figure 1), and the share that
 * naming features by chance would reach.
 *
 * <p>Parameters: {@code explainer}: {@code shap} (the largest absolute Shapley values; the default)
 * or {@code counterfactual} (the features that PermuteAttack changes); {@code top}: most features
 * of a row that count, 0 (the default) for as many as the rule names, the paper has 7; {@code
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
  private static final int BACKGROUND_ROWS = 100;

  /** Who else explains. */
  private enum Other {
    SHAP,
    COUNTERFACTUAL
  }

  /** What overlaps are shared by. */
  private record Key(SurrogateSettings surrogate, Other other, int top, int maxRows) {}

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
    Key key = key(parameters);
    texts.put(EXPLAINER, key.other().name().toLowerCase(Locale.ROOT));
    texts.put(TOP, Integer.toString(key.top()));
    texts.put(MAX_ROWS, Integer.toString(key.maxRows()));
    return texts;
  }

  private static Key key(KpiParameters parameters) {
    return new Key(
        SurrogateSettings.of(parameters),
        parameters.choice(EXPLAINER, Other.SHAP),
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
    Key key = key(parameters);
    AuditedRules rules = AuditedRules.of(audit, key.surrogate());
    if (rules.list().isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(), scope, rules.reason(), SampleSize.ofRows(0));
    }
    Result result = audit.shared(key, a -> compute(a, key, rules));
    ExplainerOverlap all = result.overlap();
    List<ExplainerOverlap.Row> rows = new ArrayList<>();
    for (int i = 0; i < result.rows().length; i++) {
      if (ExplainedRows.in(audit, scope, result.rows()[i])) {
        rows.add(all.rows().get(i));
      }
    }
    ExplainerOverlap overlap = new ExplainerOverlap(all.first(), all.second(), rows);
    Proportion sharing = overlap.sharing();
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
        .withEvidence(evidence(audit, overlap), rules.table(audit));
  }

  private static Result compute(Audit audit, Key key, AuditedRules rules) {
    int[] rows = ExplainedRows.of(audit, CounterfactualSettings.Rows.ALL, key.maxRows());
    ExplainerOverlap overlap =
        ExplainerOverlap.of(
            FeatureNamer.of(rules.list().orElseThrow()),
            other(audit, key.other()),
            audit.test().select(rows),
            key.top(),
            new Execution(1, audit.monitor()));
    return new Result(overlap, rows);
  }

  private static FeatureNamer other(Audit audit, Other which) {
    Dataset training = audit.training().orElseThrow();
    return switch (which) {
      case SHAP -> FeatureNamer.of(shap(audit, training));
      case COUNTERFACTUAL ->
          FeatureNamer.of(
              PermuteAttack.of(
                      DecisionModel.threshold(audit.model(), audit.decisionThreshold()),
                      training,
                      ModelStructure.of(audit).features())
                  .counterfactuals(1)
                  .seed(audit.seed())
                  .build());
    };
  }

  private static Explainer shap(Audit audit, Dataset training) {
    long seed = RandomSeeds.derive(audit.seed(), "overlap");
    Background background = Background.sample(training, BACKGROUND_ROWS, seed);
    if (audit.model() instanceof EncodedClassifier encoded) {
      Players players = Players.of(encoded.encoder());
      return encoded.model() instanceof TreeEnsemble
          ? new InterventionalTreeShap(encoded, players, background)
          : new KernelShap(encoded, players, background, KernelShap.Options.DEFAULT.withSeed(seed));
    }
    return new KernelShap(
        audit.model(),
        Players.of(audit.schema().names()),
        background,
        KernelShap.Options.DEFAULT.withSeed(seed));
  }

  private static EvidenceTable evidence(Audit audit, ExplainerOverlap overlap) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("explainers", overlap.first() + " and " + overlap.second()));
    cells.add(
        List.of(
            "rows whose rule names no feature",
            Long.toString(overlap.rows().stream().filter(row -> row.named() == 0).count())));
    long[] counts = overlap.distribution();
    for (int shared = 0; shared < counts.length; shared++) {
      cells.add(List.of("rows with " + shared + " shared", Long.toString(counts[shared])));
    }
    cells.add(
        List.of(
            "share of rows with a shared feature by chance",
            String.format(
                Locale.ROOT, "%.4f", overlap.byChance(AuditedRules.features(audit).size()))));
    return new EvidenceTable("Shared features", List.of("what", "value"), cells);
  }
}
