package org.touchstone.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.fixture.Checks.point;
import static org.touchstone.fixture.Checks.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.fixture.Checks;
import org.touchstone.fixture.Loans;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;

class AssessmentTest {

  private static final KpiRule RULE =
      rule(Decision.POINT, "[0, 1]", "[0.8, 1]", "[0.5, 0.8)", "[0, 0.5)");

  /** Counts how often it is measured, and returns what it is told to, on all scopes. */
  private static final class CountingKpi implements Kpi {
    private final AtomicInteger calls = new AtomicInteger();
    private final List<KpiParameters> seen = new ArrayList<>();

    @Override
    public KpiDescriptor descriptor() {
      return new KpiDescriptor(
          KpiId.of("K"),
          "1.1",
          "Kappa",
          "1. Model",
          "1.1 Agreement",
          "Chance",
          KpiDescriptor.Subject.SENSITIVE_FEATURE,
          0,
          1,
          "",
          "Agreement.",
          "",
          Set.of("level", "form"),
          Set.of());
    }

    @Override
    public List<Measurement> measure(Audit audit, KpiParameters parameters) {
      calls.incrementAndGet();
      synchronized (seen) {
        seen.add(parameters);
      }
      return audit.scopes(descriptor().subject()).stream()
          .map(scope -> Measurement.of(KpiId.of("K"), scope, 0.9, SampleSize.ofRows(10)))
          .toList();
    }
  }

  @Test
  void measures_a_kpi_once_for_all_its_scopes() {
    Assessment assessment = new Assessment(Loans.audit(20));
    CountingKpi kpi = new CountingKpi();
    Check check = new Check(kpi, RULE);

    List<Scope> scopes = assessment.scopes(kpi.descriptor());
    List<CheckResult> results =
        scopes.stream().map(scope -> assessment.result(check, scope)).toList();

    assertThat(scopes)
        .extracting(Scope::toString)
        .containsExactly("sex", "sex, housing=own", "sex, housing=rent");
    assertThat(results).extracting(r -> r.verdict().light()).containsOnly(Light.GREEN);
    assertThat(kpi.calls).hasValue(1);
  }

  @Test
  void measures_a_kpi_once_also_when_many_threads_ask_at_the_same_time() throws Exception {
    int threads = 16;
    Audit audit = Loans.audit(20);
    CountingKpi kpi = new CountingKpi();
    Check check = new Check(kpi, RULE);
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<CheckResult>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return new Assessment(audit).result(check, Scope.ofSensitive("sex"));
                }));
      }
      for (Future<CheckResult> result : results) {
        assertThat(result.get().verdict().light()).isEqualTo(Light.GREEN);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(kpi.calls).hasValue(1);
  }

  @Test
  void measures_again_with_other_parameters() {
    Assessment assessment = new Assessment(Loans.audit(20));
    CountingKpi kpi = new CountingKpi();
    Scope sex = Scope.ofSensitive("sex");

    assessment.result(new Check(kpi, RULE), sex);
    assessment.measurement(kpi, KpiParameters.of(Map.of("form", "symmetric")), sex);
    assessment.measurement(kpi, KpiParameters.of(Map.of("form", "symmetric")), sex);

    assertThat(kpi.seen)
        .extracting(KpiParameters::toString)
        .containsExactly("{level=0.95}", "{form=symmetric}");
  }

  @Test
  void a_fairness_kpi_of_an_audit_without_sensitive_features_is_not_applicable() {
    Audit audit = Audit.of(new Loans.Score(), Loans.rows(20), Roles.of("y", "bad", "good")).build();
    CountingKpi kpi = new CountingKpi();
    Assessment assessment = new Assessment(audit);

    CheckResult result = assessment.result(new Check(kpi, RULE), Scope.OVERALL);

    assertThat(assessment.scopes(kpi.descriptor())).containsExactly(Scope.OVERALL);
    assertThat(result.verdict())
        .isEqualTo(
            new Verdict(Light.NOT_APPLICABLE, "the suite names no sensitive feature to compare"));
    assertThat(kpi.calls).hasValue(0);
  }

  @Test
  void a_scope_that_is_not_measured_is_an_error() {
    Check check = new Check(new CountingKpi(), RULE);

    assertThatThrownBy(
            () -> new Assessment(Loans.audit(20)).result(check, Scope.ofSensitive("age")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "KPI K has no measurement of \"age\"; it has [sex, sex, housing=own, sex,"
                + " housing=rent]");
  }

  @Test
  void refuses_a_kpi_that_leaves_a_scope_out_or_returns_one_twice() {
    Check none = check(List.of());
    Check twice = check(List.of(point(0.1), point(0.9)));

    assertThatThrownBy(() -> new Assessment(Loans.audit(20)).result(none, Scope.OVERALL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("KPI K returned measurements of []; it has to return [overall]");
    assertThatThrownBy(() -> new Assessment(Loans.audit(20)).result(twice, Scope.OVERALL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "KPI K returned measurements of [overall, overall]; it has to return [overall]");
  }

  @Test
  void refuses_a_measurement_of_another_kpi() {
    Check other =
        check(List.of(Measurement.of(KpiId.of("AUC"), Scope.OVERALL, 0.9, SampleSize.ofRows(20))));

    assertThatThrownBy(() -> new Assessment(Loans.audit(20)).result(other, Scope.OVERALL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("KPI K returned a measurement of AUC");
  }

  private static Check check(List<Measurement> measurements) {
    return new Check(
        new Checks.StubKpi(Checks.descriptor("K", "1.1", "Kappa"), measurements), RULE);
  }
}
