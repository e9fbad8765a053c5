package org.touchstone.examples.permuteattack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.engine.counterfactual.AdverseActionReasons;
import org.touchstone.engine.counterfactual.AttackSummary;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.CounterfactualTable;
import org.touchstone.engine.counterfactual.CreditScore;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.Detectability;
import org.touchstone.engine.counterfactual.Detectability.Protocol;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual.Options;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.counterfactual.RealisticSampling;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.PathDependentTreeShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.suite.SuiteResources;
import org.touchstone.tribuo.ForestSettings;
import org.touchstone.tribuo.RandomForest;

/**
 * The paper's experiment (Hashemi and Fathi, PermuteAttack, section 4), with a forest of 10 trees
 * that is grown here on 60 % of German Credit. The page docs/permute-attack.md and its figures are
 * what this test computes; it fails where they are not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermuteAttackExampleTest {

  private static final int BAD = 1;
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path OUT = Path.of("target", "permute-attack");

  private final List<String> page = new ArrayList<>();
  private Schema schema;
  private Encoder encoder;
  private Dataset training;
  private Dataset test;
  private EncodedClassifier model;
  private DecisionModel decision;
  private List<CounterfactualSet> attacked;

  private static Path file(String name) {
    return SuiteResources.path(PermuteAttackExampleTest.class, "/german-credit/" + name);
  }

  @BeforeAll
  void grow_the_forest_and_attack_it() {
    schema = Schema.read(file("german_credit.schema.json"));
    encoder = Encoder.read(file("german_credit.encoding.json"), schema);
    Dataset data = CsvDatasets.read(file("german_credit.csv"), schema, CsvFormat.DEFAULT);
    int[] order = IntStream.range(0, data.rowCount()).toArray();
    SplittableRandom random = new SplittableRandom(42);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    training = data.select(Arrays.copyOf(order, 600));
    test = data.select(Arrays.copyOfRange(order, 600, 1000));
    double[] inputs = encoded(training);
    int[] codes = training.codes("class");
    boolean[] bad = new boolean[codes.length];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = codes[i] == BAD;
    }
    TreeEnsemble forest =
        RandomForest.train(
            ForestSettings.defaults(42).withTrees(10),
            inputs,
            encoder.inputWidth(),
            bad,
            Execution.SINGLE);
    model = EncodedClassifier.of(encoder, forest);
    decision = DecisionModel.argmax(model);
    attacked = attack(training).build().generate(test, Execution.SINGLE);
  }

  private double[] values(Dataset rows) {
    double[] values = new double[rows.rowCount() * schema.size()];
    rows.copyRows(0, rows.rowCount(), values);
    return values;
  }

  private double[] encoded(Dataset rows) {
    double[] inputs = new double[rows.rowCount() * encoder.inputWidth()];
    encoder.encode(values(rows), rows.rowCount(), inputs);
    return inputs;
  }

  /** The paper may change every feature, also those that a person cannot. */
  private PermuteAttack.Builder attack(Dataset rows) {
    return PermuteAttack.of(decision, rows, encoder.features()).constraints(Constraints.NONE);
  }

  @Test
  void the_page_and_its_figures_are_what_this_build_computes() throws IOException {
    AttackSummary all = AttackSummary.of(attacked);
    row("Rows that flip", "400/400", all.success().toString());
    row("Mean number of changed features", "2.35", number(all.meanChanges().orElseThrow()));
    row("The fewest there can be, by the exact search", "", number(exact(encoder.features())));
    double[] importance = importance();
    List<String> byImportance =
        IntStream.range(0, importance.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> importance[i]).reversed())
            .map(encoder.features()::get)
            .toList();
    List<String> rest = new ArrayList<>(encoder.features());
    rest.removeAll(byImportance.subList(0, 3));
    AttackSummary without =
        AttackSummary.of(attack(training).vary(rest).build().generate(test, Execution.SINGLE));
    row(
        "Without the three features of largest mean SHAP: rows that flip, mean changes",
        "not stated, 3.7",
        without.success() + ", " + number(without.meanChanges().orElseThrow()));
    row("The fewest there can be without them", "", number(exact(rest)));
    List<String> sensitive = List.of("age", "personal_status", "foreign_worker");
    AttackSummary sensitiveOnly =
        AttackSummary.of(attack(training).vary(sensitive).build().generate(test, Execution.SINGLE));
    row(
        "Rows that sensitive features alone flip (age, personal status and sex, foreign worker)",
        "105/400",
        sensitiveOnly.success().toString());
    row("Not detected, without Gibbs sampling", "12 %", undetected(false));
    row("Not detected, with Gibbs sampling", "49 %", undetected(true));
    StringBuilder text = new StringBuilder("| What | The paper | Here |\n|---|---|---|\n");
    page.forEach(text::append);
    text.append('\n').append(frequencies(all, byImportance, importance));
    text.append('\n').append(directions(sensitiveOnly));
    text.append('\n').append(tables());
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("results.md"), text);
    Map<String, String> figures =
        Map.of(
            "permute-changes.svg", all.changesPlot().toSvg(),
            "permute-frequencies.svg", all.frequencyPlot().toSvg(),
            "permute-together.svg", all.coOccurrencePlot().toSvg(),
            "permute-together-without-top.svg", without.coOccurrencePlot().toSvg());
    for (Map.Entry<String, String> figure : figures.entrySet()) {
      Files.writeString(OUT.resolve(figure.getKey()), figure.getValue());
    }

    String committed = Files.readString(DOCS.resolve("permute-attack.md"));
    for (String block : text.toString().split("\n\n")) {
      assertThat(committed).contains(block.strip());
    }
    for (Map.Entry<String, String> figure : figures.entrySet()) {
      assertThat(Files.readString(DOCS.resolve("images").resolve(figure.getKey())))
          .as("copy %s to docs/images", OUT.resolve(figure.getKey()))
          .isEqualTo(figure.getValue());
    }
  }

  private void row(String what, String paper, String here) {
    page.add("| " + what + " | " + paper + " | " + here + " |\n");
  }

  private double exact(List<String> vary) {
    return ExactTreeCounterfactual.argmax(model, training, vary, Constraints.NONE, Options.DEFAULT)
        .generate(test, Execution.SINGLE)
        .stream()
        .mapToInt(set -> set.changed(0).size())
        .average()
        .orElseThrow();
  }

  /** Mean |SHAP| of each feature over the test rows. */
  private double[] importance() {
    List<Attribution> rows = new ArrayList<>();
    new PathDependentTreeShap(model, Players.of(encoder))
        .explain(values(test), test.rowCount(), Execution.SINGLE, rows::add);
    List<String> players = rows.get(0).provenance().players();
    double[] mean = new double[encoder.features().size()];
    for (Attribution row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += Math.abs(row.value(players.indexOf(encoder.features().get(i)))) / rows.size();
      }
    }
    return mean;
  }

  private String undetected(boolean gibbs) {
    List<List<CounterfactualSet>> bySeed = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      PermuteAttack.Builder builder = attack(training).seed(seed);
      if (gibbs) {
        builder.realistic(RealisticSampling.PAPER);
      }
      bySeed.add(builder.build().generate(test, Execution.SINGLE));
    }
    StringBuilder text = new StringBuilder();
    for (Protocol protocol : Protocol.values()) {
      Detectability found =
          Detectability.of(test, bySeed.get(0), bySeed.get(1), encoder.features(), protocol, 7);
      text.append(text.isEmpty() ? "" : ", ")
          .append(protocol == Protocol.PAPER ? "the paper's protocol " : "held-out rows ")
          .append(Math.round(100 * (1 - found.detected().rate())))
          .append(" % of ")
          .append(found.detected().trials());
    }
    return text.toString();
  }

  private static String frequencies(
      AttackSummary summary, List<String> byImportance, double[] importance) {
    StringBuilder text =
        new StringBuilder("| Feature | Mean \\|SHAP\\| | Rows changed in |\n|---|---|---|\n");
    double[] sorted = Arrays.stream(importance).sorted().toArray();
    for (int rank = 0; rank < byImportance.size(); rank++) {
      String name = byImportance.get(rank);
      text.append("| ")
          .append(name)
          .append(" | ")
          .append(String.format(Locale.ROOT, "%.4f", sorted[sorted.length - 1 - rank]))
          .append(" | ")
          .append(summary.frequencies()[summary.features().indexOf(name)])
          .append(" |\n");
    }
    return text.toString();
  }

  private static String directions(AttackSummary summary) {
    StringBuilder text =
        new StringBuilder(
            "| Decision before | Feature | Rows | Up | Down | Moves |\n|---|---|---|---|---|---|\n");
    for (AttackSummary.Direction direction : summary.directions()) {
      text.append("| ")
          .append(direction.fromClass() == BAD ? "bad" : "good")
          .append(" | ")
          .append(direction.feature())
          .append(" | ")
          .append(direction.rows())
          .append(" | ")
          .append(direction.up())
          .append(" | ")
          .append(direction.down())
          .append(" | ");
      direction.moves().stream()
          .limit(3)
          .forEach(
              move -> text.append(move.from() + " → " + move.to() + " (" + move.rows() + ") "));
      text.append("|\n");
    }
    return text.toString();
  }

  /** A good and a bad customer as in Tables 1 and 2, each the first of its decision. */
  private String tables() {
    StringBuilder text = new StringBuilder();
    for (int whichClass = 0; whichClass < 2; whichClass++) {
      int wanted = whichClass;
      int row =
          IntStream.range(0, attacked.size())
              .filter(i -> attacked.get(i).originalClass() == wanted)
              .findFirst()
              .orElseThrow();
      CounterfactualSet set =
          attack(training)
              .counterfactuals(3)
              .build()
              .generate(test.select(new int[] {row}), Execution.SINGLE)
              .get(0);
      text.append(
              CounterfactualTable.of(set, encoder.features(), BAD, CreditScore.PAPER).toMarkdown())
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void every_row_flips_with_nearly_as_few_changes_as_there_can_be() {
    AttackSummary summary = AttackSummary.of(attacked);

    assertThat(summary.success().rate()).isEqualTo(1);
    assertThat(summary.meanChanges().orElseThrow())
        .isBetween(exact(encoder.features()), exact(encoder.features()) + 0.02);
  }

  @Test
  void declined_applicants_get_at_most_four_reasons_that_name_nothing_protected() {
    Map<String, String> texts =
        Map.ofEntries(
            Map.entry("checking_status", "Balance of the checking account"),
            Map.entry("duration", "Length of the credit"),
            Map.entry("credit_history", "Credit history"),
            Map.entry("purpose", "Purpose of the credit"),
            Map.entry("credit_amount", "Amount of the credit"),
            Map.entry("savings_status", "Savings"),
            Map.entry("employment", "Length of employment"),
            Map.entry("installment_commitment", "Instalment in relation to income"),
            Map.entry("other_parties", "No guarantor or co-applicant"),
            Map.entry("residence_since", "Time at the present residence"),
            Map.entry("property_magnitude", "Property"),
            Map.entry("other_payment_plans", "Other instalment plans"),
            Map.entry("housing", "Housing"),
            Map.entry("existing_credits", "Number of existing credits"),
            Map.entry("job", "Kind of employment"),
            Map.entry("num_dependents", "Number of dependents"),
            Map.entry("own_telephone", "No telephone"));
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, BAD, training, encoder.features(), texts);
    PathDependentTreeShap shap = new PathDependentTreeShap(model, Players.of(encoder));
    PermuteAttack withConstraints =
        PermuteAttack.of(decision, training, encoder.features()).counterfactuals(3).build();
    int declined = 0;

    for (CounterfactualSet set : withConstraints.generate(test, Execution.SINGLE)) {
      if (set.originalClass() == BAD) {
        declined++;
        Dataset row = test.select(new int[] {set.row()});
        List<AdverseActionReasons.Reason> found = reasons.of(set, shap.explain(values(row)));
        assertThat(found).as(set.rowId()).isNotEmpty().hasSizeLessThanOrEqualTo(4);
        assertThat(found).allMatch(reason -> reason.effect() > 0);
        assertThat(found)
            .extracting(AdverseActionReasons.Reason::feature)
            .doesNotContain("age", "personal_status", "foreign_worker");
      }
    }
    assertThat(declined).isGreaterThan(40);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
