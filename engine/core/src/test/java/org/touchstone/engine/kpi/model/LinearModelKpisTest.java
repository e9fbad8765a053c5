package org.touchstone.engine.kpi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.MultilevelLogisticRegression;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.stats.BreuschPagan;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.GeneralisedVif;
import org.touchstone.engine.stats.ShapiroWilk;

/** VIF, SWT, BPT and TSVR of a logistic regression on made-up rows, by their definitions. */
class LinearModelKpisTest {

  private static final List<String> HOMES = List.of("own", "rent", "free");

  /** Two numbers, a level, the label. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("a"),
              number("b"),
              new Feature.Categorical("home", HOMES, Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  private static final Roles ROLES = Roles.of("y", "1", "1");
  private static final FixedEffects EFFECTS =
      FixedEffects.of(-0.4, 0.8, -1.1, 0.6, -0.3).withStandardErrors(0.1, 0.2, 0.15, 0.3, 0.25);

  @Test
  void a_feature_of_one_input_has_the_textbook_factor() {
    Audit audit = audit(model(plainEncoder(), FixedEffects.of(0, 1, 1)), random(200, 1));

    List<Measurement> measured = KpiFixtures.measure(audit, "VIF", Map.of());

    // Of two features, R2 is their squared correlation.
    double r = correlation(random(200, 1));
    assertThat(measured)
        .extracting(Measurement::scope)
        .containsExactly(Scope.ofFeature("a"), Scope.ofFeature("b"));
    assertThat(r).isGreaterThan(0.3);
    for (Measurement factor : measured) {
      assertThat(KpiFixtures.value(factor)).isCloseTo(1 / (1 - r * r), within(1e-12));
      assertThat(factor.parameters()).isEqualTo(Map.of("intercept", "true"));
      assertThat(((Measurement.Value) factor.result()).interval()).isEmpty();
      assertThat(factor.sampleSize().rows()).isEqualTo(200);
    }
    assertThat(KpiFixtures.measure(audit, "VIF", Map.of("intercept", "false")).get(0).parameters())
        .isEqualTo(Map.of("intercept", "false"));
  }

  @Test
  void a_feature_of_several_inputs_has_the_generalised_factor_for_a_degree_of_freedom() {
    double[] rows = random(200, 2);
    Audit audit = audit(model(encoder(), EFFECTS), rows);

    List<Measurement> measured = KpiFixtures.measure(audit, "VIF", Map.of());

    double[] inputs = new double[200 * 4];
    for (int i = 0; i < 200; i++) {
      inputs[4 * i] = rows[4 * i];
      inputs[4 * i + 1] = rows[4 * i + 1];
      inputs[4 * i + 2] = rows[4 * i + 2] == 1 ? 1 : 0;
      inputs[4 * i + 3] = rows[4 * i + 2] == 2 ? 1 : 0;
    }
    List<GeneralisedVif> expected =
        GeneralisedVif.of(inputs, new int[] {0, 1, 2, 2}, true).stream()
            .map(factor -> factor.orElseThrow())
            .toList();
    assertThat(measured).hasSize(3);
    for (int feature = 0; feature < 3; feature++) {
      assertThat(KpiFixtures.value(measured.get(feature)))
          .isCloseTo(expected.get(feature).perDegreeOfFreedom(), within(1e-12));
    }
    List<String> home = measured.get(0).evidence().get(0).rows().get(2);
    assertThat(home.get(0)).isEqualTo("home");
    assertThat(home.get(1)).isEqualTo("2");
    assertThat(Double.parseDouble(home.get(2))).isCloseTo(expected.get(2).factor(), within(1e-12));
    assertThat(Double.parseDouble(home.get(3)))
        .isCloseTo(Math.sqrt(expected.get(2).factor()), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_feature_that_does_not_vary_has_no_factor(boolean oneHot) {
    double[] rows = random(50, 3);
    for (int i = 0; i < 50; i++) {
      rows[4 * i] = 7;
    }
    Audit audit =
        audit(
            oneHot ? model(encoder(), EFFECTS) : model(plainEncoder(), FixedEffects.of(0, 1, 1)),
            rows);

    List<Measurement> measured = KpiFixtures.measure(audit, "VIF", Map.of());

    assertThat(KpiFixtures.reason(measured.get(0)))
        .isEqualTo("\"a\" does not vary in the training data: R2 is 0/0");
    assertThat(measured.get(0).evidence().get(0).rows().get(0)).containsExactly("a", "0", "-", "-");
    assertThat(KpiFixtures.value(measured.get(1))).isGreaterThanOrEqualTo(1);
  }

  @Test
  void rows_that_miss_an_input_are_left_out_and_counted() {
    double[] complete = random(120, 4);
    double[] withMissing = Arrays.copyOf(complete, complete.length + 8);
    double[] missing = {Double.NaN, 3, 1, 1, 2, Double.NaN, 0, 0};
    System.arraycopy(missing, 0, withMissing, complete.length, 8);
    // The rows without a value stand first and last.
    swapRows(withMissing, 0, 121);
    Audit expected = audit(model(encoder(), EFFECTS), complete);
    Audit audit =
        Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, complete), ROLES)
            .training(Dataset.of(SCHEMA, withMissing))
            .build();

    for (String kpi : List.of("VIF", "SWT", "BPT")) {
      Measurement measured = KpiFixtures.measure(audit, kpi, Map.of()).get(0);
      assertThat(KpiFixtures.value(measured))
          .isCloseTo(
              KpiFixtures.value(KpiFixtures.measure(expected, kpi, Map.of()).get(0)),
              within(1e-12));
      assertThat(measured.sampleSize().rows()).isEqualTo(120);
      assertThat(measured.evidence().get(0).toString()).contains("left out");
    }
    assertThat(cell(KpiFixtures.measure(audit, "SWT", Map.of()).get(0), 0, LEFT_OUT))
        .isEqualTo("2");
    assertThat(cell(KpiFixtures.measure(audit, "BPT", Map.of()).get(0), 0, LEFT_OUT))
        .isEqualTo("2");
    assertThat(KpiFixtures.measure(audit, "VIF", Map.of()).get(0).evidence().get(0).title())
        .contains("over 120 training rows, 2 with missing values left out");
  }

  private static final String LEFT_OUT = "rows with missing values, left out";

  @Test
  void training_rows_that_all_miss_an_input_leave_nothing_to_compute() {
    double[] rows = {Double.NaN, 1, 0, 0, Double.NaN, 2, 1, 1};
    Audit audit =
        Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, random(20, 1)), ROLES)
            .training(Dataset.of(SCHEMA, rows))
            .build();

    for (String kpi : List.of("VIF", "SWT", "BPT")) {
      assertThat(KpiFixtures.measure(audit, kpi, Map.of()))
          .allSatisfy(m -> assertThat(m.result()).isInstanceOf(Measurement.NotComputable.class));
    }
  }

  @ParameterizedTest
  @CsvSource({"response, SWT", "pearson, BPT", "deviance, SWT", "response, BPT", "pearson, SWT"})
  void residuals_are_those_of_the_textbook(String residual, String kpi) {
    double[] rows = random(300, 5);
    Audit audit = audit(model(encoder(), EFFECTS), rows);

    Measurement measured = KpiFixtures.measure(audit, kpi, Map.of("residual", residual)).get(0);

    double[] residuals = residuals(rows, residual);
    double expected =
        kpi.equals("SWT")
            ? ShapiroWilk.of(residuals).orElseThrow().pValue()
            : BreuschPagan.of(residuals, inputs(rows), 4).orElseThrow().pValue();
    assertThat(KpiFixtures.value(measured)).isCloseTo(expected, within(1e-12));
    assertThat(measured.parameters()).isEqualTo(Map.of("residual", residual));
    assertThat(((Measurement.Value) measured.result()).interval()).isEmpty();
    assertThat(((Measurement.Value) measured.result()).seed()).isEmpty();
    assertThat(measured.sampleSize().rows()).isEqualTo(300);
  }

  @Test
  void the_quantile_plot_has_the_order_statistics_of_the_residuals() {
    double[] rows = random(199, 6);
    Measurement measured =
        KpiFixtures.measure(audit(model(encoder(), EFFECTS), rows), "SWT", Map.of()).get(0);

    double[] residuals = residuals(rows, "response");
    Arrays.sort(residuals);
    List<List<String>> plot = measured.evidence().get(1).rows();
    assertThat(plot.size()).isGreaterThan(10);
    for (int i = 0; i < plot.size(); i++) {
      double share = (i + 1.0) / (plot.size() + 1);
      assertThat(Double.parseDouble(plot.get(i).get(0))).isCloseTo(share, within(1e-15));
      assertThat(Double.parseDouble(plot.get(i).get(1)))
          .isCloseTo(new NormalDistribution().inverseCumulativeProbability(share), within(1e-12));
      // The smallest residual that at least this share of the residuals do not exceed.
      double residual = Double.parseDouble(plot.get(i).get(2));
      double atMost = Arrays.stream(residuals).filter(r -> r <= residual + 1e-12).count() / 199.0;
      double less = Arrays.stream(residuals).filter(r -> r < residual - 1e-12).count() / 199.0;
      assertThat(atMost).isGreaterThanOrEqualTo(share - 1e-12);
      assertThat(less).isLessThan(share);
    }
  }

  @Test
  void the_plot_of_variance_has_ten_parts_of_the_rows_by_probability() {
    double[] rows = random(205, 7);
    Measurement measured =
        KpiFixtures.measure(audit(model(encoder(), EFFECTS), rows), "BPT", Map.of()).get(0);

    double[] residuals = residuals(rows, "pearson");
    double[] probabilities = new double[205];
    for (int i = 0; i < 205; i++) {
      probabilities[i] = probability(rows, i);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 205; i++) {
      order.add(i);
    }
    order.sort((i, j) -> Double.compare(probabilities[i], probabilities[j]));
    List<List<String>> parts = measured.evidence().get(1).rows();
    assertThat(parts).hasSize(10);
    int at = 0;
    for (List<String> part : parts) {
      int count = Integer.parseInt(part.get(0));
      assertThat(count).isBetween(20, 21);
      double p = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        int row = order.get(at++);
        p += probabilities[row] / count;
        squares += residuals[row] * residuals[row] / count;
      }
      assertThat(Double.parseDouble(part.get(1))).isCloseTo(p, within(1e-12));
      assertThat(Double.parseDouble(part.get(2))).isCloseTo(squares, within(1e-12));
    }
    assertThat(at).isEqualTo(205);
    List<List<String>> few =
        KpiFixtures.measure(audit(model(encoder(), EFFECTS), random(8, 7)), "BPT", Map.of())
            .get(0)
            .evidence()
            .get(1)
            .rows();
    assertThat(few).hasSize(8).allSatisfy(part -> assertThat(part.get(0)).isEqualTo("1"));
  }

  @Test
  void a_deviance_residual_is_the_signed_root_of_twice_the_surprise() {
    TrainingResiduals.Kind deviance = TrainingResiduals.Kind.DEVIANCE;

    assertThat(deviance.of(true, 0.25)).isCloseTo(Math.sqrt(2 * Math.log(4)), within(1e-15));
    assertThat(deviance.of(false, 0.25))
        .isCloseTo(-Math.sqrt(2 * Math.log(4 / 3.0)), within(1e-15));
    assertThat(deviance.of(true, 1)).isZero();
    assertThat(deviance.of(true, 0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void three_rows_are_enough_for_a_test_of_their_residuals_and_a_sure_model_has_none() {
    double[] three = Arrays.copyOf(bothClasses(random(20, 1)), 12);
    three[3] = 0;
    three[7] = 1;
    Audit audit = trainedOn(model(encoder(), EFFECTS), three);

    Measurement measured = KpiFixtures.measure(audit, "SWT", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured))
        .isCloseTo(
            ShapiroWilk.of(residuals(three, "response")).orElseThrow().pValue(), within(1e-12));
    assertThat(measured.parameters()).isEqualTo(Map.of("residual", "response"));
    double[] certain = random(20, 1);
    for (int i = 0; i < 20; i++) {
      certain[4 * i + 3] = certain[4 * i] > 0 ? 1 : 0;
    }
    Classifier right = model(plainEncoder(), FixedEffects.of(0, 1e9, 0));
    assertThat(reason(audit(right, certain), "SWT", Map.of()))
        .isEqualTo("All residuals are the same: W is 0/0");
    assertThat(
            KpiFixtures.measure(audit(model(encoder(), EFFECTS), random(20, 1)), "BPT", Map.of())
                .get(0)
                .parameters())
        .isEqualTo(Map.of("residual", "pearson"));
  }

  @Test
  void above_5000_rows_a_seeded_sample_is_tested() {
    // Six rows again and again: leaving out one of all has six results.
    double[] six = random(6, 8);
    double[] rows = new double[4 * 5001];
    for (int i = 0; i < 5001; i++) {
      System.arraycopy(six, i % 6 * 4, rows, 4 * i, 4);
    }
    Audit audit = audit(model(encoder(), EFFECTS), rows);

    Measurement measured = KpiFixtures.measure(audit, "SWT", Map.of()).get(0);

    assertThat(measured.sampleSize().rows()).isEqualTo(5000);
    assertThat(((Measurement.Value) measured.result()).seed()).isPresent();
    assertThat(cell(measured, 0, "training rows")).isEqualTo("5001");
    assertThat(cell(measured, 0, "rows tested")).isEqualTo("5000");
    double[] residuals = residuals(rows, "response");
    double w = Double.parseDouble(cell(measured, 0, "W"));
    double closest = Double.POSITIVE_INFINITY;
    for (int left = 0; left < 6; left++) {
      double distance = ShapiroWilk.of(without(residuals, left)).orElseThrow().w() - w;
      closest = Math.min(closest, Math.abs(distance));
    }
    assertThat(closest).isLessThan(1e-12);
    assertThat(KpiFixtures.measure(audit, "SWT", Map.of()).get(0)).isEqualTo(measured);

    Measurement all =
        KpiFixtures.measure(
                audit(model(encoder(), EFFECTS), Arrays.copyOf(rows, 4 * 5000)), "SWT", Map.of())
            .get(0);
    assertThat(((Measurement.Value) all.result()).seed()).isEmpty();
    assertThat(all.sampleSize().rows()).isEqualTo(5000);
  }

  private static double[] without(double[] values, int left) {
    double[] kept = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, left + 1, kept, left, values.length - left - 1);
    return kept;
  }

  @Test
  void says_why_a_residual_test_cannot_be_computed() {
    Classifier certain = model(plainEncoder(), FixedEffects.of(0, 1e6, 0));
    Classifier undecided = model(plainEncoder(), FixedEffects.of(0, 0, 0));
    double[] two = Arrays.copyOf(random(20, 1), 8);
    double[] same = random(20, 1);
    for (int i = 0; i < 20; i++) {
      same[4 * i] = 1;
      same[4 * i + 1] = 1;
    }

    assertThat(reason(audit(certain, random(20, 1)), "SWT", Map.of("residual", "pearson")))
        .contains("pearson residual is not finite; use \"residual\": \"response\"");
    assertThat(reason(audit(certain, random(20, 1)), "BPT", Map.of()))
        .contains("pearson residual is not finite; use \"residual\": \"response\"");
    assertThat(reason(trainedOn(undecided, two), "SWT", Map.of()))
        .isEqualTo("The test needs 3 training rows, found 2");
    assertThat(reason(trainedOn(undecided, two), "BPT", Map.of())).contains("they are too few");
    // Every squared residual of a probability of one half is 1/4.
    assertThat(reason(audit(undecided, random(20, 1)), "BPT", Map.of()))
        .contains("Of 20 training rows no feature or no squared residual varies");
    Classifier upwards = model(plainEncoder(), FixedEffects.of(-0.2, 0.1, 0.1));
    assertThat(reason(audit(upwards, same), "BPT", Map.of())).contains("no feature");
    assertThatThrownBy(
            () ->
                KpiFixtures.measure(
                    audit(undecided, random(20, 1)), "SWT", Map.of("residual", "raw")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("response, pearson, deviance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIF", "SWT", "BPT"})
  void needs_training_data(String kpi) {
    Audit audit =
        Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, random(20, 1)), ROLES).build();

    assertThat(KpiFixtures.measure(audit, kpi, Map.of()))
        .isNotEmpty()
        .allSatisfy(
            m -> {
              assertThat(m.result()).isInstanceOf(Measurement.NotComputable.class);
              assertThat(KpiFixtures.reason(m)).startsWith("The suite names no training data");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "VIF, it has no coefficients whose variance to inflate",
    "SWT, it assumes no distribution of residuals",
    "BPT, it assumes no variance of residuals",
    "TSVR, it has no parameters to vary"
  })
  void applies_to_models_with_coefficients_alone(String kpi, String why) {
    Audit audit = audit(new Half(), random(20, 1));

    assertThat(KpiFixtures.measure(audit, kpi, Map.of()))
        .isNotEmpty()
        .allSatisfy(
            m -> {
              assertThat(m.result()).isInstanceOf(Measurement.NotApplicable.class);
              assertThat(KpiFixtures.reason(m)).isEqualTo("The model is a Half: " + why);
            });
  }

  @Test
  void training_labels_of_one_class_are_refused() {
    double[] rows = random(20, 1);
    for (int i = 0; i < 20; i++) {
      rows[4 * i + 3] = 1;
    }
    Audit audit = trainedOn(model(encoder(), EFFECTS), rows);

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "SWT", Map.of()))
        .hasMessageContaining("\"y\"");
  }

  @Test
  void a_training_row_that_the_model_cannot_score_is_named_by_its_id() {
    // More rows than a batch: the bad row is in the second one.
    double[] rows = random(4200, 9);
    rows[4 * 4150] = 1e300;
    FixedEffects effects = FixedEffects.of(0, 1, -1);
    Audit audit = trainedOn(model(plainEncoder(), effects), rows);
    List<String> tasks = new ArrayList<>();
    Audit watched =
        Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, random(20, 1)), ROLES)
            .training(Dataset.of(SCHEMA, random(4200, 9)))
            .monitor((task, done, total) -> tasks.add(task + " " + done))
            .build();
    Audit stopped =
        Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, random(20, 1)), ROLES)
            .training(Dataset.of(SCHEMA, random(4200, 9)))
            .monitor(
                (task, done, total) -> {
                  throw new CancelledException("stop");
                })
            .build();

    KpiFixtures.measure(watched, "BPT", Map.of());
    assertThat(tasks).contains("scoring 4200 training rows 0", "scoring 4200 training rows 4096");
    assertThatThrownBy(() -> KpiFixtures.measure(stopped, "BPT", Map.of()))
        .isInstanceOf(CancelledException.class);
    // Of log odds of 1e300 the probability is 1.
    assertThat(reason(audit, "SWT", Map.of("residual", "pearson"))).contains("probability 0 or 1");
    Audit broken =
        trainedOn(
            EncodedClassifier.of(
                plainEncoder(),
                PatchedLogisticRegression.of(effects, p -> p == 1 ? Double.NaN : p)),
            rows);
    assertThatThrownBy(() -> KpiFixtures.measure(broken, "SWT", Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("4151");
  }

  @Test
  void tsvr_adds_up_the_variances_that_each_parameter_makes_at_the_mean_row() {
    double[] rows = random(150, 10);
    Audit audit = audit(model(encoder(), EFFECTS), rows);

    Measurement measured = KpiFixtures.measure(audit, "TSVR", Map.of()).get(0);

    double[] shares = sobol(rows, 20_000);
    assertThat(KpiFixtures.value(measured))
        .isCloseTo(Arrays.stream(shares).sum(), within(1e-4 * Arrays.stream(shares).sum()));
    List<List<String>> table = measured.evidence().get(0).rows();
    assertThat(table.stream().map(row -> row.get(0)))
        .containsExactly("(intercept)", "a", "b", "home=rent", "home=free");
    for (int j = 0; j < 5; j++) {
      assertThat(Double.parseDouble(table.get(j).get(1)))
          .isEqualTo(j == 0 ? -0.4 : EFFECTS.coefficients()[j - 1]);
      assertThat(Double.parseDouble(table.get(j).get(2)))
          .isEqualTo(EFFECTS.standardErrors().orElseThrow()[j]);
      assertThat(Double.parseDouble(table.get(j).get(3)))
          .isCloseTo(shares[j], within(1e-4 * shares[j]));
    }
  }

  /** The shares of the parameters by a grid of our own, over the variance of the rows. */
  private static double[] sobol(double[] rows, int points) {
    int count = rows.length / 4;
    double[] inputs = inputs(rows);
    double[] beta = new double[5];
    beta[0] = EFFECTS.intercept();
    System.arraycopy(EFFECTS.coefficients(), 0, beta, 1, 4);
    double[] mean = new double[5];
    mean[0] = 1;
    double[] p = new double[count];
    for (int i = 0; i < count; i++) {
      p[i] = probability(rows, i);
      for (int j = 1; j < 5; j++) {
        mean[j] += inputs[4 * i + j - 1] / count;
      }
    }
    double atMean = 0;
    for (int j = 0; j < 5; j++) {
      atMean += beta[j] * mean[j];
    }
    double output = new Variance(false).evaluate(p);
    double[] shares = new double[5];
    for (int j = 0; j < 5; j++) {
      double[] scores = new double[points];
      for (int k = 0; k < points; k++) {
        double error = ((k + 0.5) / points * 2 - 1) * EFFECTS.standardErrors().orElseThrow()[j];
        scores[k] = 1 / (1 + Math.exp(-(atMean + error * mean[j])));
      }
      shares[j] = new Variance(false).evaluate(scores) / output;
    }
    return shares;
  }

  @Test
  void the_interval_of_tsvr_is_that_of_a_bootstrap_over_rows() {
    double[] rows = random(40, 11);
    Audit audit = audit(model(encoder(), EFFECTS), rows);

    Measurement measured = KpiFixtures.measure(audit, "TSVR", Map.of("level", "0.8")).get(0);

    // An own bootstrap: another generator, drawn rows written out.
    Random random = new Random(5);
    double[] totals = new double[1500];
    for (int s = 0; s < totals.length; s++) {
      double[] drawn = new double[rows.length];
      for (int i = 0; i < 40; i++) {
        System.arraycopy(rows, 4 * random.nextInt(40), drawn, 4 * i, 4);
      }
      totals[s] = Arrays.stream(sobol(drawn, 200)).sum();
    }
    Arrays.sort(totals);
    ConfidenceInterval interval = ((Measurement.Value) measured.result()).interval().orElseThrow();
    assertThat(interval.level()).isEqualTo(0.8);
    assertThat(interval.low()).isBetween(totals[110], totals[190]);
    assertThat(interval.high()).isBetween(totals[1310], totals[1390]);
    assertThat(interval.method()).contains("1000 samples");
    assertThat(KpiFixtures.measure(audit, "TSVR", Map.of("level", "0.8")).get(0))
        .isEqualTo(measured);
    assertThat(
            KpiFixtures.measure(
                    Audit.of(model(encoder(), EFFECTS), Dataset.of(SCHEMA, rows), ROLES)
                        .seed(2)
                        .build(),
                    "TSVR",
                    Map.of("level", "0.8"))
                .get(0)
                .result())
        .isNotEqualTo(measured.result());
  }

  @Test
  void rows_that_miss_an_input_are_not_in_tsvr() {
    double[] rows = random(60, 12);
    double[] longer = Arrays.copyOf(rows, rows.length + 4);
    System.arraycopy(new double[] {1, Double.NaN, 2, 1}, 0, longer, rows.length, 4);
    swapRows(longer, 3, 60);
    Classifier tolerant =
        EncodedClassifier.of(
            encoder(), PatchedLogisticRegression.of(EFFECTS, p -> Double.isNaN(p) ? 0.999 : p));

    double expected =
        KpiFixtures.value(
            KpiFixtures.measure(audit(model(encoder(), EFFECTS), rows), "TSVR", Map.of()).get(0));

    Audit audit = Audit.of(tolerant, Dataset.of(SCHEMA, longer), ROLES).build();
    Measurement measured = KpiFixtures.measure(audit, "TSVR", Map.of()).get(0);
    assertThat(KpiFixtures.value(measured)).isCloseTo(expected, within(1e-12));
    assertThat(measured.sampleSize().rows()).isEqualTo(60);
  }

  @Test
  void tsvr_says_why_it_has_no_value() {
    Audit noErrors =
        audit(model(encoder(), FixedEffects.of(-0.4, 0.8, -1.1, 0.6, -0.3)), random(20, 1));
    Audit flat =
        audit(
            model(
                encoder(),
                FixedEffects.of(1, 0, 0, 0, 0).withStandardErrors(0.1, 0.1, 0.1, 0.1, 0.1)),
            random(20, 1));

    assertThat(reason(noErrors, "TSVR", Map.of()))
        .startsWith("The model does not know the standard errors of its parameters");
    assertThat(reason(flat, "TSVR", Map.of()))
        .isEqualTo(
            "The probabilities of the 20 rows of the data do not vary: the ratio divides by 0");
  }

  @Test
  void a_group_has_its_own_parameters_and_all_rows_the_fixed_effects() {
    FixedEffects fixed = FixedEffects.of(-0.4, 0.8, -1.1).withStandardErrors(0.1, 0.2, 0.15);
    MultilevelLogisticRegression multilevel =
        new MultilevelLogisticRegression(
            fixed, GroupEffects.intercepts(HOMES, new double[] {1, -1, 0.5}, 2));
    Classifier model =
        EncodedClassifier.of(
            Encoder.of(
                SCHEMA,
                List.of(
                    Input.Number.passthrough("a", "a"),
                    Input.Number.passthrough("b", "b"),
                    new Input.Codes("home", "home", Map.of("own", 0.0, "rent", 1.0, "free", 2.0)))),
            multilevel);
    Audit audit =
        Audit.of(model, Dataset.of(SCHEMA, random(90, 13)), ROLES.withGroups("home")).build();

    List<Measurement> measured = KpiFixtures.measure(audit, "TSVR", Map.of());

    double[] intercepts = {-0.4, 0.6, -1.4, 0.1};
    assertThat(measured).hasSize(4);
    for (int scope = 0; scope < 4; scope++) {
      assertThat(Double.parseDouble(measured.get(scope).evidence().get(0).rows().get(0).get(1)))
          .isCloseTo(intercepts[scope], within(1e-12));
    }
  }

  private static String reason(Audit audit, String kpi, Map<String, String> parameters) {
    return KpiFixtures.reason(KpiFixtures.measure(audit, kpi, parameters).get(0));
  }

  private static String cell(Measurement measured, int table, String name) {
    return measured.evidence().get(table).rows().stream()
        .filter(row -> row.get(0).equals(name))
        .map(row -> row.get(1))
        .findFirst()
        .orElseThrow();
  }

  private static void swapRows(double[] rows, int i, int j) {
    for (int c = 0; c < 4; c++) {
      double swapped = rows[4 * i + c];
      rows[4 * i + c] = rows[4 * j + c];
      rows[4 * j + c] = swapped;
    }
  }

  private static double[] bothClasses(double[] rows) {
    rows[3] = 0;
    rows[7] = 1;
    return rows;
  }

  private static double correlation(double[] rows) {
    int count = rows.length / 4;
    double[] a = new double[count];
    double[] b = new double[count];
    for (int i = 0; i < count; i++) {
      a[i] = rows[4 * i];
      b[i] = rows[4 * i + 1];
    }
    return new org.apache.commons.math3.stat.correlation.PearsonsCorrelation().correlation(a, b);
  }

  private static double[] inputs(double[] rows) {
    double[] inputs = rows.clone();
    for (int i = 0; i < rows.length; i += 4) {
      inputs[i + 2] = rows[i + 2] == 1 ? 1 : 0;
      inputs[i + 3] = rows[i + 2] == 2 ? 1 : 0;
    }
    return inputs;
  }

  private static double probability(double[] rows, int row) {
    double[] inputs = inputs(rows);
    double z = EFFECTS.intercept();
    for (int j = 0; j < 4; j++) {
      z += EFFECTS.coefficients()[j] * inputs[4 * row + j];
    }
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] residuals(double[] rows, String kind) {
    double[] residuals = new double[rows.length / 4];
    double[] inputs = inputs(rows);
    for (int i = 0; i < residuals.length; i++) {
      double z = EFFECTS.intercept();
      for (int j = 0; j < 4; j++) {
        z += EFFECTS.coefficients()[j] * inputs[4 * i + j];
      }
      double p = 1 / (1 + Math.exp(-z));
      boolean positive = rows[4 * i + 3] == 1;
      double response = (positive ? 1 : 0) - p;
      residuals[i] =
          switch (kind) {
            case "response" -> response;
            case "pearson" -> response / Math.sqrt(p * (1 - p));
            default -> (positive ? 1 : -1) * Math.sqrt(-2 * Math.log(positive ? p : 1 - p));
          };
    }
    return residuals;
  }

  /** Rows whose two numbers are correlated, and whose label hangs on them. */
  private static double[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[4 * count];
    for (int i = 0; i < count; i++) {
      rows[4 * i] = random.nextDouble() * 2 - 1;
      rows[4 * i + 1] = rows[4 * i] + random.nextDouble() * 2 - 0.5;
      rows[4 * i + 2] = random.nextInt(3);
      rows[4 * i + 3] = random.nextDouble() < 0.5 + 0.2 * rows[4 * i] ? 1 : 0;
    }
    return bothClasses(rows);
  }

  private static Audit audit(Classifier model, double[] rows) {
    return Audit.of(model, Dataset.of(SCHEMA, rows.clone()), ROLES)
        .training(Dataset.of(SCHEMA, rows.clone()))
        .build();
  }

  private static Audit trainedOn(Classifier model, double[] rows) {
    return Audit.of(model, Dataset.of(SCHEMA, random(20, 1)), ROLES)
        .training(Dataset.of(SCHEMA, rows))
        .build();
  }

  private static Classifier model(Encoder encoder, FixedEffects effects) {
    return EncodedClassifier.of(encoder, new LogisticRegression(effects));
  }

  private static Encoder plainEncoder() {
    return Encoder.of(
        SCHEMA, List.of(Input.Number.passthrough("a", "a"), Input.Number.passthrough("b", "b")));
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
      return 4;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      Arrays.fill(out, 0, count, 0.5);
    }
  }
}
