package org.touchstone.engine.kpi.discrimination;

import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.state.PredictionStates;
import org.touchstone.engine.kpi.state.SensitiveTables;
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.Proportion;

/**
 * How often the outcome that is good for the person is predicted, in the reference group and in all
 * other groups together. It is the positive prediction where the favourable outcome is the positive
 * class, else the negative prediction.
 *
 * @param tables the counts by level
 * @param reference rate of the reference group (S = 1)
 * @param others rate of all other levels together (S != 1)
 * @param evidence rates of each level
 */
record FavourableRates(
    SensitiveTables tables, Proportion reference, Proportion others, EvidenceTable evidence) {

  static FavourableRates of(Audit audit, Scope scope) {
    Roles roles = audit.roles();
    SensitiveTables tables = PredictionStates.of(audit).sensitiveTables(scope);
    boolean positive = roles.favourableOutcome().equals(roles.positiveClass());
    return new FavourableRates(
        tables,
        favourable(tables.reference(), positive),
        favourable(tables.others(), positive),
        new RateTable()
            .with(
                "predicted " + roles.label() + "=" + roles.favourableOutcome(),
                table -> favourable(table, positive))
            .of(tables));
  }

  private static Proportion favourable(ConfusionTable table, boolean positive) {
    return positive ? table.predictedPositive() : table.predictedNegative();
  }

  /** The smaller numerator and the smaller denominator of the two rates. */
  SampleSize sampleSize() {
    return SampleSize.of(
        tables.rows(),
        Math.min(reference.successes(), others.successes()),
        Math.min(reference.trials(), others.trials()));
  }

  /** Why a rate does not exist: a group without rows. */
  Optional<String> emptyGroup(Scope scope) {
    if (reference.computable() && others.computable()) {
      return Optional.empty();
    }
    String name = reference.computable() ? tables.othersName() : tables.referenceName();
    return Optional.of(
        "No row of "
            + scope.rows()
            + " has "
            + name
            + ": the rate of favourable decisions of that group is over no rows");
  }
}
