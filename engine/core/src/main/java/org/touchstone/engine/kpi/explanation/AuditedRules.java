package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.rules.Convergence;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.Line;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.rules.Surrogate;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The rule list of an audit, with the line that decides on each test row: the model itself where it
 * is a rule list, else a surrogate that was learnt from its decisions on the training rows.
 *
 * @param list the list
 * @param lines the line that decides on each test row; do not change it
 * @param decisions the list's decisions on the test rows; do not change them
 * @param surrogate the surrogate, empty where the model is a list
 * @param reason why there is no list, in one sentence; empty where there is one
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AuditedRules(
    Optional<RuleList> list,
    int[] lines,
    boolean[] decisions,
    Optional<Surrogate> surrogate,
    String reason) {

  /** The key of shared results: the same settings give the same list. */
  private record Key(SurrogateSettings settings) {}

  static AuditedRules of(Audit audit, SurrogateSettings settings) {
    return audit.shared(new Key(settings), a -> compute(a, settings));
  }

  private static AuditedRules compute(Audit audit, SurrogateSettings settings) {
    if (audit.model() instanceof RuleList list) {
      return new AuditedRules(
          Optional.of(list), lines(audit, list), new boolean[0], Optional.empty(), "");
    }
    if (audit.training().isEmpty()) {
      return none("A surrogate learns from the training data, and the suite names none");
    }
    Dataset training = audit.training().orElseThrow();
    Execution execution = new Execution(1, audit.monitor());
    boolean[] decisions =
        Surrogate.decisions(audit.model(), audit.decisionThreshold(), training, execution);
    if (allAlike(decisions)) {
      return none(
          "The model puts all training rows into one class, so that there is nothing for a surrogate"
              + " to tell apart");
    }
    FittedRuleList fit;
    try {
      fit =
          settings
              .learner()
              .fit(
                  training,
                  features(audit),
                  decisions,
                  new RuleList.Label(audit.roles().label(), audit.roles().positiveClass()),
                  RandomSeeds.derive(audit.seed(), "surrogate"),
                  execution);
    } catch (DataException e) {
      return none("No rule list can be learnt from the model's decisions: " + e.getMessage());
    }
    Surrogate surrogate = new Surrogate(fit, audit.decisionThreshold());
    return new AuditedRules(
        Optional.of(surrogate.list()),
        lines(audit, surrogate.list()),
        surrogate.decide(audit.test()),
        Optional.of(surrogate),
        "");
  }

  private static AuditedRules none(String reason) {
    return new AuditedRules(Optional.empty(), new int[0], new boolean[0], Optional.empty(), reason);
  }

  private static boolean allAlike(boolean[] decisions) {
    for (boolean decision : decisions) {
      if (decision != decisions[0]) {
        return false;
      }
    }
    return true;
  }

  private static int[] lines(Audit audit, RuleList list) {
    int count = audit.test().rowCount();
    double[] rows = new double[count * audit.schema().size()];
    audit.test().copyRows(0, count, rows);
    int[] lines = new int[count];
    list.decide(rows, count, lines);
    return lines;
  }

  /** The model's features, and the sensitive ones, which may stand in for them in a rule. */
  static List<String> features(Audit audit) {
    Set<String> names = new LinkedHashSet<>(ModelStructure.of(audit).features());
    audit.roles().sensitive().stream().map(Roles.SensitiveFeature::feature).forEach(names::add);
    names.remove(audit.roles().label());
    return List.copyOf(names);
  }

  /**
   * Whether a line asks about a sensitive feature: about the feature itself, or about the column
   * that it is derived from.
   */
  static boolean names(Audit audit, Line line, String sensitive) {
    Optional<String> source = audit.schema().derivation(sensitive).map(Derivation::from);
    return line.rule()
        .map(
            rule ->
                rule.features().stream()
                    .anyMatch(f -> f.equals(sensitive) || source.filter(f::equals).isPresent()))
        .orElse(false);
  }

  /** How far the chains can be trusted that found the surrogate; none where the model is a list. */
  Optional<EvidenceTable> convergence() {
    return surrogate.map(
        found -> {
          Convergence chains = found.fit().convergence();
          return new EvidenceTable(
              "Chains that found the rules",
              List.of("what", "value"),
              List.of(
                  List.of("rules to choose from", Integer.toString(found.fit().minedRules())),
                  List.of("chains", Integer.toString(chains.chains())),
                  List.of("steps of each", Integer.toString(chains.iterations())),
                  List.of(
                      "Gelman-Rubin R of the log posterior (near 1 is good)",
                      number(chains.potentialScaleReduction())),
                  List.of(
                      "Gelman-Rubin R of the number of rules",
                      number(chains.lengthScaleReduction())),
                  List.of("converged (both at most 1.1)", chains.reached() ? "yes" : "no")));
        });
  }

  private static String number(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.3f", value.getAsDouble())
        : "not known from one chain";
  }

  /** The list as evidence, with the rows of the test data that each line decides on. */
  EvidenceTable table(Audit audit) {
    RuleList shown = list.orElseThrow();
    long[] decided = new long[shown.lines().size()];
    for (int line : lines) {
      decided[line]++;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < decided.length; i++) {
      Line line = shown.lines().get(i);
      rows.add(
          List.of(
              Integer.toString(i + 1),
              line.rule().map(Object::toString).orElse("otherwise"),
              String.format(Locale.ROOT, "%.4f", line.probability()),
              Long.toString(line.support()),
              Long.toString(decided[i])));
    }
    return new EvidenceTable(
        surrogate.isPresent()
            ? "The model as a rule list: probability of the decision "
                + audit.roles().positiveClass()
            : "The model: probability of " + audit.roles().positiveClass(),
        List.of("line", "if", "probability", "training rows", "test rows"),
        rows);
  }
}
