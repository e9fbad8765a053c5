package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.Detectability;
import org.touchstone.engine.counterfactual.Detectability.Protocol;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * The share of counterfactuals that a discriminator tells from real rows; see {@link
 * Detectability}. Counterfactuals that are recognised explain the model where no person is.
 * Parameters: {@code protocol}, {@code held_out} (default) or {@code paper}, and {@code gibbs},
 * whether the realistic variant makes them ({@code false} by default).
 *
 * <p>Interval: Wilson's. Sample size: numerator and denominator of the share. Not computable for
 * fewer than 10 rows with a counterfactual.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4, end.
 */
public final class AttackDetectableKpi extends AttackKpi {

  private static final String PROTOCOL = "protocol";
  private static final String GIBBS = "gibbs";
  private static final int FEWEST = 10;

  /** Creates the KPI. */
  public AttackDetectableKpi() {
    super(
        "ATTACK_DETECTABLE",
        "Detectable counterfactuals",
        CounterfactualKpi.ASPECT,
        CounterfactualKpi.SUB_ASPECT,
        "Realism",
        0,
        1,
        Set.of(PROTOCOL, GIBBS),
        "The share of counterfactuals that can be told from real rows.",
        "Changes that do not go with the other features: values drawn independently of them.");
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    Map<String, String> texts = super.parametersInForce(parameters);
    texts.put(PROTOCOL, CounterfactualSettings.text(protocol(parameters)));
    texts.put(GIBBS, Boolean.toString(parameters.flag(GIBBS, false)));
    return texts;
  }

  private static Protocol protocol(KpiParameters parameters) {
    return parameters.choice(PROTOCOL, Protocol.HELD_OUT);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    AttackSettings settings = AttackSettings.of(parameters);
    boolean gibbs = parameters.flag(GIBBS, false);
    AttackResults one =
        AttackResults.of(audit, new AttackResults.Attack(settings, false, gibbs, "one"));
    AttackResults other =
        AttackResults.of(audit, new AttackResults.Attack(settings, false, gibbs, "other"));
    List<CounterfactualSet> first = new ArrayList<>();
    List<CounterfactualSet> second = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < one.rows().length; i++) {
      if (ExplainedRows.in(audit, scope, one.rows()[i])
          && one.sets().get(i).size() > 0
          && other.sets().get(i).size() > 0) {
        rows.add(one.rows()[i]);
        first.add(one.sets().get(i));
        second.add(other.sets().get(i));
      }
    }
    if (rows.size() < FEWEST) {
      return notComputable(
          scope,
          rows.size()
              + " rows of "
              + scope.rows()
              + " have counterfactuals by both seeds; a discriminator takes "
              + FEWEST,
          rows.size());
    }
    Dataset attacked = audit.test().select(rows.stream().mapToInt(Integer::intValue).toArray());
    Detectability found =
        Detectability.of(
            attacked,
            first,
            second,
            ModelStructure.of(audit).features(),
            protocol(parameters),
            seed(audit, scope));
    return Measurement.of(
            descriptor().id(),
            scope,
            found.detected().rate(),
            ProportionInterval.of(found.detected(), level),
            SampleSize.of(rows.size(), found.detected().successes(), found.detected().trials()))
        .withEvidence(
            new EvidenceTable(
                "Discriminator",
                List.of("what", "value"),
                List.of(
                    List.of("counterfactuals recognised", found.detected().toString()),
                    List.of("real rows recognised", found.realRecognised().toString()),
                    List.of("balanced accuracy", Double.toString(found.balancedAccuracy())))));
  }
}
