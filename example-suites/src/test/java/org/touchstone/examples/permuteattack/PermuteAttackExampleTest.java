package org.touchstone.examples.permuteattack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.counterfactual.AdverseActionReasons;
import org.touchstone.engine.counterfactual.AttackPlots;
import org.touchstone.engine.counterfactual.AttackSummary;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.CounterfactualTable;
import org.touchstone.engine.counterfactual.CreditScore;
import org.touchstone.engine.counterfactual.Detectability;
import org.touchstone.engine.counterfactual.Detectability.Protocol;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual.Options;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.plot.Plot;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.PathDependentTreeShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.examples.SuiteRun;

/**
 * The paper's experiment (Hashemi and Fathi, PermuteAttack, section 4) on a forest that is grown
 * here. The tables and figures of the page docs/permute-attack.md are what this test computes; it
 * fails where they are not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermuteAttackExampleTest {

  private static final int BAD = PaperExperiment.BAD;
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path OUT = Path.of("target", "permute-attack");
  private static final Execution TWO_THREADS = Execution.on(2);

  /** The probabilities of default of the customers of the paper's Tables 1 and 2. */
  private static final double[] CUSTOMERS = {0.13, 0.63};

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("checking_status", "Balance of the checking account"),
          Map.entry("duration", "Length of the credit"),
          Map.entry("credit_history", "Credit history"),
          Map.entry("purpose", "Purpose of the credit"),
          Map.entry("credit_amount", "Amount of the credit"),
          Map.entry("savings_status", "Savings"),
          Map.entry("employment", "Length of employment"),
          Map.entry("installment_commitment", "Instalment in relation to income"),
          Map.entry("other_parties", "Guarantor or co-applicant"),
          Map.entry("residence_since", "Time at the present residence"),
          Map.entry("property_magnitude", "Property"),
          Map.entry("other_payment_plans", "Other instalment plans"),
          Map.entry("housing", "Housing"),
          Map.entry("existing_credits", "Number of existing credits"),
          Map.entry("job", "Kind of employment"),
          Map.entry("num_dependents", "Number of dependents"),
          Map.entry("own_telephone", "Telephone"));

  private PaperExperiment experiment;
  private List<CounterfactualSet> attacked;
  private AttackSummary all;
  private AttackSummary withoutTop;
  private AttackSummary sensitiveOnly;
  private Map<String, Double> importance;
  private List<String> top;

  @BeforeAll
  void attack_the_forest() {
    experiment = new PaperExperiment();
    attacked = attacked(experiment.attack());
    all = AttackSummary.of(attacked);
    importance = importance();
    top =
        importance.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(3)
            .map(Map.Entry::getKey)
            .toList();
    withoutTop = AttackSummary.of(attacked(experiment.attack().vary(withoutTop())));
    sensitiveOnly = AttackSummary.of(attacked(experiment.attack().vary(PaperExperiment.SENSITIVE)));
  }

  private List<CounterfactualSet> attacked(PermuteAttack.Builder builder) {
    return builder.build().generate(experiment.test, TWO_THREADS);
  }

  private List<String> withoutTop() {
    List<String> rest = new ArrayList<>(experiment.features());
    rest.removeAll(top);
    return rest;
  }

  /** Mean |SHAP| of each feature over the attacked rows. */
  private Map<String, Double> importance() {
    List<Attribution> rows = new ArrayList<>();
    new PathDependentTreeShap(experiment.model, Players.of(experiment.encoder))
        .explain(
            experiment.values(experiment.test), experiment.test.rowCount(), TWO_THREADS, rows::add);
    List<String> players = rows.get(0).provenance().players();
    Map<String, Double> mean = new TreeMap<>();
    for (String feature : experiment.features()) {
      int player = players.indexOf(feature);
      mean.put(
          feature,
          rows.stream().mapToDouble(row -> Math.abs(row.value(player))).average().orElse(0));
    }
    return mean;
  }

  @Test
  void every_row_flips_with_nearly_as_few_changes_as_there_can_be() {
    assertThat(all.success().rate()).isEqualTo(1);
    double fewest = fewest(experiment.features());
    assertThat(all.meanChanges().orElseThrow()).isBetween(fewest, fewest + 0.02);
  }

  @Test
  void the_tables_of_the_page_are_what_this_build_computes(@TempDir Path folder)
      throws IOException {
    List<String> blocks = new ArrayList<>();
    blocks.add(results());
    blocks.add(frequencies());
    blocks.add(directions());
    for (double probability : CUSTOMERS) {
      blocks.add(customer(probability));
    }
    blocks.add(reasons());
    blocks.add(verdicts(SuiteRun.of(PermuteAttackConformityTest.class, folder)));
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("tables.md"), String.join("\n", blocks));

    String page = Files.readString(DOCS.resolve("permute-attack.md"));
    for (String block : blocks) {
      assertThat(page.contains(block))
          .as("the page has the table of %s:%n%s", OUT.resolve("tables.md"), block)
          .isTrue();
    }
  }

  @Test
  void the_figures_of_the_page_are_what_this_build_draws() throws IOException {
    Map<String, Plot> figures =
        Map.of(
            "permute-outcomes.svg",
            AttackPlots.outcomes(all, BAD, PaperExperiment.DECISIONS),
            "permute-changes.svg",
            AttackPlots.changes(all),
            "permute-importance.svg",
            AttackPlots.besideImportance(all, importance, "mean |SHAP|"),
            "permute-together.svg",
            AttackPlots.coOccurrences(all),
            "permute-directions-bad.svg",
            AttackPlots.directions(all, BAD, "bad"),
            "permute-directions-good.svg",
            AttackPlots.directions(all, 0, "good"),
            "permute-changes-without-top.svg",
            AttackPlots.changes(withoutTop),
            "permute-frequencies-without-top.svg",
            AttackPlots.frequencies(withoutTop),
            "permute-together-without-top.svg",
            AttackPlots.coOccurrences(withoutTop));
    Files.createDirectories(OUT);
    for (Map.Entry<String, Plot> figure : figures.entrySet()) {
      Files.writeString(OUT.resolve(figure.getKey()), figure.getValue().toSvg());
    }

    String page = Files.readString(DOCS.resolve("permute-attack.md"));
    for (Map.Entry<String, Plot> figure : figures.entrySet()) {
      assertThat(page.contains("(images/" + figure.getKey() + ")"))
          .as("the page shows %s", figure.getKey())
          .isTrue();
      assertThat(DOCS.resolve("images").resolve(figure.getKey()))
          .as("copy %s to docs/images", OUT.resolve(figure.getKey()))
          .hasContent(figure.getValue().toSvg());
    }
  }

  private String results() {
    StringBuilder text = new StringBuilder("| What | The paper | Here |\n|---|---|---|\n");
    row(text, "Rows that are turned", "400/400", all.success().toString());
    row(
        text,
        "Mean number of changed features, Algorithm 1 alone",
        "2.35",
        changes(AttackSummary.of(attacked(experiment.attack().minimalityPass(false)))));
    row(text, "The same after the minimality pass", "", changes(all));
    row(
        text,
        "The fewest there can be, by the exact search",
        "",
        number(fewest(experiment.features())));
    row(
        text,
        "Without the three features of largest mean SHAP: rows that are turned, mean changes",
        "not stated, 3.7",
        withoutTop.success() + ", " + changes(withoutTop));
    row(text, "The fewest there can be without them", "", number(fewest(withoutTop())));
    row(
        text,
        "Rows that age, personal status and sex, and foreign worker alone turn",
        "105/400",
        sensitiveOnly.success().toString());
    row(text, "Not detected, Algorithm 1 alone", "12 %", undetected(false, false));
    row(text, "Not detected, Algorithm 1 with Gibbs sampling", "49 %", undetected(false, true));
    row(text, "Not detected, after the minimality pass", "", undetected(true, false));
    row(text, "The same with Gibbs sampling", "", undetected(true, true));
    return text.toString();
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }

  private static String changes(AttackSummary summary) {
    return number(summary.meanChanges().orElseThrow());
  }

  private double fewest(List<String> vary) {
    return ExactTreeCounterfactual.argmax(
            experiment.model, experiment.training, vary, Constraints.NONE, Options.DEFAULT)
        .generate(experiment.test, TWO_THREADS)
        .stream()
        .mapToInt(set -> set.changed(0).size())
        .average()
        .orElseThrow();
  }

  private String undetected(boolean pass, boolean gibbs) {
    List<List<CounterfactualSet>> bySeed = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      PermuteAttack.Builder builder = experiment.attack().minimalityPass(pass).seed(seed);
      bySeed.add(attacked(gibbs ? builder.realistic(RealisticSampling.PAPER) : builder));
    }
    StringBuilder text = new StringBuilder();
    for (Protocol protocol : List.of(Protocol.PAPER, Protocol.HELD_OUT)) {
      Detectability found =
          Detectability.of(
              experiment.test, bySeed.get(0), bySeed.get(1), experiment.features(), protocol, 7);
      text.append(protocol == Protocol.PAPER ? "" : ", held-out rows ")
          .append(Math.round(100 * (1 - found.detected().rate())))
          .append(" % of ")
          .append(found.detected().trials());
    }
    return text.toString();
  }

  private String frequencies() {
    StringBuilder text = new StringBuilder();
    row(text, "Feature", "Mean \\|SHAP\\|", "Rows changed in", "... without the top three");
    text.append("|---|---|---|---|\n");
    experiment.features().stream()
        .sorted(Comparator.comparing((String name) -> importance.get(name)).reversed())
        .forEach(
            name ->
                row(
                    text,
                    name,
                    String.format(Locale.ROOT, "%.4f", importance.get(name)),
                    count(all, name),
                    top.contains(name) ? "" : count(withoutTop, name)));
    return text.toString();
  }

  private static String count(AttackSummary summary, String feature) {
    return Integer.toString(summary.frequencies()[summary.features().indexOf(feature)]);
  }

  private String directions() {
    StringBuilder text = new StringBuilder();
    row(text, "Decision before", "Feature", "Rows", "Up", "Down", "Most frequent moves");
    text.append("|---|---|---|---|---|---|\n");
    for (AttackSummary.Direction direction : sensitiveOnly.directions()) {
      boolean isNumber = direction.moves().isEmpty();
      row(
          text,
          PaperExperiment.DECISIONS.get(direction.fromClass()),
          direction.feature(),
          Integer.toString(direction.rows()),
          isNumber ? Integer.toString(direction.up()) : "",
          isNumber ? Integer.toString(direction.down()) : "",
          String.join(
              "; ",
              direction.moves().stream()
                  .limit(3)
                  .map(move -> move.from() + " → " + move.to() + " (" + move.rows() + ")")
                  .toList()));
    }
    return text.toString();
  }

  /** The first row whose probability of default is nearest to a customer's of the paper. */
  private CounterfactualSet nearestTo(double probability) {
    return IntStream.range(0, attacked.size())
        .boxed()
        .min(
            Comparator.comparingDouble(
                row -> Math.abs(attacked.get(row).originalProbability(BAD) - probability)))
        .map(
            row ->
                experiment
                    .attack()
                    .counterfactuals(3)
                    .build()
                    .generate(experiment.test.select(new int[] {row}), Execution.SINGLE)
                    .get(0))
        .orElseThrow();
  }

  private String customer(double probability) {
    return CounterfactualTable.of(
            nearestTo(probability), experiment.features(), BAD, CreditScore.PAPER)
        .toMarkdown();
  }

  private AdverseActionReasons adverseActionReasons() {
    return new AdverseActionReasons(
        experiment.decision(), BAD, experiment.training, experiment.features(), REASONS);
  }

  private List<AdverseActionReasons.Reason> reasons(
      AdverseActionReasons reasons, CounterfactualSet set) {
    return reasons.of(
        set,
        new PathDependentTreeShap(experiment.model, Players.of(experiment.encoder))
            .explain(set.original()));
  }

  /** The reasons of the bad customer, whose counterfactuals may not change what nobody can. */
  private String reasons() {
    StringBuilder text = new StringBuilder();
    row(text, "Reason", "Known from", "The probability of default falls by");
    text.append("|---|---|---|\n");
    CounterfactualSet bad = nearestTo(CUSTOMERS[1]);
    for (AdverseActionReasons.Reason reason : reasons(adverseActionReasons(), reachable(bad))) {
      row(
          text,
          reason.text(),
          reason.source() == AdverseActionReasons.Source.COUNTERFACTUAL
              ? "a counterfactual"
              : "its attribution, on average",
          number(reason.effect()));
    }
    return text.toString();
  }

  /** What the person could change: with the constraints of the schema. */
  private CounterfactualSet reachable(CounterfactualSet set) {
    Dataset row = Dataset.of(experiment.schema, set.original());
    return PermuteAttack.of(experiment.decision(), experiment.training, experiment.features())
        .counterfactuals(3)
        .build()
        .generate(row, Execution.SINGLE)
        .get(0);
  }

  private static String verdicts(SuiteRun run) {
    StringBuilder text = new StringBuilder();
    row(text, "Check", "Value", "95 % interval", "Verdict");
    text.append("|---|---|---|---|\n");
    run.results()
        .forEach(
            (name, result) ->
                row(
                    text,
                    result.get("kpi").asText(),
                    number(result.get("value").asDouble()),
                    interval(result),
                    result.get("verdict").asText()));
    return text.toString();
  }

  private static String interval(JsonNode result) {
    JsonNode interval = result.path("interval");
    return interval.isObject()
        ? number(interval.get("low").asDouble()) + " to " + number(interval.get("high").asDouble())
        : "";
  }

  @Test
  void declined_applicants_get_one_to_four_reasons_that_name_nothing_protected() {
    AdverseActionReasons reasons = adverseActionReasons();
    PermuteAttack withConstraints =
        PermuteAttack.of(experiment.decision(), experiment.training, experiment.features())
            .counterfactuals(3)
            .build();
    int declined = 0;

    for (CounterfactualSet set : withConstraints.generate(experiment.test, TWO_THREADS)) {
      if (set.originalClass() == BAD) {
        declined++;
        List<AdverseActionReasons.Reason> found = reasons(reasons, set);
        assertThat(found).as(set.rowId()).isNotEmpty().hasSizeLessThanOrEqualTo(4);
        assertThat(found).allMatch(reason -> reason.effect() > 0);
        assertThat(found)
            .extracting(AdverseActionReasons.Reason::feature)
            .doesNotContainAnyElementsOf(PaperExperiment.SENSITIVE);
      }
    }
    assertThat(declined).isGreaterThan(40);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
