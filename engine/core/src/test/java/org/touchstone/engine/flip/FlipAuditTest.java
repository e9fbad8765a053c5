package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipAudit.Part;
import org.touchstone.engine.flip.FlipPointRepair.Label;
import org.touchstone.engine.flip.FlipPointRepair.Rule;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.MlpTraining;
import org.touchstone.engine.run.Execution;

class FlipAuditTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", -50, 50, false, Attributes.NONE),
              new Feature.Continuous("age", -50, 50, false, Attributes.NONE),
              new Feature.Categorical("job", List.of("a", "b", "c"), Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.of(
          SCHEMA,
          List.of(
              Input.Number.passthrough("income", "income"),
              Input.Number.passthrough("age", "age"),
              new Input.Indicator("job=a", "job", "a"),
              new Input.Indicator("job=b", "job", "b"),
              new Input.Indicator("job=c", "job", "c")));

  private static Dataset rows(int count) {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[3 * count];
    for (int i = 0; i < count; i++) {
      values[3 * i] = 2 * random.nextDouble() - 1;
      values[3 * i + 1] = 2 * random.nextDouble() - 1;
      values[3 * i + 2] = random.nextInt(3);
    }
    return Dataset.of(SCHEMA, values);
  }

  /** Log odds {@code income + 0.1 age + 4 [job c]}. */
  private static FlipAudit audit(Dataset rows) {
    LogisticRegression model = new LogisticRegression(new double[] {1, 0.1, 0, 0, 4}, -2);
    FlipPoints flips = FlipPoints.of(EncodedClassifier.of(ENCODER, model), rows).build();
    boolean[] labels = new boolean[rows.rowCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4 == 0;
    }
    return FlipAudit.of(flips, rows, labels, Execution.SINGLE);
  }

  @Test
  void parts_divide_the_rows_by_label_and_by_prediction() {
    Dataset rows = rows(80);
    FlipAudit audit = audit(rows);

    assertThat(audit.rows(Part.CORRECT).length + audit.rows(Part.WRONG).length).isEqualTo(80);
    for (int row : audit.rows(Part.TO_POSITIVE)) {
      assertThat(audit.result(row).get().rowIsPositive()).isFalse();
    }
    for (int row : audit.rows(Part.WRONG)) {
      assertThat(audit.result(row).get().rowIsPositive()).isNotEqualTo(row % 4 == 0);
    }
    FlipAudit subgroup = audit.only("job", "c");
    assertThat(subgroup.size()).isEqualTo(rows.levelCounts("job")[2]);
    for (int row : subgroup.rows(Part.ALL)) {
      assertThat(rows.value(row, 2)).isEqualTo(2);
    }
    assertThatThrownBy(() -> audit.only("job", "z"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no level \"z\"");
  }

  @Test
  void counts_changes_and_which_levels_are_entered_and_left() {
    FlipAudit audit = audit(rows(80));

    ChangeFrequency job =
        audit.frequencies(Part.TO_POSITIVE).stream()
            .filter(frequency -> frequency.feature().equals("job"))
            .findFirst()
            .orElseThrow();

    assertThat(job.rows()).isEqualTo(audit.points(Part.TO_POSITIVE).size());
    assertThat(job.changed()).isPositive();
    assertThat(job.entered()).containsExactly(new ChangeFrequency.LevelCount("c", job.changed()));
    assertThat(job.left()).extracting(ChangeFrequency.LevelCount::level).isSubsetOf("a", "b");
    assertThat(job.left().stream().mapToInt(ChangeFrequency.LevelCount::count).sum())
        .isEqualTo(job.changed());
    ChangeFrequency income = audit.frequencies(Part.ALL).get(0);
    assertThat(income.up() + income.down()).isLessThanOrEqualTo(income.changed());
  }

  @Test
  void the_length_of_a_direction_is_the_distance() {
    FlipAudit audit = audit(rows(60));
    FlipDirections directions = audit.directions(Part.ALL);

    assertThat(directions.columns()).containsExactly("income", "age", "job=a", "job=b", "job=c");
    for (int i = 0; i < directions.size(); i++) {
      double squares = 0;
      for (int j = 0; j < 5; j++) {
        squares += directions.get(i, j) * directions.get(i, j);
      }
      assertThat(Math.sqrt(squares)).isCloseTo(directions.points().get(i).distance(), within(1e-9));
    }
    assertThat(directions.pivotedQr().place("income"))
        .isLessThan(directions.pivotedQr().place("age"));
  }

  @Test
  void draws_directions_components_and_frequencies() {
    FlipAudit audit = audit(rows(60));

    assertThat(FlipPlots.directions(audit, "income", "age").toSvg())
        .contains("<svg", "scaled change of income", "rows that flip to the positive class");
    assertThat(FlipPlots.components(audit).toSvg())
        .contains("component 1 (", "to the positive class, wrong");
    assertThat(FlipPlots.components(audit.named("granted", "refused")).toSvg())
        .contains("to granted, wrong", "to refused, correct");
    assertThat(FlipPlots.frequencies(audit, Part.ALL).bars()).hasSize(3);
    FlipAudit ofIncome =
        FlipAudit.of(
            audit.finder(),
            rows(60),
            new boolean[60],
            java.util.Set.of("income"),
            Execution.SINGLE);
    assertThat(FlipPlots.frequencies(ofIncome, Part.ALL).bars()).hasSize(1);
    assertThat(FlipPlots.frequencies(ofIncome, Part.ALL).axis())
        .isEqualTo("% of the 60 closest flip points; 2 other features never change");
    assertThatThrownBy(() -> FlipPlots.directions(audit, "income", "height"))
        .hasMessageContaining("no column \"height\"");
  }

  @Test
  void pairs_a_row_with_its_twin_of_the_other_level() {
    Dataset rows = rows(60);
    FlipPoints flips =
        FlipPoints.of(
                EncodedClassifier.of(
                    ENCODER, new LogisticRegression(new double[] {1, 0, 0, 0, 1}, 0)),
                rows)
            .immutable(java.util.Set.of("job"))
            .build();

    PairedFlips pairs = PairedFlips.of(flips, rows, "job", "c", Execution.SINGLE);

    int[] counts = rows.levelCounts("job");
    assertThat(pairs.other()).isEqualTo(counts[0] >= counts[1] ? "a" : "b");
    for (PairedFlips.Pair pair : pairs.pairs()) {
      double income = rows.value(pair.row(), 0);
      boolean isC = rows.value(pair.row(), 2) == 2;
      assertThat(Math.log(pair.probability() / (1 - pair.probability())))
          .isCloseTo(income + (isC ? 1 : 0), within(1e-9));
      assertThat(Math.log(pair.swappedProbability() / (1 - pair.swappedProbability())))
          .isCloseTo(income + (isC ? 0 : 1), within(1e-9));
    }
    long between = pairs.pairs().stream().filter(pair -> rows.value(pair.row(), 0) < 0).count();
    assertThat(pairs.changed()).hasSize((int) between);
    assertThat(pairs.directionsOfChanged().size()).isEqualTo((int) between);
    // and: where the class stays, the way is longer or shorter by the coefficient of the job
    double[] changes =
        pairs.unchanged().stream()
            .mapToDouble(
                pair -> {
                  double income = rows.value(pair.row(), 0);
                  boolean isC = rows.value(pair.row(), 2) == 2;
                  return Math.abs(income + (isC ? 0 : 1)) - Math.abs(income + (isC ? 1 : 0));
                })
            .map(change -> change / flips.scale("income"))
            .sorted()
            .toArray();
    int count = changes.length;
    assertThat(pairs.meanDistanceChange())
        .isCloseTo(java.util.Arrays.stream(changes).average().orElseThrow(), within(1e-9));
    assertThat(pairs.medianDistanceChange())
        .isCloseTo((changes[(count - 1) / 2] + changes[count / 2]) / 2, within(1e-9));
    assertThatThrownBy(() -> PairedFlips.of(flips, rows, "job", "z", Execution.SINGLE))
        .hasMessageContaining("no level \"z\"");
  }

  /** The label follows income; age follows the label in the sample, as most others are missing. */
  private static Dataset lopsided(boolean[] positives) {
    SplittableRandom random = new SplittableRandom(4);
    double[] values = new double[3 * positives.length];
    for (int i = 0; i < positives.length; ) {
      double income = 2 * random.nextDouble() - 1;
      double age = 2 * random.nextDouble() - 1;
      boolean positive = income + 0.3 * (2 * random.nextDouble() - 1) > 0;
      if (age > 0 != positive && random.nextInt(10) > 0) {
        continue;
      }
      values[3 * i] = income;
      values[3 * i + 1] = age;
      values[3 * i + 2] = random.nextInt(3);
      positives[i] = positive;
      i++;
    }
    return Dataset.of(SCHEMA, values);
  }

  private static double[] labels(boolean[] positives) {
    double[] labels = new double[positives.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = positives[i] ? 1 : 0;
    }
    return labels;
  }

  @Test
  void a_repair_with_flip_points_of_one_feature_makes_that_feature_sink() {
    // given
    boolean[] positives = new boolean[400];
    Dataset training = lopsided(positives);
    FlipPoints flips = finder(train(training, labels(positives)), training);
    FlipAudit before = FlipAudit.of(flips, training, positives, Execution.SINGLE);
    FlipAudit ofAge =
        FlipAudit.of(flips, training, positives, java.util.Set.of("age"), Execution.SINGLE);
    Rule rule = Rule.moves(false, "age", true).or(Rule.moves(true, "age", false));

    // when: Section 4.3, flip points in the dimension of the bias, with the label of their row
    FlipPointRepair.Repaired repaired =
        new FlipPointRepair(Label.OF_ROW)
            .repair(ofAge, training, positives, rule, FlipAuditTest::train);
    FlipAudit after =
        FlipAudit.of(finder(repaired.model(), training), training, positives, Execution.SINGLE);

    // then
    FlipPointRepair.State first = FlipPointRepair.State.of(before, "age");
    FlipPointRepair.State second = FlipPointRepair.State.of(after, "age");
    assertThat(ofAge.points(Part.ALL)).allMatch(point -> point.changes().size() == 1);
    assertThat(repaired.rows().rowCount()).isEqualTo(400 + repaired.added());
    assertThat(repaired.added()).isBetween(1, 400);
    for (int i = 0; i < repaired.added(); i++) {
      double label = repaired.labels()[400 + i];
      double age = repaired.rows().value(400 + i, 1);
      // A positive row was made younger and is called positive, a negative one older.
      assertThat(label == 1 ? -age : age).isGreaterThan(-1);
    }
    assertThat(first.share()).isBetween(0.0, 1.0);
    assertThat(second.share()).isLessThan(first.share() / 2);
    assertThat(Math.abs(second.loading())).isLessThan(Math.abs(first.loading()));
    assertThat(second.accuracy()).isGreaterThan(first.accuracy() - 0.06);
  }

  @Test
  void a_flip_label_is_neither_class_and_a_rule_that_selects_nothing_is_refused() {
    boolean[] positives = new boolean[400];
    Dataset training = lopsided(positives);
    FlipPoints flips = finder(train(training, labels(positives)), training);
    FlipAudit before = FlipAudit.of(flips, training, positives, Execution.SINGLE);
    FlipPointRepair pins = new FlipPointRepair(Label.FLIP);

    FlipPointRepair.Repaired pinned =
        pins.repair(before, training, positives, (label, point) -> true, FlipAuditTest::train);

    assertThat(pinned.labels()[399]).isIn(0.0, 1.0);
    for (int i = 400; i < pinned.labels().length; i++) {
      assertThat(pinned.labels()[i]).isEqualTo(0.5);
    }
    assertThatThrownBy(
            () ->
                pins.repair(
                    before, training, positives, (label, point) -> false, FlipAuditTest::train))
        .hasMessageContaining("selects none of the 400 flip points");
  }

  private static FlipPoints finder(EncodedClassifier model, Dataset training) {
    return FlipPoints.of(model, training).search(FlipSearch.SINGLE).build();
  }

  private static EncodedClassifier train(Dataset rows, double[] labels) {
    double[] values = new double[rows.rowCount() * 3];
    rows.copyRows(0, rows.rowCount(), values);
    double[] inputs = new double[rows.rowCount() * 5];
    ENCODER.encode(values, rows.rowCount(), inputs);
    return EncodedClassifier.of(
        ENCODER,
        MlpTraining.of(List.of(4), 1)
            .withEpochs(60)
            .withLearningRate(0.01)
            .train(inputs, 5, labels));
  }
}
