package org.touchstone.engine.kpi.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiFixtures;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.PatchedLogisticRegression;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GiniImportance;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.stats.ConfidenceInterval;

/** rhoOrder, PUX and POIFS on made-up rows, against an enumeration of all coalitions. */
class ModelAttributionKpisTest {

  private static final List<String> HOMES = List.of("own", "rent", "free");

  /** Two numbers, a level, a number that the model does not read, the label. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("a"),
              number("b"),
              new Feature.Categorical("home", HOMES, Attributes.NONE),
              number("c"),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  private static final int WIDTH = 5;
  private static final Roles ROLES = Roles.of("y", "1", "1");
  private static final FixedEffects EFFECTS = FixedEffects.of(-0.4, 1.6, -1.1, 1.2, -0.9);

  /** Own contributions and Shapley values of a row; features a, b, home. */
  private record Both(double[] shap, double[] own, double base) {}

  @Test
  void all_rows_agree_with_an_enumeration_of_all_coalitions() {
    double[] rows = random(40, 1);
    Audit audit = audit(linear(), rows, ROLES);
    Map<String, String> all = Map.of("rows", "40", "background", "40", "repeats", "2");

    double correlation = 0;
    double wrong = 0;
    double gap = 0;
    double[] shapOf = new double[3];
    double[] ownOf = new double[3];
    int[] wrongOf = new int[3];
    for (int i = 0; i < 40; i++) {
      Both both = byEnumeration(rows, i, IntStream.range(0, 40).toArray());
      correlation +=
          new SpearmansCorrelation().correlation(absolute(both.shap), absolute(both.own)) / 40;
      gap += Math.abs(1 / (1 + Math.exp(0.4)) - both.base) / 40;
      for (int j = 0; j < 3; j++) {
        boolean differs = Math.signum(both.shap[j]) != Math.signum(both.own[j]);
        wrong += differs ? 100.0 / 3 / 40 : 0;
        wrongOf[j] += differs ? 1 : 0;
        shapOf[j] += Math.abs(both.shap[j]) / 40;
        ownOf[j] += Math.abs(both.own[j]) / 40;
      }
    }
    Measurement order = KpiFixtures.measure(audit, "rhoOrder", all).get(0);
    assertThat(KpiFixtures.value(order)).isCloseTo(correlation, within(1e-10));
    Measurement signs = KpiFixtures.measure(audit, "POIFS", all).get(0);
    assertThat(wrong).isPositive();
    assertThat(KpiFixtures.value(signs)).isCloseTo(wrong, within(1e-10));
    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "PUX", all).get(0))).isLessThan(1e-14);
    assertThat(order.sampleSize().rows()).isEqualTo(40);
    List<List<String>> byFeature = signs.evidence().get(1).rows();
    for (int j = 0; j < 3; j++) {
      assertThat(byFeature.get(j).get(0)).isEqualTo(List.of("a", "b", "home").get(j));
      assertThat(Double.parseDouble(byFeature.get(j).get(1))).isCloseTo(shapOf[j], within(1e-10));
      assertThat(Double.parseDouble(byFeature.get(j).get(2))).isCloseTo(ownOf[j], within(1e-10));
      assertThat(byFeature.get(j).get(3)).isEqualTo(Integer.toString(wrongOf[j]));
    }
    String title = signs.evidence().get(1).title();
    assertThat(title).startsWith("Contributions over 40 training rows (0 with missing");
    assertThat(Double.parseDouble(title.substring(title.lastIndexOf(' ') + 1)))
        .isCloseTo(gap, within(1e-10));
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static Both byEnumeration(double[] rows, int row, int[] background) {
    double[] values = new double[8];
    for (int coalition = 0; coalition < 8; coalition++) {
      for (int other : background) {
        double[] mixed = Arrays.copyOfRange(rows, other * WIDTH, (other + 1) * WIDTH);
        for (int j = 0; j < 3; j++) {
          if ((coalition >>> j & 1) == 1) {
            mixed[j] = rows[row * WIDTH + j];
          }
        }
        values[coalition] += probability(mixed) / background.length;
      }
    }
    double[] shap = new double[3];
    double[] weights = {1.0 / 3, 1.0 / 6, 1.0 / 3};
    for (int j = 0; j < 3; j++) {
      for (int coalition = 0; coalition < 8; coalition++) {
        if ((coalition >>> j & 1) == 0) {
          shap[j] +=
              weights[Integer.bitCount(coalition)]
                  * (values[coalition | 1 << j] - values[coalition]);
        }
      }
    }
    double[] beta = EFFECTS.coefficients();
    double[] own = new double[3];
    for (int j = 0; j < 4; j++) {
      double mean = 0;
      for (int other : background) {
        mean += input(rows, other, j) / background.length;
      }
      own[Math.min(j, 2)] += beta[j] * (input(rows, row, j) - mean);
    }
    return new Both(shap, own, values[0]);
  }

  private static double input(double[] rows, int row, int input) {
    double home = rows[row * WIDTH + 2];
    return switch (input) {
      case 2 -> home == 1 ? 1 : 0;
      case 3 -> home == 2 ? 1 : 0;
      default -> rows[row * WIDTH + input];
    };
  }

  private static double probability(double[] row) {
    double z = EFFECTS.intercept();
    for (int j = 0; j < 4; j++) {
      z += EFFECTS.coefficients()[j] * input(row, 0, j);
    }
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void the_value_is_the_mean_over_samples_with_the_interval_of_student() {
    Audit audit = audit(linear(), random(200, 2), ROLES);
    Map<String, String> parameters =
        Map.of("rows", "12", "background", "30", "repeats", "6", "level", "0.9");

    Measurement measured = KpiFixtures.measure(audit, "rhoOrder", parameters).get(0);

    List<List<String>> table = measured.evidence().get(0).rows();
    assertThat(table).hasSize(8);
    double[] samples = new double[6];
    for (int i = 0; i < 6; i++) {
      assertThat(table.get(i).get(0)).isEqualTo(Integer.toString(i + 1));
      samples[i] = Double.parseDouble(table.get(i).get(1));
    }
    double mean = Arrays.stream(samples).average().orElseThrow();
    double sd =
        new org.apache.commons.math3.stat.descriptive.moment.StandardDeviation().evaluate(samples);
    assertThat(sd).isPositive();
    assertThat(KpiFixtures.value(measured)).isCloseTo(mean, within(1e-14));
    assertThat(Double.parseDouble(table.get(7).get(1))).isCloseTo(sd, within(1e-14));
    double half = new TDistribution(5).inverseCumulativeProbability(0.95) * sd / Math.sqrt(6);
    ConfidenceInterval interval = ((Measurement.Value) measured.result()).interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(mean - half, within(1e-12));
    assertThat(interval.high()).isCloseTo(Math.min(1, mean + half), within(1e-12));
    assertThat(interval.level()).isEqualTo(0.9);
    // 6 samples of 12 of 200 rows overlap a little.
    assertThat(measured.sampleSize().rows()).isBetween(50L, 72L);
    Map<String, String> inForce = new HashMap<>(parameters);
    inForce.put("coalitions", "0");
    assertThat(measured.parameters()).isEqualTo(inForce);
    assertThat(KpiFixtures.measure(audit, "rhoOrder", parameters).get(0)).isEqualTo(measured);
  }

  @Test
  void one_sample_has_no_interval_and_samples_of_all_rows_one_of_no_width() {
    Audit audit = audit(linear(), random(20, 3), ROLES);

    Measurement one = KpiFixtures.measure(audit, "POIFS", Map.of("repeats", "1")).get(0);
    Measurement all = KpiFixtures.measure(audit, "POIFS", Map.of("repeats", "3")).get(0);

    assertThat(((Measurement.Value) one.result()).interval()).isEmpty();
    assertThat(one.evidence().get(0).rows().get(2)).containsExactly("standard deviation", "0.0");
    ConfidenceInterval interval = ((Measurement.Value) all.result()).interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(KpiFixtures.value(all), within(1e-12));
    assertThat(interval.high()).isCloseTo(KpiFixtures.value(all), within(1e-12));
  }

  @Test
  void the_group_has_no_contribution_within_a_group() {
    double[] rows = random(90, 4);
    Audit audit = audit(linear(), rows, ROLES.withGroups("home"));
    Map<String, String> all = Map.of("rows", "90", "background", "90", "repeats", "1");

    List<Measurement> measured = KpiFixtures.measure(audit, "POIFS", all);

    assertThat(measured).hasSize(4);
    assertThat(measured.get(0).evidence().get(1).rows()).hasSize(3);
    for (int home = 0; home < 3; home++) {
      int level = home;
      int[] group = IntStream.range(0, 90).filter(i -> rows[i * WIDTH + 2] == level).toArray();
      double wrong = 0;
      for (int row : group) {
        Both both = byEnumeration(rows, row, group);
        for (int j = 0; j < 2; j++) {
          wrong += Math.signum(both.shap[j]) != Math.signum(both.own[j]) ? 50.0 / group.length : 0;
        }
      }
      assertThat(KpiFixtures.value(measured.get(1 + home))).isCloseTo(wrong, within(1e-10));
      assertThat(measured.get(1 + home).sampleSize().rows()).isEqualTo(group.length);
      assertThat(measured.get(1 + home).evidence().get(1).rows().stream().map(r -> r.get(0)))
          .containsExactly("a", "b");
    }
  }

  @Test
  void rows_that_miss_an_input_are_neither_explained_nor_background() {
    double[] rows = random(40, 5);
    // One in front, one behind.
    double[] longer = new double[rows.length + 2 * WIDTH];
    System.arraycopy(new double[] {1, Double.NaN, 0, 0, 1}, 0, longer, 0, WIDTH);
    System.arraycopy(rows, 0, longer, WIDTH, rows.length);
    System.arraycopy(new double[] {Double.NaN, 2, 1, 0, 0}, 0, longer, WIDTH + rows.length, WIDTH);
    Map<String, String> all = Map.of("rows", "90", "background", "90", "repeats", "1");

    Measurement complete =
        KpiFixtures.measure(audit(linear(), rows, ROLES), "rhoOrder", all).get(0);
    Audit audit =
        Audit.of(linear(), Dataset.of(SCHEMA, rows), ROLES)
            .training(Dataset.of(SCHEMA, longer))
            .build();
    Measurement measured = KpiFixtures.measure(audit, "rhoOrder", all).get(0);

    assertThat(KpiFixtures.value(measured)).isCloseTo(KpiFixtures.value(complete), within(1e-12));
    assertThat(measured.sampleSize().rows()).isEqualTo(40);
    assertThat(measured.evidence().get(1).title()).contains("(2 with missing values left out)");
  }

  @Test
  void what_rounding_leaves_of_a_feature_that_does_not_vary_has_no_sign() {
    double[] rows = random(30, 13);
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      rows[i * WIDTH] = 1000.1;
      sum += 1000.1;
    }
    assertThat(sum / 30).as("the mean is rounded").isNotEqualTo(1000.1);
    FixedEffects far = FixedEffects.of(-1600, 1.6, -1.1, 1.2, -0.9);
    Audit audit = audit(EncodedClassifier.of(encoder(), new LogisticRegression(far)), rows, ROLES);

    Measurement measured =
        KpiFixtures.measure(
                audit, "POIFS", Map.of("rows", "30", "background", "30", "repeats", "1"))
            .get(0);

    assertThat(measured.evidence().get(1).rows().get(0)).containsExactly("a", "0.0", "0.0", "0");
    assertThat(Double.parseDouble(measured.evidence().get(1).rows().get(1).get(2))).isPositive();
  }

  @Test
  void two_samples_have_a_standard_deviation() {
    Audit audit = audit(linear(), random(100, 14), ROLES);

    List<List<String>> table =
        KpiFixtures.measure(
                audit, "rhoOrder", Map.of("rows", "8", "background", "20", "repeats", "2"))
            .get(0)
            .evidence()
            .get(0)
            .rows();

    double one = Double.parseDouble(table.get(0).get(1));
    double two = Double.parseDouble(table.get(1).get(1));
    assertThat(one).isNotEqualTo(two);
    assertThat(Double.parseDouble(table.get(3).get(1)))
        .isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-14));
  }

  @Test
  void a_model_of_the_group_alone_has_nothing_to_compare_within_a_group() {
    Encoder homes =
        Encoder.of(
            SCHEMA,
            new Encoding(
                List.of(
                    new Input.Indicator("home=rent", "home", "rent"),
                    new Input.Indicator("home=free", "home", "free")),
                Map.of("home", Set.of("own")),
                Encoding.MissingNumber.NAN,
                Encoding.MissingLevel.NAN));
    Classifier model =
        EncodedClassifier.of(homes, new LogisticRegression(FixedEffects.of(-0.4, 1.2, -0.9)));

    List<Measurement> measured =
        KpiFixtures.measure(
            audit(model, random(30, 15), ROLES.withGroups("home")), "POIFS", Map.of());

    assertThat(measured.subList(1, 4))
        .hasSize(3)
        .allSatisfy(
            group ->
                assertThat(KpiFixtures.reason(group))
                    .isEqualTo("the model has no coefficient of a feature"));
  }

  @Test
  void all_parameters_are_in_the_catalogue() {
    assertThat(new IncorrectSignsKpi().descriptor().parameters())
        .containsExactlyInAnyOrder("rows", "background", "repeats", "coalitions", "level");
  }

  @Test
  void every_training_row_of_a_forest_without_cover_has_a_label() {
    double[] rows = random(25, 16);
    double[] unlabelled = rows.clone();
    unlabelled[3 * WIDTH + 4] = Double.NaN;
    Audit audit =
        Audit.of(forest(false), Dataset.of(SCHEMA, rows), ROLES)
            .training(Dataset.of(SCHEMA, unlabelled))
            .build();

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "rhoOrder", Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no label; every row needs one");
  }

  @Test
  void rows_that_are_all_the_same_have_no_order_of_contributions() {
    double[] rows = new double[10 * WIDTH];
    for (int i = 0; i < 10; i++) {
      rows[i * WIDTH] = 1;
      rows[i * WIDTH + 4] = i % 2;
    }
    Audit audit = audit(linear(), rows, ROLES);

    assertThat(KpiFixtures.reason(KpiFixtures.measure(audit, "rhoOrder", Map.of()).get(0)))
        .isEqualTo("No training row of the data has contributions that differ");
    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "POIFS", Map.of()).get(0))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rhoOrder", "PUX", "POIFS"})
  void needs_training_data(String kpi) {
    Audit audit = Audit.of(linear(), Dataset.of(SCHEMA, random(20, 6)), ROLES).build();

    assertThat(KpiFixtures.reason(KpiFixtures.measure(audit, kpi, Map.of()).get(0)))
        .isEqualTo("The suite names no training data; name the rows that the model was fitted to");
  }

  @Test
  void probability_is_unexplained_where_scores_are_changed_after_the_linear_part() {
    double[] rows = random(30, 7);
    Classifier damped =
        EncodedClassifier.of(encoder(), PatchedLogisticRegression.of(EFFECTS, p -> 0.1 + 0.8 * p));
    Audit audit = audit(damped, rows, ROLES);

    Measurement measured =
        KpiFixtures.measure(audit, "PUX", Map.of("rows", "30", "repeats", "1")).get(0);

    double expected = 0;
    for (int i = 0; i < 30; i++) {
      double p = probability(Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH));
      expected += Math.abs(p - (0.1 + 0.8 * p)) / 30;
    }
    assertThat(expected).isGreaterThan(0.02);
    assertThat(KpiFixtures.value(measured)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rhoOrder | boosted | ensemble of boosted trees",
        "PUX | forest | its importance adds up to one, not to a probability",
        "POIFS | forest | the importance of its features has no sign",
        "rhoOrder | other | The model is a Half: it has no contributions of its own",
        "PUX | other | The model is a Half: it has no contributions of its own",
        "POIFS | other | The model is a Half: it has no contributions of its own"
      })
  void says_why_it_does_not_apply(String kpi, String model, String why) {
    Classifier classifier =
        switch (model) {
          case "forest" -> forest(true);
          case "boosted" ->
              EncodedClassifier.of(
                  encoder(),
                  new TreeEnsemble(
                      4, List.of(tree(0, 0.2, true)), EnsembleRules.xgboostLogistic(0)));
          default -> new Half();
        };

    Measurement measured =
        KpiFixtures.measure(audit(classifier, random(20, 8), ROLES), kpi, Map.of()).get(0);

    assertThat(measured.result()).isInstanceOf(Measurement.NotApplicable.class);
    assertThat(KpiFixtures.reason(measured)).contains(why);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_order_of_a_forest_is_that_of_gini_importance(boolean cover) {
    double[] rows = random(25, 9);
    Audit audit = audit(forest(cover), rows, ROLES);
    Map<String, String> all = Map.of("rows", "25", "background", "25", "repeats", "2");

    Measurement measured = KpiFixtures.measure(audit, "rhoOrder", all).get(0);

    double[] importance = importance(rows, cover);
    double[] shap = new double[3];
    for (int i = 0; i < 25; i++) {
      double[] values = cover ? pathDependent(rows, i) : interventional(rows, i);
      for (int j = 0; j < 3; j++) {
        shap[j] += Math.abs(values[j]) / 25;
      }
    }
    assertThat(KpiFixtures.value(measured))
        .isCloseTo(new SpearmansCorrelation().correlation(shap, importance), within(1e-12));
    List<List<String>> table = measured.evidence().get(1).rows();
    assertThat(table.stream().map(row -> row.get(0))).containsExactly("a", "b", "home");
    for (int j = 0; j < 3; j++) {
      assertThat(Double.parseDouble(table.get(j).get(1))).isCloseTo(shap[j], within(1e-12));
      assertThat(Double.parseDouble(table.get(j).get(2))).isCloseTo(importance[j], within(1e-12));
    }
    assertThat(measured.sampleSize().rows()).isEqualTo(25);
    assertThat(((Measurement.Value) measured.result()).interval()).isPresent();
  }

  /** The importance of the inputs, those of the home added up. */
  private static double[] importance(double[] rows, boolean cover) {
    double[] inputs = new double[4 * 25];
    boolean[] labels = new boolean[25];
    for (int i = 0; i < 25; i++) {
      for (int j = 0; j < 4; j++) {
        inputs[4 * i + j] = input(rows, i, j);
      }
      labels[i] = rows[i * WIDTH + 4] == 1;
    }
    GiniImportance gini =
        cover
            ? GiniImportance.ofForest(trees(true))
            : GiniImportance.ofRows(trees(false), inputs, labels);
    return new double[] {gini.share(0), gini.share(1), gini.share(2) + gini.share(3)};
  }

  /** Shapley values of the game whose unknown features follow both branches by their cover. */
  private static double[] pathDependent(double[] rows, int row) {
    double[] values = new double[8];
    for (int coalition = 0; coalition < 8; coalition++) {
      for (DecisionTree tree : trees(true).trees()) {
        values[coalition] += expectation(tree, 0, rows, row, coalition) / 3;
      }
    }
    return org.touchstone.engine.shapley.ExactShapley.ofGame(3, values);
  }

  private static double expectation(
      DecisionTree tree, int node, double[] rows, int row, int coalition) {
    if (tree.isLeaf(node)) {
      return tree.value(node);
    }
    int left = tree.left(node);
    int right = tree.right(node);
    int feature = Math.min(2, tree.feature(node));
    if ((coalition >>> feature & 1) == 1) {
      boolean goesLeft = (float) input(rows, row, tree.feature(node)) <= tree.threshold(node);
      return expectation(tree, goesLeft ? left : right, rows, row, coalition);
    }
    return (tree.cover(left) * expectation(tree, left, rows, row, coalition)
            + tree.cover(right) * expectation(tree, right, rows, row, coalition))
        / tree.cover(node);
  }

  private static double[] interventional(double[] rows, int row) {
    double[] values = new double[8];
    double[] out = new double[1];
    for (int coalition = 0; coalition < 8; coalition++) {
      for (int other = 0; other < 25; other++) {
        double[] mixed = new double[4];
        for (int j = 0; j < 4; j++) {
          boolean known = (coalition >>> Math.min(2, j) & 1) == 1;
          mixed[j] = input(rows, known ? row : other, j);
        }
        trees(false).score(mixed, 1, out);
        values[coalition] += out[0] / 25;
      }
    }
    return org.touchstone.engine.shapley.ExactShapley.ofGame(3, values);
  }

  @Test
  void a_group_of_a_forest_has_its_own_rows() {
    Audit audit = audit(forest(true), random(60, 10), ROLES.withGroups("home"));

    List<Measurement> measured =
        KpiFixtures.measure(audit, "rhoOrder", Map.of("rows", "100", "repeats", "1"));

    assertThat(measured).hasSize(4);
    long inGroups = 0;
    for (Measurement group : measured.subList(1, 4)) {
      inGroups += group.sampleSize().rows();
    }
    assertThat(inGroups).isEqualTo(60);
    assertThat(measured.get(0).sampleSize().rows()).isEqualTo(60);
  }

  @Test
  void a_group_without_training_rows_is_not_computable() {
    double[] test = random(30, 11);
    double[] training = random(30, 12);
    for (int i = 0; i < 30; i++) {
      training[i * WIDTH + 2] = i % 2;
    }
    for (Classifier model : List.of(linear(), forest(true))) {
      Audit audit =
          Audit.of(model, Dataset.of(SCHEMA, test), ROLES.withGroups("home"))
              .training(Dataset.of(SCHEMA, training))
              .build();

      assertThat(KpiFixtures.reason(KpiFixtures.measure(audit, "rhoOrder", Map.of()).get(3)))
          .isEqualTo("There is no training row of home=free without a missing value");
    }
  }

  @Test
  void samples_are_drawn_without_replacement_and_differ() {
    int[] rows = IntStream.range(0, 50).map(i -> 3 * i).toArray();
    RepeatedSamples samples = new RepeatedSamples(rows, 20, 5, 7);

    Set<List<Integer>> different = new java.util.HashSet<>();
    for (int repeat = 0; repeat < samples.repeats(); repeat++) {
      int[] sample = samples.sample(repeat);
      assertThat(sample).hasSize(20).doesNotHaveDuplicates().isSorted();
      assertThat(Arrays.stream(sample)).allMatch(row -> row % 3 == 0 && row < 150);
      different.add(Arrays.stream(sample).boxed().toList());
    }
    assertThat(samples.repeats()).isEqualTo(5);
    assertThat(different).hasSize(5);
    // Each row is in 2 of 5 samples: most are in some, and the last as well as the first.
    assertThat(samples.distinct()).isSorted().hasSizeGreaterThan(35);
    int first = 0;
    int last = 0;
    for (int seed = 0; seed < 200; seed++) {
      int[] sample = RepeatedSamples.sample(rows, 20, seed);
      first += sample[0] == 0 ? 1 : 0;
      last += sample[19] == 147 ? 1 : 0;
    }
    assertThat(first).isBetween(55, 105);
    assertThat(last).isBetween(55, 105);
    assertThat(RepeatedSamples.sample(rows, 50, 1)).isEqualTo(rows);
  }

  @Test
  void a_measure_that_a_row_does_not_have_is_left_out_of_the_mean() {
    RepeatedSamples samples = new RepeatedSamples(new int[] {0, 1, 2}, 3, 2, 1);

    assertThat(samples.means(row -> row == 1 ? Double.NaN : row)[0]).hasValue(1);
    assertThat(samples.means(row -> Double.NaN)[1]).isEmpty();
  }

  private static double[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[count * WIDTH];
    for (int i = 0; i < count; i++) {
      rows[i * WIDTH] = 2 * random.nextDouble() - 1;
      rows[i * WIDTH + 1] = 2 * random.nextDouble() - 1;
      rows[i * WIDTH + 2] = random.nextInt(3);
      rows[i * WIDTH + 3] = random.nextDouble();
      rows[i * WIDTH + 4] = random.nextDouble() < 0.5 + 0.3 * rows[i * WIDTH] ? 1 : 0;
    }
    rows[4] = 0;
    rows[WIDTH + 4] = 1;
    return rows;
  }

  private static Audit audit(Classifier model, double[] rows, Roles roles) {
    return Audit.of(model, Dataset.of(SCHEMA, rows.clone()), roles)
        .training(Dataset.of(SCHEMA, rows.clone()))
        .build();
  }

  private static Classifier linear() {
    return EncodedClassifier.of(encoder(), new LogisticRegression(EFFECTS));
  }

  private static Classifier forest(boolean cover) {
    return EncodedClassifier.of(encoder(), trees(cover));
  }

  private static TreeEnsemble trees(boolean cover) {
    List<DecisionTree> trees = new ArrayList<>();
    trees.add(tree(0, 0.2, cover));
    trees.add(tree(1, -0.3, cover));
    trees.add(tree(3, 0.5, cover));
    return new TreeEnsemble(
        4, trees, EnsembleRules.scikitLearnForest(EnsembleRules.Missing.NOT_SUPPORTED));
  }

  /** A split of one input, and below it one of the first and one of the third. */
  private static DecisionTree tree(int input, double threshold, boolean cover) {
    int leaf = DecisionTree.LEAF;
    return new DecisionTree(
        new int[] {input, 0, 2, leaf, leaf, leaf, leaf},
        new double[] {threshold, -0.4, 0.5, 0, 0, 0, 0},
        new int[] {1, 3, 5, 0, 0, 0, 0},
        new int[] {2, 4, 6, 0, 0, 0, 0},
        new boolean[7],
        new double[] {0, 0, 0, 0.1, 0.55, 0.4, 0.95},
        cover ? new double[] {40, 25, 15, 10, 15, 9, 6} : new double[0]);
  }

  private static Encoder encoder() {
    return Encoder.of(
        SCHEMA,
        new Encoding(
            List.of(
                Input.Number.passthrough("a", "a"),
                Input.Number.passthrough("b", "b"),
                new Input.Indicator("home=rent", "home", "rent"),
                new Input.Indicator("home=free", "home", "free")),
            Map.of("home", Set.of("own")),
            Encoding.MissingNumber.NAN,
            Encoding.MissingLevel.NAN));
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }

  /** Tells nothing of itself. */
  private record Half() implements Classifier {
    @Override
    public int inputWidth() {
      return WIDTH;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      Arrays.fill(out, 0, count, 0.5);
    }
  }
}
