package org.touchstone.examples.germancredit;

import static org.touchstone.assertj.TouchstoneAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.ChangeFrequency;
import org.touchstone.engine.flip.FlipAudit;
import org.touchstone.engine.flip.FlipAudit.Part;
import org.touchstone.engine.flip.FlipDirections;
import org.touchstone.engine.flip.FlipPlots;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipReport;
import org.touchstone.engine.flip.PairedFlips;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.run.Execution;

/**
 * Flip points of an erf network that is trained here, seeded: the report to one person, and the
 * audit of groups by sex and age (Yousefzadeh and O'Leary, Algorithms 1 and 2). Writes report,
 * tables and plots to {@code target/flip-points}; they stand in {@code docs/flip-points.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditFlipPointsTest {

  private static final Path OUT = Path.of("target", "flip-points");
  private static final Set<String> SENSITIVE = Set.of("personal_status", "age", "foreign_worker");

  private final Dataset training = CreditNetwork.TRAINING;
  private final Dataset test = CreditNetwork.TEST;
  private EncodedClassifier model;

  @BeforeAll
  void trains_the_network() throws IOException {
    Files.createDirectories(OUT);
    model = CreditNetwork.train(training, CreditNetwork.labels(training), 42);
  }

  /** The first test row of which the model is fairly sure that the credit is a bad one. */
  private int refused(FlipPoints flips) {
    double[] row = new double[test.schema().size()];
    for (int i = 0; i < test.rowCount(); i++) {
      test.copyRows(i, i + 1, row);
      if (flips.probability(row) > 0.6) {
        return i;
      }
    }
    throw new IllegalStateException("No test row has a score above 0.6");
  }

  @Test
  void tells_one_person_what_would_turn_the_decision() throws IOException {
    // given: the bank's own words for what it asks of an applicant
    FlipPoints flips = FlipPoints.of(model, training).build();
    int refused = refused(flips);
    double[] row = new double[test.schema().size()];
    test.copyRows(refused, refused + 1, row);

    // when
    FlipReport report =
        FlipReport.of(flips, training)
            .decisions("credit refused", "credit granted")
            .unitGroups(false)
            .group("your request", Set.of("credit_amount", "duration"))
            .group("your accounts", Set.of("checking_status", "savings_status"))
            .called("credit_amount", "amount of the credit")
            .called("duration", "duration of the credit")
            .called("checking_status", "balance of your checking account")
            .called("savings_status", "your savings")
            .called("credit_history", "your earlier credits")
            .called("employment", "time in your present job")
            .called("installment_commitment", "instalment rate")
            .unit("installment_commitment", "(of 4 steps)")
            .called("residence_since", "time at your address")
            .unit("residence_since", "(of 4 steps)")
            .called("property_magnitude", "most valuable property")
            .called("other_payment_plans", "other instalment plans")
            .called("other_parties", "other debtors or guarantors")
            .called("existing_credits", "your credits at this bank")
            .unit("existing_credits", "(of 4 steps)")
            .called("num_dependents", "people you maintain")
            .unit("num_dependents", "(of 2 steps)")
            .called("own_telephone", "telephone in your name")
            .called("personal_status", "marital status and sex")
            .called("foreign_worker", "foreign worker or not")
            .levelCalled("checking_status", "<0", "overdrawn")
            .levelCalled("checking_status", "0<=X<200", "0 to 200 DM")
            .levelCalled("checking_status", ">=200", "200 DM or more")
            .build("application " + test.rowId(refused), row);
    Files.writeString(OUT.resolve("report.txt"), report.toText());
    Files.writeString(OUT.resolve("report.html"), report.toHtml());
    Files.writeString(OUT.resolve("report.json"), report.toJson());

    // then
    assertThat(report.closest().result().get()).turnsTheDecision();
    assertThat(report.decision()).isEqualTo("credit refused");
    assertThat(report.can()).isNotEmpty();
    assertThat(report.fixed()).containsExactly("personal_status", "age", "foreign_worker");
    double nearest = report.closest().result().get().distance();
    for (FlipReport.Entry entry : report.can()) {
      assertThat(entry.result().get()).turnsTheDecision().changesOnly(names(entry));
      assertThat(entry.result().get().distance()).isGreaterThanOrEqualTo(nearest * (1 - 1e-9));
    }
    assertThat(report.toText()).contains("amount of the credit").doesNotContain("credit_amount");
  }

  private static String[] names(FlipReport.Entry entry) {
    return entry.features().toArray(String[]::new);
  }

  @Test
  void audits_what_turns_decisions_about_women_and_the_young() throws IOException {
    // given: also what nobody can change may change, to see whether the boundary depends on it
    FlipPoints flips = FlipPoints.of(model, training).mutable(SENSITIVE).build();
    boolean[] bad = CreditNetwork.bad(test);

    // when
    FlipAudit audit = FlipAudit.of(flips, test, bad, Execution.on(2)).named("bad", "good");
    StringBuilder table = new StringBuilder();
    table.append(
        "| group | rows | refused | wrong | mean distance, of the refused | flips change ");
    table.append("status and sex | age | most influential |\n|---|---|---|---|---|---|---|---|\n");
    append(table, "all", audit);
    append(table, "women", audit.only("sex", "female"));
    append(table, "men", audit.only("sex", "male"));
    append(table, "25 or younger", audit.only("age_over_25", "25 or younger"));
    append(table, "over 25", audit.only("age_over_25", "over 25"));
    PairedFlips pairs =
        PairedFlips.of(flips, test, "personal_status", "male single", Execution.on(2));
    table.append(
        String.format(
            Locale.ROOT,
            "%nOther marital status and sex (%s, else %s): the class changes in %d of %d pairs; in"
                + " the others the distance changes by %.3f on average (median %.3f).%n",
            pairs.other(),
            pairs.reference(),
            pairs.changed().size(),
            pairs.pairs().size(),
            pairs.meanDistanceChange(),
            pairs.medianDistanceChange()));
    Files.writeString(OUT.resolve("groups.md"), table);
    write(audit);

    // then: every row has a flip point, and the groups add up
    FlipAudit women = audit.only("sex", "female");
    FlipAudit men = audit.only("sex", "male");
    assertThat(women.size() + men.size()).isEqualTo(test.rowCount());
    assertThat(audit.points(Part.ALL)).hasSize(test.rowCount());
    for (FlipAudit group : List.of(women, men, audit.only("age_over_25", "25 or younger"))) {
      FlipDirections directions = group.directions(Part.ALL);
      assertThat(directions.size()).isEqualTo(group.size());
      assertThat(directions.pivotedQr().order()).hasSameSizeAs(directions.columns());
      assertThat(share(group, "age") + share(group, "personal_status")).isBetween(0.0, 2.0);
    }
    assertThat(pairs.changed().size() + pairs.unchanged().size()).isEqualTo(test.rowCount());
  }

  private static void append(StringBuilder table, String name, FlipAudit group) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %.2f | %.0f %% | %.0f %% | %s |%n",
            name,
            group.size(),
            group.rows(Part.TO_NEGATIVE).length,
            group.rows(Part.WRONG).length,
            group.meanDistance(Part.TO_NEGATIVE),
            100 * share(group, "personal_status"),
            100 * share(group, "age"),
            String.join(", ", group.directions(Part.ALL).pivotedQr().order().subList(0, 3))));
  }

  private static double share(FlipAudit group, String feature) {
    return group.frequencies(Part.ALL).stream()
        .filter(frequency -> frequency.feature().equals(feature))
        .mapToDouble(ChangeFrequency::share)
        .findFirst()
        .orElseThrow();
  }

  private static void write(FlipAudit audit) throws IOException {
    Files.writeString(
        OUT.resolve("flip-directions.svg"),
        FlipPlots.directions(audit, "duration", "credit_amount").toSvg());
    Files.writeString(OUT.resolve("flip-components.svg"), FlipPlots.components(audit).toSvg());
    Files.writeString(
        OUT.resolve("flip-frequencies-women.svg"),
        FlipPlots.frequencies(audit.only("sex", "female"), Part.TO_NEGATIVE).toSvg());
    Files.writeString(
        OUT.resolve("flip-frequencies-young.svg"),
        FlipPlots.frequencies(audit.only("age_over_25", "25 or younger"), Part.TO_NEGATIVE)
            .toSvg());
  }
}
