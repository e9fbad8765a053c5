package org.touchstone.engine.kpi.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.RocArea;

/**
 * What the predictions of an audit amount to: read once for all KPIs and all groups, on first use.
 * Scores are released as soon as the areas are known.
 */
public final class PredictionStates {

  private final Audit audit;
  private final ConfusionState confusion;
  private final Optional<RocArea> area;
  private final List<Optional<RocArea>> areaByGroup;

  private PredictionStates(Audit audit) {
    this.audit = audit;
    int groups = audit.groups().size();
    int[] levels =
        audit.roles().sensitive().stream()
            .mapToInt(s -> audit.schema().feature(s.feature()).levels().size())
            .toArray();
    this.confusion = new ConfusionState(audit.decisionThreshold(), groups, levels);
    RankingState ranking = new RankingState(groups);
    ScoredBatch rows = rowsOf(audit);
    confusion.add(rows);
    ranking.add(rows);
    this.area = ranking.area(OptionalInt.empty());
    this.areaByGroup =
        IntStream.range(0, groups).mapToObj(g -> ranking.area(OptionalInt.of(g))).toList();
  }

  /**
   * The states of an audit; computed once and shared.
   *
   * @throws org.touchstone.engine.model.ModelException if the model fails to score the rows
   */
  public static PredictionStates of(Audit audit) {
    return audit.shared(PredictionStates.class, PredictionStates::new);
  }

  /** The area under the ROC curve of a scope's rows; empty if they are all of one class. */
  public Optional<RocArea> area(Scope scope) {
    OptionalInt group = group(scope);
    return group.isPresent() ? areaByGroup.get(group.getAsInt()) : area;
  }

  /** Predicted against true classes of a scope's rows. */
  public ConfusionTable table(Scope scope) {
    return confusion.table(group(scope));
  }

  /**
   * Predicted against true classes of a scope's rows, by its sensitive feature.
   *
   * @throws IllegalArgumentException if the scope names no sensitive feature of the audit
   */
  public SensitiveTables sensitiveTables(Scope scope) {
    OptionalInt group = group(scope);
    for (int f = 0; f < audit.roles().sensitive().size(); f++) {
      Roles.SensitiveFeature sensitive = audit.roles().sensitive().get(f);
      if (scope.sensitive().filter(sensitive.feature()::equals).isPresent()) {
        return SensitiveTables.of(
            confusion, group, f, audit.schema().feature(sensitive.feature()), sensitive);
      }
    }
    throw new IllegalArgumentException(
        "\"" + scope + "\" names no sensitive feature of the audit; it has " + audit.roles());
  }

  private OptionalInt group(Scope scope) {
    if (scope.group().isEmpty()) {
      return OptionalInt.empty();
    }
    int index = audit.groups().indexOf(scope.group().get());
    if (index < 0) {
      throw new IllegalArgumentException(
          "\"" + scope + "\" names no group of the audit; it has " + audit.groups());
    }
    return OptionalInt.of(index);
  }

  private static ScoredBatch rowsOf(Audit audit) {
    double[] probabilities = audit.probabilities();
    int[] noGroup = new int[audit.roles().groups().isPresent() ? 0 : probabilities.length];
    Arrays.fill(noGroup, -1);
    int[] groups = audit.roles().groups().map(audit.test()::codes).orElse(noGroup);
    int[][] sensitive =
        audit.roles().sensitive().stream()
            .map(s -> audit.test().codes(s.feature()))
            .toArray(int[][]::new);
    return new ScoredBatch(probabilities, audit.labels(), groups, sensitive);
  }
}
