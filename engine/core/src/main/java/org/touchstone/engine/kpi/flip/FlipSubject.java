package org.touchstone.engine.kpi.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/** What the KPIs about flip points take from an audit. */
final class FlipSubject {

  /** Name of the parameter that says of how many test rows at most flip points are found. */
  static final String ROWS = "rows";

  static final int DEFAULT_ROWS = 500;

  private FlipSubject() {}

  /** A finder of flip points of the audit's model; scales come from the training data, if known. */
  static FlipPoints.Builder finder(Audit audit) {
    ModelStructure structure = ModelStructure.of(audit);
    Dataset known = audit.training().orElse(audit.test());
    FlipPoints.Builder builder =
        structure
            .encoder()
            .map(encoder -> FlipPoints.of(EncodedClassifier.of(encoder, structure.model()), known))
            .orElseGet(() -> FlipPoints.ofColumns(structure.model(), known, fixedColumns(audit)));
    return builder.threshold(audit.decisionThreshold());
  }

  /**
   * The label, and columns of which one is computed from another: a model without an encoder does
   * not say which of the two it reads.
   */
  private static Set<String> fixedColumns(Audit audit) {
    Set<String> fixed = new LinkedHashSet<>(List.of(audit.roles().label()));
    for (String name : audit.schema().names()) {
      audit
          .schema()
          .derivation(name)
          .ifPresent(
              derivation -> {
                fixed.add(name);
                fixed.add(derivation.from());
              });
    }
    return fixed;
  }

  /**
   * The column that a sensitive feature is to the model: itself, or what it is computed from where
   * the model reads that. Empty if the model reads neither.
   */
  static List<String> readAs(Audit audit, String sensitive) {
    List<String> read = ModelStructure.of(audit).features();
    List<String> columns = new ArrayList<>();
    if (read.contains(sensitive)) {
      columns.add(sensitive);
    }
    audit
        .schema()
        .derivation(sensitive)
        .map(Derivation::from)
        .filter(read::contains)
        .ifPresent(columns::add);
    return columns;
  }

  /** The role of a scope's sensitive feature. */
  static Roles.SensitiveFeature role(Audit audit, Scope scope) {
    String name = scope.sensitive().orElseThrow();
    return audit.roles().sensitive().stream()
        .filter(role -> role.feature().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Why a KPI about a sensitive feature has no meaning for the model. */
  static String notRead(String sensitive) {
    return "The model does not read \"" + sensitive + "\"";
  }

  /** At most so many of some rows, without replacement, in their order. */
  static int[] sample(Audit audit, int[] rows, int most) {
    if (rows.length <= most) {
      return rows;
    }
    int[] chosen = rows.clone();
    SplittableRandom random =
        new SplittableRandom(RandomSeeds.derive(audit.seed(), "rows of flip points"));
    for (int i = 0; i < most; i++) {
      int other = i + random.nextInt(chosen.length - i);
      int swap = chosen[i];
      chosen[i] = chosen[other];
      chosen[other] = swap;
    }
    int[] first = Arrays.copyOf(chosen, most);
    Arrays.sort(first);
    return first;
  }

  static Execution execution(Audit audit) {
    return new Execution(1, audit.monitor());
  }
}
