package org.touchstone.examples.auditframework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.examples.SuiteRun;

/** What docs/audit-framework.md states about the two models under the two profiles. */
class CreditVerdictsTest {

  private static Optional<SuiteRun> paper = Optional.empty();
  private static Optional<SuiteRun> act = Optional.empty();
  private static Optional<SuiteRun> forestPaper = Optional.empty();
  private static Optional<SuiteRun> forestAct = Optional.empty();

  @BeforeAll
  static void runs_the_four_suites(@TempDir Path folder) throws IOException {
    paper = Optional.of(SuiteRun.of(MultilevelCreditConformityTest.class, folder));
    act = Optional.of(SuiteRun.of(MultilevelCreditActConformityTest.class, folder));
    forestPaper = Optional.of(SuiteRun.of(ForestCreditConformityTest.class, folder));
    forestAct = Optional.of(SuiteRun.of(ForestCreditActConformityTest.class, folder));
  }

  @Test
  void all_twenty_kpis_have_a_result_on_both_models() {
    assertThat(kpis(paper())).isEqualTo(20);
    assertThat(kpis(forestPaper.orElseThrow())).isEqualTo(20);
    // The other profile measures FM too.
    assertThat(kpis(act())).isEqualTo(21);
    assertThat(kpis(forestAct.orElseThrow())).isEqualTo(21);
  }

  @Test
  void the_verdicts_are_those_of_the_table() {
    counts(paper(), 33, 20, 15, 7, 0);
    counts(act(), 30, 11, 6, 32, 0);
    counts(forestPaper.orElseThrow(), 26, 11, 9, 7, 15);
    counts(forestAct.orElseThrow(), 15, 7, 4, 31, 15);
  }

  @Test
  void intervals_and_numbers_of_rows_change_verdicts() {
    for (SuiteRun run : new SuiteRun[] {paper(), act()}) {
      holds(run, "AUC (housing=rent)", 0.818, 0.59, 0.93);
      holds(run, "F1 (overall)", 0.495, 0.38, 0.61);
      holds(run, "EqualOdds (sex)", 0.022, 0, 0.15);
    }
    holds(paper(), "DI (sex, housing=own)", 1.043, 0.88, 1.28);
    assertThat(act().value("DI (sex, housing=own)")).isCloseTo(0.959, within(5e-4));
    assertThat(paper().value("VIF (age)")).isCloseTo(8.70, within(5e-3));
    assertThat(act().value("VIF (age)")).isCloseTo(1.11, within(5e-3));

    changes("AUC (housing=rent)", "GREEN", "INSUFFICIENT_DATA");
    changes("F1 (overall)", "RED", "AMBER");
    changes("EqualOdds (sex)", "GREEN", "INSUFFICIENT_DATA");
    changes("DI (sex, housing=own)", "GREEN", "AMBER");
    changes("VIF (age)", "RED", "GREEN");
  }

  @Test
  void the_documentation_leaves_one_assumption_of_five_out() {
    assertThat(paper().value("DOC (overall)")).isEqualTo(0.8);
    assertThat(paper().verdict("DOC (overall)")).isEqualTo("AMBER");
  }

  private static void holds(SuiteRun run, String check, double value, double low, double high) {
    assertThat(run.value(check)).as(check).isCloseTo(value, within(5e-4));
    JsonNode interval = run.get(check).get("interval");
    assertThat(interval.get("low").doubleValue()).as(check).isCloseTo(low, within(5e-3));
    assertThat(interval.get("high").doubleValue()).as(check).isCloseTo(high, within(5e-3));
  }

  private static void counts(
      SuiteRun run, long green, long amber, long red, long insufficient, long notApplicable) {
    Map<String, Long> expected = new TreeMap<>();
    expected.put("GREEN", green);
    expected.put("AMBER", amber);
    expected.put("RED", red);
    expected.put("INSUFFICIENT_DATA", insufficient);
    expected.put("NOT_APPLICABLE", notApplicable);
    expected.values().removeIf(count -> count == 0);
    assertThat(run.verdicts()).isEqualTo(expected);
  }

  private static void changes(String check, String underThePaper, String underTheAct) {
    assertThat(paper().verdict(check)).as(check).isEqualTo(underThePaper);
    assertThat(act().verdict(check)).as(check).isEqualTo(underTheAct);
  }

  private static long kpis(SuiteRun run) {
    return run.results().values().stream().map(r -> r.get("kpi").asText()).distinct().count();
  }

  private static SuiteRun paper() {
    return paper.orElseThrow();
  }

  private static SuiteRun act() {
    return act.orElseThrow();
  }
}
