package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.Execution;

/** All kinds of features, missing values, rare classes, and what is refused. */
class BadInputTest {

  private static final int ROWS = 3_000;
  private static final List<String> GRADES = List.of("low", "fair", "good", "best", "top");

  @TempDir Path folder;

  @Test
  void leaves_out_features_that_cannot_tell_anything_and_says_why() {
    FittedRuleList fit = fit(mixed(0.4, 1));

    assertThat(fit.unusedFeatures())
        .containsEntry("constant", "all rows have the same value")
        .containsEntry("one_level", "all rows have the same value")
        .containsEntry("name", "every value occurs once")
        .containsEntry("noise", "no cut of its values tells enough about the class");
    assertThat(fit.list().features()).isSubsetOf("grade", "purpose", "income", "owner");
  }

  @Test
  void reads_numbers_ordinals_levels_and_missing_values() {
    Dataset data = mixed(0.4, 1);
    ItemTable table = ItemTable.of(data, "y", "1", Execution.SINGLE);
    List<String> tokens = table.conditions().stream().map(Condition::token).toList();

    assertThat(tokens)
        .contains("income:missing", "purpose:car", "purpose:missing", "owner:yes")
        .anyMatch(token -> token.startsWith("grade:low_to_"))
        .anyMatch(token -> token.startsWith("income:-inf_to_"))
        .doesNotContain("purpose:boat");
    for (int f = 0; f < table.features().size(); f++) {
      for (int bin : table.bins(f)) {
        assertThat(bin).isNotNegative();
      }
    }
  }

  @Test
  void a_number_without_a_cut_says_at_least_whether_it_is_given() {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[2 * 400];
    for (int i = 0; i < values.length; i += 2) {
      boolean positive = random.nextBoolean();
      boolean missing = random.nextDouble() < (positive ? 0.8 : 0.1);
      values[i] = missing ? Double.NaN : 1;
      values[i + 1] = positive ? 1 : 0;
    }
    Dataset data = Dataset.of(Schema.of(List.of(Pima.number("x"), label())), values);

    FittedRuleList fit = fit(data);

    assertThat(fit.list().lines().get(0).rule().orElseThrow().toString())
        .isIn("x:missing", "x:given");
    assertThat(fit.list().explain(new double[] {Double.NaN, 0}, 0).toString()).contains("x is ");
  }

  @Test
  void a_level_that_was_never_seen_falls_through_and_the_explanation_says_so() {
    List<Feature> features =
        List.of(
            new Feature.Categorical(
                "purpose", List.of("car", "home", "boat"), Feature.Attributes.NONE),
            label());
    double[] values = new double[2 * 200];
    for (int i = 0; i < 200; i++) {
      values[2 * i] = i % 2;
      values[2 * i + 1] = i % 20 < 3 ? 1 - i % 2 : i % 2;
    }
    Dataset data = Dataset.of(Schema.of(features), values);
    ItemTable table = ItemTable.of(data, "y", "1", Execution.SINGLE);
    Rule car = new Rule(List.of(new Condition.Level("purpose", "car")));
    RuleList list =
        BayesianRuleList.listOf(
            RulePool.of(table, List.of(car)), Pima.DIABETES, new BetaPrior(1, 1, 1));

    RuleExplanation boat = list.explain(new double[] {2, 0}, 0);
    RuleExplanation missing = list.explain(new double[] {Double.NaN, 0}, 0);

    assertThat(boat.rule()).isEmpty();
    assertThat(boat.neverSeen()).containsExactly("purpose");
    assertThat(boat.text(ExplanationWords.of("default")))
        .endsWith("because no rule applies; purpose (boat) was never seen in training");
    assertThat(missing.text(ExplanationWords.of("default")))
        .endsWith("because no rule applies; purpose (missing) was never seen in training");
    assertThat(boat.html(ExplanationWords.of("default"))).contains("no: purpose is boat");
  }

  /** A list that is read again meets a table whose schema has a level more. */
  @Test
  void a_level_that_the_list_does_not_know_falls_through_too() {
    Feature.Attributes none = Feature.Attributes.NONE;
    Feature known = new Feature.Categorical("purpose", List.of("car", "home"), none);
    double[] values = new double[2 * 200];
    for (int i = 0; i < 200; i++) {
      values[2 * i] = i % 2;
      values[2 * i + 1] = i % 20 < 3 ? 1 - i % 2 : i % 2;
    }
    RuleList list = fit(Dataset.of(Schema.of(List.of(known, label())), values)).list();
    Feature more = new Feature.Categorical("purpose", List.of("boat", "home", "car"), none);

    RuleList on = list.on(Schema.of(List.of(label(), more)));

    assertThat(on.explain(new double[] {0, 1}, 0).toString())
        .isEqualTo(list.explain(new double[] {1, 0}, 0).toString());
    RuleExplanation boat = on.explain(new double[] {0, 0}, 0);
    assertThat(boat.rule()).isEmpty();
    assertThat(boat.probability())
        .isEqualTo(list.lines().get(list.lines().size() - 1).probability());
    assertThat(boat.toString()).endsWith("; purpose (boat) was never seen in training");
  }

  @Test
  void a_feature_without_a_value_gives_no_condition() {
    double[] values = new double[3 * 200];
    for (int i = 0; i < 200; i++) {
      values[3 * i] = Double.NaN;
      values[3 * i + 1] = i;
      values[3 * i + 2] = i < 100 ? 0 : 1;
    }
    Dataset data =
        Dataset.of(Schema.of(List.of(Pima.number("empty"), Pima.number("x"), label())), values);

    FittedRuleList fit = fit(data);

    assertThat(fit.unusedFeatures())
        .containsExactly(java.util.Map.entry("empty", "no row has a value"));
    assertThat(fit.list().features()).containsExactly("x");
  }

  @Test
  void refuses_one_class_and_unknown_names() {
    Dataset training = Pima.training();
    Dataset one = mixed(0, 1);

    assertThatThrownBy(() -> fit(one))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the label has one class");
    assertThatThrownBy(() -> ExMo.DEFAULT.fit(training, "outcome", "1", 1, Execution.SINGLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no column \"outcome\"");
    assertThatThrownBy(() -> ExMo.DEFAULT.fit(training, Pima.LABEL, "yes", 1, Execution.SINGLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no level \"yes\" to be the positive class; its levels are [0, 1]");
  }

  @Test
  void says_which_features_there_are_where_none_can_be_used() {
    Dataset noise =
        Dataset.of(Schema.of(List.of(Pima.number("x"), label())), new double[] {1, 0, 2, 1, 3, 0});

    assertThatThrownBy(() -> fit(noise))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0 of the 1 can be written in conditions")
        .hasMessageContaining("x=no cut of its values tells enough about the class");
  }

  @ParameterizedTest
  @CsvSource({"1", "30"})
  void finds_a_rare_class_and_weighs_it(double weight) {
    Dataset data = mixed(1.0 / 31, 3);
    RuleListSettings settings = RuleListSettings.DEFAULT.withPositiveWeight(weight);
    FittedRuleList fit =
        new ExMo(ExMo.DEFAULT.miner(), settings).fit(data, "y", "1", 1, Execution.SINGLE);

    assertThat(Pima.auc(fit.list(), data, "y", "1")).isGreaterThan(0.7);
    assertThat(fit.list().lines()).hasSizeGreaterThan(2);
    for (Line line : fit.list().lines()) {
      double positives = weight * line.positives() + 1;
      assertThat(line.probability())
          .isCloseTo(positives / (positives + line.negatives() + 1), within(1e-15));
    }
  }

  @Test
  void a_list_comes_back_from_its_file_as_it_was() throws IOException {
    for (Dataset data : List.of(mixed(0.4, 1), Pima.training())) {
      FittedRuleList fit = fit(data);
      Path file = folder.resolve("list.json");
      fit.list().save(file);

      LoadedModel<?> loaded = Models.load(file);
      RuleList back = (RuleList) loaded.classifier();

      assertThat(loaded.source().format()).isEqualTo("rule-list-json");
      assertThat(back.source()).contains(loaded.source());
      assertThat(back.on(data.schema()).source()).contains(loaded.source());
      assertThat(fit.list().source()).isEmpty();
      assertThat(loaded.inputNames()).contains(data.schema().names());
      assertThat(back.toJson()).isEqualTo(fit.list().toJson()).isEqualTo(Files.readString(file));
      assertThat(back.toString()).isEqualTo(fit.list().toString());
      assertThat(Pima.scores(back, data)).containsExactly(Pima.scores(fit.list(), data));
      assertThat(Pima.scores(back.on(data.schema()), data))
          .containsExactly(Pima.scores(fit.list(), data));
      double[] rows = Pima.rows(data);
      for (int row = 0; row < 20; row++) {
        assertThat(back.on(data.schema()).explain(rows, row).toString())
            .isEqualTo(fit.list().explain(rows, row).toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"touchstoneRuleList\" : 1 | \"touchstoneRuleList\" : 2 | touchstoneRuleList",
        "\"above\" : 127.5 | \"above\" : 127.6 | the conditions on \"plasma_glucose\" are",
        "'\"positives\" : ' | '\"positives\" : 1' | but the counts give",
        "\"name\" : \"age\" | \"name\" : \"aged\" | \"aged\" is no column",
        "\"cuts\" : [ 28.5 ] | \"cuts\" : [ 29.5, 28.5 ] | the cuts do not ascend",
        "\"columns\" | \"colums\" | did you mean \"columns\"",
        "'\"negatives\" : ' | '\"negatives\" : -1' | (/lines/0/negatives)",
        "} ] | } | not valid JSON"
      })
  void says_where_a_file_is_broken(String right, String wrong, String message) throws IOException {
    String json =
        RuleListTest.paper(
                List.of(
                    List.of("plasma_glucose:127.5_to_166.5", "body_mass_index:29.65_to_inf"),
                    List.of("age:-inf_to_28.5")),
                1)
            .toJson();
    Path file = folder.resolve("broken.json");
    assertThat(json).contains(right);
    Files.writeString(
        file, json.replaceFirst(java.util.regex.Pattern.quote(right), wrong.replace("$", "")));

    assertThatThrownBy(() -> Models.load(file, "rule-list-json"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("broken.json")
        .hasMessageContaining("line ")
        .hasMessageContaining(message);
  }

  @Test
  void a_cut_file_is_refused() throws IOException {
    Path file = folder.resolve("cut.json");
    String json = fit(Pima.training()).list().toJson();
    Files.writeString(file, json.substring(0, json.length() / 2));

    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cut.json, line ")
        .hasMessageContaining("save the list again");
  }

  @Test
  void long_work_tells_how_far_it_is_and_can_be_stopped() {
    List<String> tasks = new ArrayList<>();
    Execution watched =
        new Execution(
            1,
            (task, done, total) -> {
              if (!tasks.contains(task)) {
                tasks.add(task);
              }
              if (task.startsWith("sampling") && 2 * done > total) {
                throw new CancelledException("enough");
              }
            });

    assertThatThrownBy(
            () -> ExMo.DEFAULT.fit(Pima.training(), Pima.LABEL, Pima.POSITIVE, 1, watched))
        .isInstanceOf(CancelledException.class);
    assertThat(tasks)
        .containsExactly(
            "discretising 8 features",
            "mining rules in 200 orders of the features",
            "sampling rule lists in 3 chains");
  }

  static Feature label() {
    return new Feature.Binary("y", List.of("0", "1"), Feature.Attributes.NONE);
  }

  static FittedRuleList fit(Dataset data) {
    String label = data.schema().names().get(data.schema().size() - 1);
    return ExMo.DEFAULT.fit(data, label, "1", 1, Execution.SINGLE);
  }

  /** All kinds of features, some without use; the class leans on grade, purpose and income. */
  static Dataset mixed(double positives, long seed) {
    List<String> names = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      names.add("person " + row);
    }
    List<Feature> features =
        List.of(
            Pima.number("income"),
            new Feature.Ordinal("grade", GRADES, Feature.Attributes.NONE),
            new Feature.Categorical(
                "purpose", List.of("car", "home", "boat"), Feature.Attributes.NONE),
            new Feature.Binary("owner", List.of("no", "yes"), Feature.Attributes.NONE),
            Pima.number("constant"),
            new Feature.Categorical("one_level", List.of("a", "b"), Feature.Attributes.NONE),
            new Feature.Categorical("name", names, Feature.Attributes.NONE),
            Pima.number("noise"),
            label());
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[ROWS * features.size()];
    for (int row = 0; row < ROWS; row++) {
      boolean positive = random.nextDouble() < positives;
      double shift = positive ? 1 : 0;
      int at = row * features.size();
      values[at] =
          random.nextDouble() < 0.1 ? Double.NaN : 50 - 20 * shift + 40 * random.nextDouble();
      values[at + 1] = Math.min(4, (int) (5 * random.nextDouble() * (1 - 0.5 * shift)));
      values[at + 2] =
          random.nextDouble() < 0.05 ? Double.NaN : random.nextDouble() < 0.3 + 0.4 * shift ? 1 : 0;
      values[at + 3] = random.nextInt(2);
      values[at + 4] = 7;
      values[at + 6] = row;
      values[at + 7] = random.nextDouble();
      values[at + 8] = shift;
    }
    return Dataset.of(Schema.of(features), values);
  }
}
