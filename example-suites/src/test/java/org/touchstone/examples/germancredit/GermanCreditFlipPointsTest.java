package org.touchstone.examples.germancredit;

import static org.touchstone.assertj.TouchstoneAssertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.flip.ChangeFrequency;
import org.touchstone.engine.flip.FlipAudit;
import org.touchstone.engine.flip.FlipAudit.Part;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipPointRepair;
import org.touchstone.engine.flip.FlipPointRepair.Label;
import org.touchstone.engine.flip.FlipPointRepair.Rule;
import org.touchstone.engine.flip.FlipPointRepair.State;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipReport;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.MlpTraining;
import org.touchstone.engine.run.Execution;

/**
 * An erf network that is trained here, seeded; the report to one person, what turns decisions about
 * women and about the young, and the repair of a model that was trained on too few young people
 * (Yousefzadeh and O'Leary, Section 5.2.4).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditFlipPointsTest {

  private static final int ROWS = 40;

  private Dataset training;
  private Dataset test;
  private Encoder encoder;
  private EncodedClassifier model;

  @BeforeAll
  void trains_the_network() {
    training = GermanCredit.table("german_credit_training.csv");
    test = GermanCredit.table("german_credit_test.csv");
    encoder = Encoder.read(GermanCredit.file("german_credit.encoding.json"), test.schema());
    model = train(training, labels(training));
  }

  private EncodedClassifier train(Dataset rows, double[] labels) {
    double[] values = new double[rows.rowCount() * rows.schema().size()];
    rows.copyRows(0, rows.rowCount(), values);
    double[] inputs = new double[rows.rowCount() * encoder.inputWidth()];
    encoder.encode(values, rows.rowCount(), inputs);
    return EncodedClassifier.of(
        encoder,
        MlpTraining.of(List.of(13, 9), 42)
            .withEpochs(12)
            .withWeightDecay(0.5)
            .train(inputs, encoder.inputWidth(), labels));
  }

  /** 1 for a bad credit. */
  private static double[] labels(Dataset rows) {
    int[] codes = rows.codes("class");
    int bad = rows.schema().feature("class").code("bad").orElseThrow();
    double[] labels = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      labels[i] = codes[i] == bad ? 1 : 0;
    }
    return labels;
  }

  private static boolean[] positives(Dataset rows) {
    double[] labels = labels(rows);
    boolean[] positives = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positives[i] = labels[i] == 1;
    }
    return positives;
  }

  private static Dataset first(Dataset rows, int count) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = i;
    }
    return rows.select(chosen);
  }

  @Test
  void tells_one_person_what_would_turn_the_decision() {
    FlipPoints flips = FlipPoints.of(model, training).build();
    double[] row = new double[test.schema().size()];
    int refused = 0;
    do {
      test.copyRows(refused, refused + 1, row);
      refused++;
    } while (flips.probability(row) < 0.5);

    FlipReport report =
        FlipReport.of(flips, training)
            .decisions("credit refused", "credit granted")
            .group("amount and duration", Set.of("credit_amount", "duration"))
            .build("application " + test.rowId(refused - 1), row);

    FlipPoint closest = report.closest().result().get();
    assertThat(closest).turnsTheDecision();
    assertThat(report.decision()).isEqualTo("credit refused");
    assertThat(report.toText()).contains("3. The closest point at which it changes");
    assertThat(report.toHtml()).contains("credit granted");
    assertThat(report.can()).isNotEmpty();
  }

  @Test
  void audits_what_turns_decisions_about_women_and_the_young() {
    FlipPoints flips =
        FlipPoints.of(model, training).mutable(Set.of("personal_status", "age")).build();
    Dataset rows = first(test, ROWS);
    FlipAudit audit = FlipAudit.of(flips, rows, positives(rows), Execution.on(2));

    for (String[] group : new String[][] {{"sex", "female"}, {"age_over_25", "25 or younger"}}) {
      FlipAudit of = audit.only(group[0], group[1]);
      List<ChangeFrequency> frequencies = of.frequencies(Part.ALL);
      assertThat(of.points(Part.ALL)).hasSize(of.size());
      assertThat(frequencies.get(0).share()).isGreaterThan(0.1);
      assertThat(of.directions(Part.ALL).pivotedQr().order())
          .hasSize(audit.directions(Part.ALL).columns().size());
    }
  }

  @Test
  void repairs_a_model_that_saw_too_few_young_people() {
    // given: seven of ten people up to 35 are left out
    List<Integer> kept = new ArrayList<>();
    int age = training.schema().indexOf("age");
    for (int i = 0; i < training.rowCount(); i++) {
      if (training.value(i, age) > 35 || i % 10 < 3) {
        kept.add(i);
      }
    }
    Dataset biased = training.select(kept.stream().mapToInt(Integer::intValue).toArray());
    FlipAudit before = audit(train(biased, labels(biased)), biased);

    // when: flip points of bad credits that are older, of good ones that are younger
    Rule rule = Rule.moves(true, "age", true).or(Rule.moves(false, "age", false));
    FlipPointRepair.Repaired repaired =
        new FlipPointRepair(Label.OF_ROW)
            .repair(before, biased, positives(biased), rule, this::train);
    State first = State.of(audit(before.finder(), biased), "age");
    State second = State.of(audit(repaired.model(), biased), "age");

    // then: fewer flips change age, and the model is not much worse
    assertThat(repaired.added()).isPositive();
    assertThat(second.changeRate()).isLessThan(first.changeRate());
    assertThat(second.accuracy()).isGreaterThan(first.accuracy() - 0.05);
  }

  private FlipAudit audit(EncodedClassifier of, Dataset rows) {
    return audit(
        FlipPoints.of(of, training).mutable(Set.of("age")).search(FlipSearch.SINGLE).build(), rows);
  }

  private static FlipAudit audit(FlipPoints flips, Dataset rows) {
    return FlipAudit.of(flips, rows, positives(rows), Execution.on(2));
  }
}
