package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.counterfactual.CounterfactualGenerator;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.ChangeFrequency;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipResult;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.Explainer;

/**
 * Names the features that an explanation of a row is about, whatever explains it: what explainers
 * can be compared by.
 */
public interface FeatureNamer {

  /** What explains, for reports. */
  String name();

  /**
   * Names the features of each row, the most important first; none where the explanation names
   * none.
   *
   * @param rows the rows to explain
   * @param execution threads and monitor
   */
  List<List<String>> name(Dataset rows, Execution execution);

  /** The features that the deciding rule asks about; none where the default line decides. */
  static FeatureNamer of(RuleList list) {
    return of(
        "rule list",
        (rows, execution) -> {
          double[] values = new double[rows.rowCount() * rows.schema().size()];
          rows.copyRows(0, rows.rowCount(), values);
          List<List<String>> named = new ArrayList<>();
          for (int row = 0; row < rows.rowCount(); row++) {
            named.add(list.explain(values, row).features());
          }
          return named;
        });
  }

  /** The players with an attribution other than 0, the largest absolute value first. */
  static FeatureNamer of(Explainer explainer) {
    return of(
        explainer.provenance().method(),
        (rows, execution) -> {
          List<List<String>> named = new ArrayList<>();
          List<String> players = explainer.players().names();
          for (Attribution attribution : explainer.explain(rows, execution).rows()) {
            List<String> features = new ArrayList<>();
            for (int player : attribution.ranking()) {
              if (attribution.value(player) != 0) {
                features.add(players.get(player));
              }
            }
            named.add(features);
          }
          return named;
        });
  }

  /**
   * The features that a row's counterfactuals change, those of more of them first, of equal ones
   * those of an earlier counterfactual.
   */
  static FeatureNamer of(CounterfactualGenerator generator) {
    return of(
        generator.name(),
        (rows, execution) -> {
          List<List<String>> named = new ArrayList<>();
          generator.generate(rows, execution, set -> named.add(changed(set)));
          return named;
        });
  }

  /**
   * The features that change up to a row's closest flip point by more than a hundredth of their
   * scale, the largest scaled change first; none where there is no flip point.
   */
  static FeatureNamer of(FlipPoints flips) {
    return of(
        "closest flip point",
        (rows, execution) ->
            flips.closest(rows, execution).stream().map(FeatureNamer::changed).toList());
  }

  private static List<String> changed(FlipResult result) {
    List<FlipPoint.Change> changes =
        result
            .closest()
            .map(point -> point.changes(ChangeFrequency.DEFAULT_LEAST))
            .orElse(List.of());
    return changes.stream()
        .sorted(Comparator.comparingDouble(change -> -Math.abs(change.scaled())))
        .map(change -> change.feature().name())
        .toList();
  }

  private static List<String> changed(CounterfactualSet set) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < set.size(); i++) {
      if (set.valid(i)) {
        set.changed(i).forEach(feature -> counts.merge(feature, 1, Integer::sum));
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A namer of this name. */
  static FeatureNamer of(String name, Naming naming) {
    return new FeatureNamer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<List<String>> name(Dataset rows, Execution execution) {
        return naming.name(rows, execution);
      }
    };
  }

  /** Names the features of rows. */
  @FunctionalInterface
  interface Naming {
    /** See {@link FeatureNamer#name(Dataset, Execution)}. */
    List<List<String>> name(Dataset rows, Execution execution);
  }
}
