package org.touchstone.engine.kpi.explanation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;

/** A KPI on an attack by PermuteAttack with the parameters of the paper's experiment. */
abstract class AttackKpi extends ScopedKpi {

  AttackKpi(
      String id,
      String displayName,
      String aspect,
      String subAspect,
      String contributor,
      double rangeLow,
      double rangeHigh,
      Set<String> ownParameters,
      String meaning,
      String commonCauses) {
    super(
        new KpiDescriptor(
            KpiId.of(id),
            "",
            displayName,
            aspect,
            subAspect,
            contributor,
            KpiDescriptor.Subject.MODEL,
            rangeLow,
            rangeHigh,
            "",
            meaning,
            commonCauses,
            parameters(ownParameters),
            Set.of("counterfactual", "attack")));
  }

  private static Set<String> parameters(Set<String> own) {
    Set<String> names = new TreeSet<>(AttackSettings.NAMES);
    names.addAll(own);
    names.add(LEVEL);
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return new TreeMap<>(AttackSettings.of(parameters).inForce());
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit)
        .or(
            () ->
                audit.training().isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        "The attack takes its values from the training data, and the suite names"
                            + " none"));
  }

  final Measurement notComputable(Scope scope, String reason, int rows) {
    return Measurement.notComputable(descriptor().id(), scope, reason, SampleSize.ofRows(rows));
  }

  static String nothingToAttack(Scope scope) {
    return "No row of " + scope.rows() + " is attacked";
  }
}
