package org.touchstone.engine.kpi.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Scope.Group, Integer> groupIndex = new HashMap<>();
  private final Map<String, Integer> sensitiveIndex = new HashMap<>();
  private final ConfusionState confusion;
  private final Optional<RocArea> area;
  private final List<Optional<RocArea>> areaByGroup;

  private PredictionStates(Audit audit) {
    this.audit = audit;
    List<Scope.Group> all = audit.groups();
    int groups = all.size();
    for (int g = 0; g < groups; g++) {
      groupIndex.put(all.get(g), g);
    }
    for (int f = 0; f < audit.roles().sensitive().size(); f++) {
      sensitiveIndex.putIfAbsent(audit.roles().sensitive().get(f).feature(), f);
    }
    int[] levels =
        audit.roles().sensitive().stream()
            .mapToInt(s -> audit.schema().feature(s.feature()).levels().size())
            .toArray();
    this.confusion = new ConfusionState(audit.decisionThreshold(), groups, levels);
    RankingState ranking = new RankingState(groups);
    new BatchReader(audit, sensitiveColumns(audit)).forEach(confusion::add);
    ranking.reserve(confusion);
    new BatchReader(audit).forEach(ranking::add);
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
    Optional<Integer> index = scope.sensitive().map(sensitiveIndex::get);
    if (index.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + scope + "\" names no sensitive feature of the audit; it has " + audit.roles());
    }
    Roles.SensitiveFeature sensitive = audit.roles().sensitive().get(index.get());
    return SensitiveTables.of(
        confusion, group, index.get(), audit.schema().feature(sensitive.feature()), sensitive);
  }

  private OptionalInt group(Scope scope) {
    if (scope.group().isEmpty()) {
      return OptionalInt.empty();
    }
    Optional<Integer> index = scope.group().map(groupIndex::get);
    if (index.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + scope + "\" names no group of the audit; it has " + audit.groups());
    }
    return OptionalInt.of(index.get());
  }

  private static int[] sensitiveColumns(Audit audit) {
    return audit.roles().sensitive().stream()
        .mapToInt(sensitive -> audit.schema().indexOf(sensitive.feature()))
        .toArray();
  }
}
