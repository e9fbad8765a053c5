package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.grade.CheckResult;
import org.touchstone.profile.RagProfiles;
import org.touchstone.suite.SuiteSpec;

class SummaryTextTest {

  private static final List<CheckResult> ALL = ReportFixture.ofEveryKind();

  @Test
  void shows_every_verdict_the_counts_and_where_the_reports_are() {
    SuiteReport report =
        ReportFixture.report(
            ReportFixture.suite("loans", "Loans", ALL, List.of(KpiId.of("VIF"), KpiId.of("DOC"))),
            ALL,
            Instant.EPOCH,
            "report");

    String text =
        text(
            report,
            List.of("Evidence: target/touchstone/loans/evidence.json", "Allure results: target/a"),
            List.of(new ReportException("Cannot write x.json: full", new Exception())));

    assertThat(text)
        .isEqualTo(
            """

            Loans  |  profile bhaumik-dey-2023 1.0.0  |  score.json, 50 rows

              KPI        Scope             Value  Interval        Verdict            Green is, or why there is no light
              Good       overall           1.5    [0.80004, inf]  GREEN              the whole interval in (0.8, inf)
              So-so      overall           0.9    [0.7, 1.1]      AMBER              the whole interval in (0.8, inf)
              Bad        overall           0.1    [0.01, 0.2]     RED                the whole interval in (0.8, inf)
              Senseless  overall           -      -               NOT APPLICABLE     no sense
              Too few    sex, housing=own  -      -               INSUFFICIENT DATA  a rate over no rows
              Broken     overall           -      -               ERROR              The model returned NaN for row 7

              6 checks: 1 green, 1 amber, 1 red, 1 not applicable, 1 insufficient data, 1 error
              Not measured, this version does not have: VIF, DOC
              Report only (touchstone.gate=report): no verdict fails the build.
              Evidence: target/touchstone/loans/evidence.json
              Allure results: target/a
              REPORT FAILED: Cannot write x.json: full

            """);
  }

  @Test
  void says_that_the_profile_is_not_in_force_on_the_day_of_the_run() {
    SuiteSpec loans = ReportFixture.suite("s", "Loans", ALL);
    // In force from 2026-07-27, as the file says.
    SuiteSpec suite =
        new SuiteSpec(
            "s",
            "Loans",
            RagProfiles.load("eu-ai-act-high-risk", getClass().getClassLoader()),
            loans.checks(),
            List.of(),
            loans.roles(),
            loans.settings(),
            loans.tags(),
            loans.subject());
    String line = "The profile is not in force on the day of this run: from 2026-07-27.";

    Instant before = Instant.parse("2026-07-26T23:59:59Z");
    assertThat(text(ReportFixture.report(suite, ALL, before, "enforce"), List.of(), List.of()))
        .contains(line);
    Instant first = Instant.parse("2026-07-27T00:00:00Z");
    assertThat(text(ReportFixture.report(suite, ALL, first, "enforce"), List.of(), List.of()))
        .doesNotContain(line);
    SuiteReport report = ReportFixture.report(suite, ALL);
    assertThat(EvidenceDocument.of(report, ReportFixture.ENVIRONMENT, PlotFiles.of(report)))
        .extractingByKey("profile")
        .asString()
        .contains("jurisdiction=EU", "inForceFrom=2026-07-27");
  }

  @Test
  void colours_the_verdicts_and_nothing_else() {
    SuiteReport report = ReportFixture.report(ReportFixture.suite("s", "Loans", ALL), ALL);

    String coloured = new SummaryText(report, List.of(), List.of(), true).toString();

    assertThat(coloured)
        .contains("\u001b[32mGREEN\u001b[0m")
        .contains("\u001b[33mAMBER\u001b[0m")
        .contains("\u001b[31mRED\u001b[0m")
        .contains("\u001b[35mINSUFFICIENT DATA\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(text(report, List.of(), List.of()));
    assertThat(text(report, List.of(), List.of())).doesNotContain("\u001b");
  }

  @Test
  void counts_green_amber_and_red_also_where_there_is_none() {
    List<CheckResult> green = ALL.subList(0, 1);
    SuiteReport report = ReportFixture.report(ReportFixture.suite("s", "Loans", green), green);

    assertThat(text(report, List.of(), List.of()))
        .contains("1 check: 1 green, 0 amber, 0 red\n")
        .doesNotContain("says nothing about the model");
  }

  @Test
  void says_that_a_run_without_any_colour_says_nothing() {
    List<CheckResult> skipped = ALL.subList(3, 5);
    SuiteReport report = ReportFixture.report(ReportFixture.suite("s", "Loans", skipped), skipped);

    assertThat(text(report, List.of(), List.of()))
        .contains("2 checks: 0 green, 0 amber, 0 red, 1 not applicable, 1 insufficient data\n")
        .contains("No check is green, amber or red: this run says nothing about the model.");
  }

  @Test
  void names_the_checks_that_a_filter_left_out() {
    SuiteReport report =
        ReportFixture.report(ReportFixture.suite("s", "Loans", ALL), ALL.subList(0, 4));

    assertThat(text(report, List.of(), List.of()))
        .contains("Not run, left out by a filter or not reached: FEW, ERR");
  }

  @Test
  void says_why_nothing_was_run() {
    SuiteReport report =
        ReportFixture.failed(
            ReportFixture.suite("s", "Loans", ALL), "model.json: no such file\nput it there");

    assertThat(text(report, List.of(), List.of()))
        .startsWith("\nLoans  |  profile bhaumik-dey-2023 1.0.0\n\n")
        .contains("  NOT COMPLETE: model.json: no such file\n  put it there\n");
  }

  @Test
  void wraps_long_titles_and_reasons_and_loses_nothing() {
    String title = "A key performance indicator with a title that goes on and on";
    String reason =
        "No row of foreign_worker, housing=for free with foreign_worker=no is of the positive"
            + " class: the true positive rate of that group is over no rows";
    CheckResult result =
        ReportFixture.graded(
            "FEW",
            title,
            Measurement.notComputable(
                KpiId.of("FEW"), Scope.OVERALL, reason, org.touchstone.fixture.Checks.SAMPLE));
    SuiteReport report =
        ReportFixture.report(
            ReportFixture.suite("s", "Loans", List.of(result, ALL.get(0))),
            List.of(result, ALL.get(0)));

    String text = text(report, List.of(), List.of());

    assertThat(text.lines()).allMatch(line -> line.length() <= 180);
    assertThat(text)
        .contains(
            """
              A key performance indicator with a  overall  -      -               INSUFFICIENT DATA  No row of foreign_worker, housing=for free with foreign_worker=no is of the positive
              title that goes on and on                                                              class: the true positive rate of that group is over no rows
              Good                                overall  1.5    [0.80004, inf]  GREEN              the whole interval in (0.8, inf)
            """);
  }

  @Test
  void breaks_a_word_that_is_longer_than_its_column() {
    String word = "x".repeat(100);
    CheckResult result = ReportFixture.value("K", word, 1, 0.9, 1.1);
    SuiteReport report =
        ReportFixture.report(ReportFixture.suite("s", "Loans", List.of(result)), List.of(result));

    assertThat(text(report, List.of(), List.of()).lines().filter(line -> line.contains("xx")))
        .hasSize(3);
  }

  private static String text(
      SuiteReport report, List<String> written, List<ReportException> failures) {
    return new SummaryText(report, written, failures, false).toString();
  }
}
