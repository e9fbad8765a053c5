package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.rules.FeatureNamer;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The explainers that the rules of a model are compared with. They explain the model, so that all
 * features that it reads may be named, also those that a person could not change.
 */
final class OverlapExplainers {

  private static final int BACKGROUND_ROWS = 100;

  private final Audit audit;
  private final Dataset training;
  private final ModelStructure structure;

  private OverlapExplainers(Audit audit) {
    this.audit = audit;
    this.training = audit.training().orElseThrow();
    this.structure = ModelStructure.of(audit);
  }

  /** Who explains. */
  enum Kind {
    /** The features of the largest absolute Shapley values. */
    SHAP,
    /** The features that PermuteAttack changes. */
    COUNTERFACTUAL,
    /** The features that change on the way to the closest flip point, the largest change first. */
    FLIP;

    /** The name in a profile. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The explainers that a parameter names, with commas between them; Shapley values by default.
   *
   * @throws IllegalArgumentException if a name is unknown or there twice
   */
  static List<Kind> kinds(String parameter, KpiParameters parameters) {
    String text = parameters.text(parameter, Kind.SHAP.id());
    List<Kind> kinds = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      Kind kind = KpiParameters.of(Map.of(parameter, name.strip())).choice(parameter, Kind.SHAP);
      if (kinds.contains(kind)) {
        throw new IllegalArgumentException(
            "Parameter \""
                + parameter
                + "\" is \""
                + text
                + "\"; it names "
                + kind.id()
                + " twice");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  /** An explainer of the audit's model, which has training data. */
  static FeatureNamer of(Audit audit, Kind kind) {
    OverlapExplainers explainers = new OverlapExplainers(audit);
    return switch (kind) {
      case SHAP -> FeatureNamer.of(explainers.shap());
      case COUNTERFACTUAL -> FeatureNamer.of(explainers.attack());
      case FLIP -> FeatureNamer.of(explainers.flips());
    };
  }

  /**
   * The features of the rule that decides on a row, as the model knows them: one that it does not
   * read, an age group for example, by the column that it is computed from.
   */
  static FeatureNamer rules(Audit audit, RuleList list) {
    List<String> read = ModelStructure.of(audit).features();
    FeatureNamer rules = FeatureNamer.of(list);
    return FeatureNamer.of(
        rules.name(),
        (rows, execution) ->
            rules.name(rows, execution).stream()
                .map(
                    named ->
                        named.stream()
                            .map(name -> read.contains(name) ? name : source(audit, name))
                            .distinct()
                            .toList())
                .toList());
  }

  private static String source(Audit audit, String name) {
    return audit.schema().derivation(name).map(Derivation::from).orElse(name);
  }

  private Explainer shap() {
    long seed = RandomSeeds.derive(audit.seed(), "overlap");
    Background background = Background.sample(training, BACKGROUND_ROWS, seed);
    Players players =
        structure
            .encoder()
            .map(Players::of)
            .orElseGet(() -> Players.of(audit.schema().names(), structure.features()));
    return structure.trees().isPresent()
        ? new InterventionalTreeShap(audit.model(), players, background)
        : new KernelShap(
            audit.model(), players, background, KernelShap.Options.DEFAULT.withSeed(seed));
  }

  private PermuteAttack attack() {
    return PermuteAttack.of(
            DecisionModel.threshold(audit.model(), audit.decisionThreshold()),
            training,
            structure.features())
        .constraints(Constraints.NONE)
        .counterfactuals(1)
        .seed(audit.seed())
        .build();
  }

  private FlipPoints flips() {
    Set<String> read = new LinkedHashSet<>(structure.features());
    Set<String> fixed = dependent(read);
    Set<String> varied = new LinkedHashSet<>(read);
    varied.removeAll(fixed);
    Set<String> unread = new LinkedHashSet<>(audit.schema().names());
    unread.removeAll(read);
    return structure
        .encoder()
        .map(encoder -> FlipPoints.of(EncodedClassifier.of(encoder, structure.model()), training))
        .orElseGet(() -> FlipPoints.ofColumns(structure.model(), training, unread))
        .threshold(audit.decisionThreshold())
        .immutable(fixed)
        .mutable(varied)
        .build();
  }

  /**
   * Columns of which the model reads two though one is computed from the other: one cannot change
   * without the other, so both stay on the way to a flip point.
   */
  private Set<String> dependent(Set<String> read) {
    Set<String> dependent = new LinkedHashSet<>();
    for (String name : read) {
      audit
          .schema()
          .derivation(name)
          .map(Derivation::from)
          .filter(read::contains)
          .ifPresent(
              from -> {
                dependent.add(name);
                dependent.add(from);
              });
    }
    return dependent;
  }
}
