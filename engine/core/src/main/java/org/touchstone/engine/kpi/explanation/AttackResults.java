package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The counterfactuals of an attack on an audit's model, made once for all KPIs that look at them.
 * The attack criticises the model: it may change every feature, also those that a person cannot.
 *
 * @param rows positions of the attacked test rows
 * @param sets their counterfactuals, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AttackResults(int[] rows, List<CounterfactualSet> sets) {

  /** Which attack: on all features or the sensitive ones, realistic or not, and by which seed. */
  record Attack(AttackSettings settings, boolean sensitiveOnly, boolean gibbs, String seedName) {}

  static AttackResults of(Audit audit, Attack attack) {
    return audit.shared(attack, a -> compute(a, attack));
  }

  private static AttackResults compute(Audit audit, Attack attack) {
    int[] rows = ExplainedRows.of(audit, attack.settings().rows(), attack.settings().maxRows());
    Set<String> features = new LinkedHashSet<>(ModelStructure.of(audit).features());
    List<String> sensitive = sensitive(audit);
    if (attack.sensitiveOnly()) {
      features.addAll(sensitive);
    }
    PermuteAttack.Builder builder =
        PermuteAttack.of(
                DecisionModel.threshold(audit.model(), audit.decisionThreshold()),
                audit.training().orElseThrow(),
                List.copyOf(features))
            .constraints(Constraints.NONE)
            .seed(RandomSeeds.derive(audit.seed(), "attack", attack.seedName()));
    if (attack.sensitiveOnly()) {
      builder.vary(sensitive);
    }
    if (attack.gibbs()) {
      builder.realistic(RealisticSampling.PAPER);
    }
    return new AttackResults(
        rows,
        builder.build().generate(audit.test().select(rows), new Execution(1, audit.monitor())));
  }

  /**
   * The sensitive features that the model depends on: those that the suite or the schema calls so,
   * of a computed column its source.
   */
  static List<String> sensitive(Audit audit) {
    List<String> read = ModelStructure.of(audit).features();
    Set<String> names = new LinkedHashSet<>();
    for (Feature feature : audit.schema().features()) {
      boolean named =
          feature.attributes().sensitive()
              || audit.roles().sensitive().stream()
                  .map(Roles.SensitiveFeature::feature)
                  .anyMatch(feature.name()::equals);
      if (named && !feature.name().equals(audit.roles().label())) {
        String source =
            audit
                .schema()
                .derivation(feature.name())
                .map(derivation -> derivation.from())
                .orElse(feature.name());
        // A source that the model does not read matters if the computed column is read.
        if (read.contains(source) || read.contains(feature.name())) {
          names.add(source);
        }
      }
    }
    return List.copyOf(names);
  }

  /** The sets of the rows of a scope. */
  List<CounterfactualSet> in(Audit audit, Scope scope) {
    List<CounterfactualSet> found = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      if (ExplainedRows.in(audit, scope, rows[i])) {
        found.add(sets.get(i));
      }
    }
    return found;
  }
}
