package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.DifferentiableClassifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MlpTraining;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.MulticlassMlp;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.run.RunMonitor;

class FlipPointsTest {

  private static final Schema LOANS =
      Schema.of(
          List.of(
              new Feature.Continuous("income", 0, 200, false, Attributes.NONE),
              new Feature.Continuous("tenure", 0, 40, true, Attributes.NONE),
              new Feature.Ordinal("grade", List.of("low", "mid", "high"), Attributes.NONE),
              new Feature.Categorical("job", List.of("a", "b", "c"), Attributes.NONE),
              new Feature.Binary("sex", List.of("f", "m"), new Attributes("", true, true, ""))));

  private static final Encoder ENCODER =
      Encoder.of(
          LOANS,
          List.of(
              new Input.Number("income", "income", 100, 50),
              new Input.Number("tenure", "tenure", 10, 10),
              Input.Number.passthrough("grade", "grade"),
              new Input.Indicator("job=a", "job", "a"),
              new Input.Indicator("job=b", "job", "b"),
              new Input.Indicator("job=c", "job", "c"),
              new Input.Indicator("sex=f", "sex", "f"),
              new Input.Indicator("sex=m", "sex", "m")));

  private static Dataset loans(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * 5];
    for (int i = 0; i < rows; i++) {
      values[5 * i] = 200 * random.nextDouble();
      values[5 * i + 1] = random.nextInt(41);
      values[5 * i + 2] = random.nextInt(3);
      values[5 * i + 3] = random.nextInt(3);
      values[5 * i + 4] = random.nextInt(2);
    }
    return Dataset.of(LOANS, values);
  }

  /** A network on the encoded loans that bends, trained on a rule. */
  private static EncodedClassifier network(Dataset data, long seed) {
    double[] inputs = new double[data.rowCount() * 8];
    double[] rows = new double[data.rowCount() * 5];
    data.copyRows(0, data.rowCount(), rows);
    ENCODER.encode(rows, data.rowCount(), inputs);
    double[] labels = new double[data.rowCount()];
    for (int i = 0; i < labels.length; i++) {
      double score =
          (rows[5 * i] - 100) / 50
              + Math.sin(rows[5 * i + 1] / 5)
              + (rows[5 * i + 2] - 1)
              + (rows[5 * i + 3] == 2 ? 1 : -0.5)
              + (rows[5 * i + 4] == 1 ? 0.5 : -0.5);
      labels[i] = score > 0 ? 1 : 0;
    }
    Mlp model = MlpTraining.of(List.of(8, 4), seed).withEpochs(60).train(inputs, 8, labels);
    return EncodedClassifier.of(ENCODER, model);
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      names.add("x" + j);
    }
    return names;
  }

  @Test
  void of_logistic_regression_is_the_foot_of_the_perpendicular() {
    SplittableRandom random = new SplittableRandom(3);
    double[] scales = {2, 0.5, 10, 1};
    for (int repeat = 0; repeat < 50; repeat++) {
      double[] coefficients = random.doubles(4, -2, 2).toArray();
      LogisticRegression model = new LogisticRegression(coefficients, random.nextDouble(-1, 1));
      double[] row = random.doubles(4, -1, 1).toArray();
      double[] logOdds = new double[1];
      model.logOdds(row, 1, logOdds);
      double squares = 0;
      for (int j = 0; j < 4; j++) {
        squares += coefficients[j] * scales[j] * coefficients[j] * scales[j];
      }

      FlipPoint point = FlipPoints.of(model, names(4), scales).build().closest(row).get();

      // x' = x - logOdds D^2 c / |D c|^2 with the scales on the diagonal of D
      for (int j = 0; j < 4; j++) {
        double expected = row[j] - logOdds[0] * coefficients[j] * scales[j] * scales[j] / squares;
        assertThat(point.to(j)).isCloseTo(expected, within(1e-10));
      }
      assertThat(point.distance())
          .isCloseTo(Math.abs(logOdds[0]) / Math.sqrt(squares), within(1e-10));
      assertThat(point.residual()).isLessThan(1e-12);
    }
  }

  @Test
  void stands_where_another_threshold_puts_the_boundary() {
    LogisticRegression model = new LogisticRegression(new double[] {1, 1}, 0);

    FlipPoint point =
        FlipPoints.of(model, names(2), new double[] {1, 1})
            .threshold(0.8)
            .build()
            .closest(new double[] {0, 0})
            .get();

    assertThat(point.probability()).isCloseTo(0.8, within(1e-12));
    assertThat(point.distance()).isCloseTo(Math.log(4) / Math.sqrt(2), within(1e-12));
  }

  @Test
  void keeps_to_its_bounds_as_a_quadratic_programme_does() {
    // given: min y0^2 + y1^2 + y2^2 with 3 y0 + 2 y1 + y2 = 6, y0 <= 0.5: y0 = 0.5, the rest along
    // (2, 1) * 4.5 / 5
    LogisticRegression model = new LogisticRegression(new double[] {3, 2, 1}, -6);

    FlipPoint point =
        FlipPoints.of(model, names(3), new double[] {1, 1, 1})
            .bounds("x0", -1, 0.5)
            .build()
            .closest(new double[3])
            .get();

    assertThat(point.values()).containsExactly(new double[] {0.5, 1.8, 0.9}, within(1e-9));
    assertThat(point.certainty().kktResidual()).isLessThan(1e-9);
  }

  @Test
  void finds_none_where_the_bounds_leave_no_flip() {
    LogisticRegression model = new LogisticRegression(new double[] {3, 2, 1}, -6);
    FlipPoints flips =
        FlipPoints.of(model, names(3), new double[] {1, 1, 1})
            .bounds("x0", -1, 0.5)
            .bounds("x1", -1, 0.5)
            .bounds("x2", -1, 0.5)
            .build();

    FlipResult result = flips.closest(new double[3]);

    assertThat(result.found()).isFalse();
    assertThat(result.reason().orElseThrow())
        .isEqualTo(
            "No change of these 3 features within the bounds, and within a distance of 10.0, was"
                + " found that changes the class");
    assertThatThrownBy(result::get).hasMessageContaining("No change of these 3 features");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void of_mixed_features_is_as_close_as_trying_everything(long seed) {
    // given: every level, grade and tenure in turn, and the boundary in income by bisection
    Dataset data = loans(300, seed);
    EncodedClassifier model = network(data, seed);
    FlipPoints flips = FlipPoints.of(model, data).build();
    double[] row = new double[5];

    for (int i = 0; i < 25; i++) {
      data.copyRows(i, i + 1, row);
      FlipPoint point = flips.closest(row).get();

      assertThat(point.distance())
          .as("row %d: %s", i, point)
          .isLessThanOrEqualTo(bruteForce(model, flips, row) * (1 + 1e-6));
      if (point.kind() == FlipPoint.Kind.BOUNDARY) {
        assertThat(point.residual()).isLessThanOrEqualTo(1e-9);
      } else {
        assertThat(point.probability() >= 0.5).isNotEqualTo(point.rowIsPositive());
      }
      assertThat(point.to(1)).isEqualTo(Math.rint(point.to(1)));
      assertThat(point.to(2)).isIn(0.0, 1.0, 2.0);
      assertThat(point.to(4)).as("immutable").isEqualTo(row[4]);
    }
  }

  private static double bruteForce(EncodedClassifier model, FlipPoints flips, double[] row) {
    double best = Double.POSITIVE_INFINITY;
    double[] x = row.clone();
    double[] p = new double[1];
    model.score(row, 1, p);
    boolean positive = p[0] >= 0.5;
    for (int tenure = 0; tenure <= 40; tenure++) {
      for (int grade = 0; grade < 3; grade++) {
        for (int job = 0; job < 3; job++) {
          double a = (tenure - row[1]) / flips.scale("tenure");
          double b = (grade - row[2]) / flips.scale("grade");
          double c = job == row[3] ? 0 : 1 / flips.scale("job");
          double squares = a * a + b * b + c * c;
          if (squares >= best * best) {
            continue;
          }
          x[1] = tenure;
          x[2] = grade;
          x[3] = job;
          double income = nearestRoot(model, x, row[0]);
          double d = (income - row[0]) / flips.scale("income");
          best = Math.min(best, Math.sqrt(squares + d * d));
        }
      }
    }
    assertThat(positive).isEqualTo(p[0] >= 0.5);
    return best;
  }

  private static double nearestRoot(EncodedClassifier model, double[] at, double from) {
    double[] x = at.clone();
    double[] p = new double[1];
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 400; i++) {
      double low = i / 2.0;
      double high = (i + 1) / 2.0;
      x[0] = low;
      model.score(x, 1, p);
      boolean below = p[0] >= 0.5;
      x[0] = high;
      model.score(x, 1, p);
      if (p[0] >= 0.5 == below) {
        continue;
      }
      for (int k = 0; k < 60; k++) {
        x[0] = (low + high) / 2;
        model.score(x, 1, p);
        if (p[0] >= 0.5 == below) {
          low = x[0];
        } else {
          high = x[0];
        }
      }
      nearest = Math.abs(low - from) < Math.abs(nearest - from) ? low : nearest;
    }
    return nearest;
  }

  @Test
  void reports_the_relaxed_point_beside_the_one_on_the_grid() {
    Dataset data = loans(300, 4);
    FlipPoints flips = FlipPoints.of(network(data, 4), data).build();
    double[] row = new double[5];
    int between = 0;

    for (int i = 0; i < 30; i++) {
      data.copyRows(i, i + 1, row);
      FlipResult result = flips.closest(row);
      FlipPoint relaxed = result.relaxed().orElseThrow();

      assertThat(relaxed.distance()).isLessThanOrEqualTo(result.get().distance() * (1 + 1e-9));
      assertThat(relaxed.residual()).isLessThanOrEqualTo(1e-9);
      between += relaxed.to(1) != Math.rint(relaxed.to(1)) ? 1 : 0;
    }
    assertThat(between).isPositive();
  }

  @Test
  void of_levels_alone_is_the_cheapest_choice_of_the_other_class() {
    Dataset data = loans(300, 5);
    EncodedClassifier model = network(data, 5);
    FlipPoints flips = FlipPoints.of(model, data).mutable(Set.of("sex")).build();
    double[] row = new double[5];
    double[] p = new double[1];

    for (int i = 0; i < 60; i++) {
      data.copyRows(i, i + 1, row);
      model.score(row, 1, p);
      boolean positive = p[0] >= 0.5;
      double best = Double.POSITIVE_INFINITY;
      for (int code = 0; code < 6; code++) {
        double[] x = row.clone();
        x[3] = Math.floorDiv(code, 2);
        x[4] = code % 2;
        model.score(x, 1, p);
        if (p[0] >= 0.5 != positive) {
          double job = x[3] == row[3] ? 0 : 1 / flips.scale("job");
          double sex = x[4] == row[4] ? 0 : 1 / flips.scale("sex");
          best = Math.min(best, Math.hypot(job, sex));
        }
      }

      FlipResult result = flips.closest(row, Set.of("job", "sex"));

      assertThat(result.closest().map(FlipPoint::distance).orElse(Double.POSITIVE_INFINITY))
          .isCloseTo(best, within(1e-12));
      result
          .closest()
          .ifPresent(
              point -> {
                assertThat(point.kind()).isEqualTo(FlipPoint.Kind.OTHER_CLASS);
                assertThat(point.certainty().proven()).isTrue();
              });
    }
  }

  @Test
  void scales_levels_as_numbers_by_half_the_mean_squared_difference() {
    Dataset data = loans(300, 6);
    FlipPoints flips = FlipPoints.of(network(data, 6), data).build();
    double job = 0;
    double tenure = 0;
    double sex = 0;
    for (int a = 0; a < 300; a++) {
      for (int b = 0; b < 300; b++) {
        job += data.value(a, 3) == data.value(b, 3) ? 0 : 1;
        sex += data.value(a, 4) == data.value(b, 4) ? 0 : 1;
        double difference = data.value(a, 1) - data.value(b, 1);
        tenure += difference * difference;
      }
    }

    assertThat(flips.scale("job")).isCloseTo(Math.sqrt(job / 180000), within(1e-12));
    assertThat(flips.scale("sex")).isCloseTo(Math.sqrt(sex / 180000), within(1e-12));
    assertThat(flips.scale("tenure")).isCloseTo(Math.sqrt(tenure / 180000), within(1e-12));
  }

  @Test
  void gives_every_value_of_a_number_at_which_the_decision_flips() {
    // given: tanh(10 (x - 1)) - tanh(10 (x - 1.001)) - 0.0095: two roots in one cell of the scan
    DenseLayer hidden =
        new DenseLayer(new double[] {10, 10}, new double[] {-10, -10.01}, Activation.TANH);
    DenseLayer out =
        new DenseLayer(new double[] {1, -1}, new double[] {-0.0095}, Activation.IDENTITY);
    Mlp model = new Mlp(List.of(hidden, out));

    double[] values =
        FlipPoints.of(model, names(1), new double[] {1}).build().flipValues(new double[] {0}, "x0");

    // tanh(c + 0.005) - tanh(c - 0.005) = 0.01 sech^2(c) = 0.0095 up to its third order
    double c = Math.log(1 / Math.sqrt(0.95) + Math.sqrt(1 / 0.95 - 1));
    assertThat(values).hasSize(2);
    assertThat(values[0]).isCloseTo(1.0005 - c / 10, within(1e-4));
    assertThat(values[1]).isCloseTo(1.0005 + c / 10, within(1e-4));
  }

  @Test
  void of_a_model_that_only_scores_comes_close_to_that_with_a_gradient() {
    Dataset data = loans(300, 7);
    EncodedClassifier smooth = network(data, 7);
    Classifier blind = new ScoresOnly(smooth.model());
    FlipPoints exact = FlipPoints.of(smooth, data).build();
    FlipPoints search = FlipPoints.of(EncodedClassifier.of(ENCODER, blind), data).build();
    Set<String> numbers = Set.of("income");
    double[] row = new double[5];

    for (int i = 0; i < 20; i++) {
      data.copyRows(i, i + 1, row);
      FlipPoint point = search.closest(row).get();
      FlipPoint expected = exact.closest(row).get();
      assertThat(point.distance()).isCloseTo(expected.distance(), within(1e-4));
      assertThat(point.kind()).isEqualTo(expected.kind());
      assertThat(search.closest(row, numbers).found())
          .isEqualTo(exact.closest(row, numbers).found());
    }
  }

  @Test
  void of_a_model_with_a_gradient_of_its_own_is_that_of_the_network() {
    Dataset data = loans(300, 8);
    EncodedClassifier network = network(data, 8);
    FlipPoints expected = FlipPoints.of(network, data).build();
    FlipPoints actual =
        FlipPoints.of(
                EncodedClassifier.of(
                    ENCODER, new GradientOnly((DifferentiableClassifier) network.model())),
                data)
            .build();
    double[] row = new double[5];

    for (int i = 0; i < 20; i++) {
      data.copyRows(i, i + 1, row);
      assertThat(actual.closest(row).get().distance())
          .isCloseTo(expected.closest(row).get().distance(), within(1e-7));
    }
  }

  @Test
  void names_the_pair_of_classes_of_a_model_of_several() {
    double[] rows = new double[600];
    int[] classes = new int[300];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 300; i++) {
      rows[2 * i] = 3 * random.nextDouble();
      rows[2 * i + 1] = random.nextDouble();
      classes[i] = (int) rows[2 * i];
    }
    MulticlassMlp model =
        MlpTraining.of(List.of(6), 1)
            .withLearningRate(0.02)
            .withEpochs(100)
            .trainClasses(rows, 2, classes, 3, RunMonitor.NONE);
    double[] row = {1.7, 0.5};

    MulticlassFlip flip =
        MulticlassFlip.closest(
            model, row, row, pair -> FlipPoints.of(pair, names(2), new double[] {1, 1}).build());

    double[] p = new double[3];
    model.score(flip.result().get().values(), 1, p);
    assertThat(flip.pair(List.of("low", "mid", "high"))).isEqualTo("\"mid\" and \"high\"");
    assertThat(p[1]).isCloseTo(p[2], within(1e-9));
    assertThat(p[0]).isLessThan(p[1]);
    assertThat(flip.distances()[2]).isLessThan(flip.distances()[0]);
  }

  @Test
  void is_the_same_on_any_number_of_threads() {
    Dataset data = loans(120, 9);
    FlipPoints flips = FlipPoints.of(network(data, 9), data).build();

    List<FlipResult> one = flips.closest(data, Execution.SINGLE);
    List<FlipResult> three = flips.closest(data, Execution.on(3));

    for (int i = 0; i < 120; i++) {
      assertThat(three.get(i).get().values()).isEqualTo(one.get(i).get().values());
    }
  }

  @Test
  void stays_where_the_row_is_on_the_boundary() {
    LogisticRegression model = new LogisticRegression(new double[] {1, -1}, 0);

    FlipPoint point =
        FlipPoints.of(model, names(2), new double[] {1, 1})
            .build()
            .closest(new double[] {2, 2})
            .get();

    assertThat(point.distance()).isZero();
    assertThat(point.changes()).isEmpty();
    assertThat(point.residual()).isZero();
  }

  @Test
  void refuses_rows_and_settings_that_cannot_be() {
    Dataset data = loans(100, 10);
    EncodedClassifier model = network(data, 10);
    FlipPoints flips = FlipPoints.of(model, data).build();

    assertThatThrownBy(() -> flips.closest(new double[] {250, 5, 0, 0, 0}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The row has 250.0 as \"income\", outside of its bounds [0.0, 200.0]; widen the bounds,"
                + " or declare the feature immutable");
    assertThatThrownBy(() -> flips.closest(new double[] {100, 5, 0, 0, 0}, Set.of("sex")))
        .hasMessageContaining("\"sex\" may not change: it is immutable");
    assertThatThrownBy(() -> flips.closest(new double[] {100, 5, 0, 0, 0}, Set.of()))
        .hasMessageContaining("at least one feature");
    assertThatThrownBy(() -> flips.closest(new double[3])).hasMessageContaining("5 columns");
    assertThatThrownBy(() -> FlipPoints.of(model, data).scale("income", 0))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> FlipPoints.of(model, data).bounds("job", 0, 1))
        .hasMessageContaining("forbid levels instead");
    assertThatThrownBy(() -> FlipPoints.of(model, data).forbid("job", Set.of("z")))
        .hasMessageContaining("no level \"z\"");
    assertThatThrownBy(() -> flips.flipValues(new double[] {100, 5, 0, 0, 0}, "job"))
        .hasMessageContaining("asked of numbers");
    LogisticRegression one = new LogisticRegression(new double[] {1}, 0);
    assertThatThrownBy(
            () ->
                FlipPoints.of(one, names(1), new double[] {1})
                    .build()
                    .closest(new double[] {Double.NaN}))
        .hasMessageContaining("has no value of \"x0\"");
    assertThatThrownBy(
            () ->
                FlipPoints.of(new NoScore(), names(1), new double[] {1})
                    .build()
                    .closest(new double[] {1}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not a number");
  }

  @Test
  void never_enters_a_forbidden_level_nor_moves_what_is_immutable() {
    Dataset data = loans(200, 11);
    FlipPoints flips =
        FlipPoints.of(network(data, 11), data)
            .forbid("job", Set.of("c"))
            .immutable(Set.of("tenure"))
            .build();
    double[] row = new double[5];
    for (int i = 0; i < 60; i++) {
      data.copyRows(i, i + 1, row);
      double[] from = row.clone();
      flips
          .closest(row)
          .closest()
          .ifPresent(
              point -> {
                assertThat(point.to(1)).isEqualTo(from[1]);
                assertThat(point.to(3) == 2 && from[3] != 2).isFalse();
              });
    }
    assertThat(flips.features()).isEqualTo(Arrays.asList("income", "grade", "job"));
  }

  @Test
  void says_that_a_constant_model_has_no_boundary() {
    FlipPoints flips =
        FlipPoints.of(new LogisticRegression(new double[] {0, 0}, -1), names(2), ones(2)).build();

    assertThat(flips.closest(new double[2]).relaxed()).isEmpty();
    assertThat(flips.closest(new double[2]).reason().orElseThrow())
        .isEqualTo(
            "The model's score is the same at the row and at 64 random points within the bounds: as"
                + " far as these tell it does not depend on these 2 features, and there is no"
                + " decision boundary");
    assertThat(flips.closest(new double[2], Set.of("x0")).reason().orElseThrow())
        .contains("does not depend on this feature");
  }

  @Test
  void names_the_feature_whose_gradient_is_not_a_number_and_the_row() {
    Classifier broken =
        new DifferentiableClassifier() {
          @Override
          public int inputWidth() {
            return 2;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            Arrays.fill(out, 0, count, 0.3);
          }

          @Override
          public void gradient(double[] rows, int count, double[] gradients) {
            Arrays.fill(gradients, Double.NaN);
          }
        };
    FlipPoints flips = FlipPoints.of(broken, names(2), ones(2)).build();

    assertThatThrownBy(() -> flips.closest(new double[2]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gradient by \"x0\" is not a number at the row");
    assertThatThrownBy(
            () -> flips.closest(Dataset.of(flips.schema(), new double[4]), Execution.SINGLE))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Row 1: ");
  }

  @Test
  void says_why_a_feature_may_not_change() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("a", -9, 9, false, Attributes.NONE),
                new Feature.Continuous("same", -9, 9, false, Attributes.NONE),
                new Feature.Continuous("fixed", -9, 9, false, Attributes.NONE),
                new Feature.Continuous("unused", -9, 9, false, Attributes.NONE)));
    Dataset training = Dataset.of(schema, new double[] {0, 1, 2, 3, 1, 1, 3, 4});
    Encoder encoder =
        Encoder.of(
            schema,
            List.of(
                Input.Number.passthrough("a", "a"),
                Input.Number.passthrough("same", "same"),
                Input.Number.passthrough("fixed", "fixed")));
    FlipPoints flips =
        FlipPoints.of(
                EncodedClassifier.of(encoder, new LogisticRegression(new double[] {1, 1, 1}, 0)),
                training)
            .immutable(Set.of("fixed"))
            .build();

    assertThatThrownBy(() -> flips.closest(new double[4], Set.of("same")))
        .hasMessageContaining("the same in all training rows")
        .hasMessageEndingWith("features that may change are [a]");
    assertThatThrownBy(() -> flips.closest(new double[4], Set.of("fixed")))
        .hasMessageContaining("it is immutable; mutable(...)");
    assertThatThrownBy(() -> flips.closest(new double[4], Set.of("unused")))
        .hasMessageContaining("no input of the model");
  }

  @Test
  void refuses_values_and_bounds_that_cannot_be() {
    FlipPoints.Builder builder =
        FlipPoints.of(new LogisticRegression(new double[] {1, 1}, -1), names(2), ones(2))
            .bounds("x0", -1, 0);

    assertThatThrownBy(() -> builder.bounds("x0", 1, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[1.0, 2.0], but by the schema or earlier bounds it lies in [-1.0");
    assertThatThrownBy(() -> builder.bounds("x0", 3, 2)).hasMessageContaining("[3.0, 2.0]");
    assertThatThrownBy(() -> builder.build().closest(new double[] {0, Double.POSITIVE_INFINITY}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Infinity as \"x1\"");
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** A model that hides its gradient. */
  private record ScoresOnly(Classifier model) implements Classifier {
    @Override
    public int inputWidth() {
      return model.inputWidth();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      model.score(rows, count, out);
    }
  }

  private record NoScore() implements Classifier {
    @Override
    public int inputWidth() {
      return 1;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      Arrays.fill(out, 0, count, Double.NaN);
    }
  }

  /** A model that hides its log odds. */
  private record GradientOnly(DifferentiableClassifier model) implements DifferentiableClassifier {
    @Override
    public int inputWidth() {
      return model.inputWidth();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      model.score(rows, count, out);
    }

    @Override
    public void gradient(double[] rows, int count, double[] gradients) {
      model.gradient(rows, count, gradients);
    }
  }
}
