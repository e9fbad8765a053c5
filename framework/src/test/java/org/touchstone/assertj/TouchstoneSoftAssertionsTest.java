package org.touchstone.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.engine.kpi.KpiIds.AUC;
import static org.touchstone.engine.kpi.KpiIds.DI;

import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.fixture.Loans;

@ExtendWith(SoftAssertionsExtension.class)
class TouchstoneSoftAssertionsTest {

  @InjectSoftAssertions private TouchstoneSoftAssertions injected;

  private final Audit audit = Loans.audit(400);

  @Test
  void all_failures_are_reported_together_also_behind_navigation() {
    TouchstoneSoftAssertions softly = new TouchstoneSoftAssertions();

    softly.assertThat(audit).kpi(AUC).hasValue(0).hasIntervalWithin("{2}");
    softly.assertThat(audit).kpi(AUC).inGroup("housing", "own").hasValueBetween(2, 3);
    softly
        .assertThat(audit)
        .underProfile("bhaumik-dey-2023")
        .kpi(DI)
        .forSensitive("sex")
        .inGroup("housing", "rent")
        .isInsufficient();
    softly
        .assertThat(Measurement.of(AUC, Scope.OVERALL, 0.5, SampleSize.ofRows(3)))
        .isNotComputable();
    softly.assertThat(1 + 1).isEqualTo(2);
    softly.assertThat("AssertJ's own").isEmpty();

    assertThat(softly.assertionErrorsCollected()).hasSize(6);
    assertThatThrownBy(softly::assertAll)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to have the value 0.0")
        .hasMessageContaining("to have an interval within {2}")
        .hasMessageContaining("AUC (housing=own)")
        .hasMessageContaining("to be INSUFFICIENT DATA")
        .hasMessageContaining("Disparate impact (sex, housing=rent)")
        .hasMessageContaining("to be not computable")
        .hasMessageContaining("AssertJ's own");
  }

  @Test
  void nothing_is_thrown_where_nothing_failed() {
    TouchstoneSoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(audit).kpi(AUC).hasValueBetween(0.5, 1);
          softly.assertThat(audit).kpi(DI).forSensitive("sex").hasValueBetween(0.5, 2);
        });
  }

  @Test
  void failures_are_thrown_at_the_end_of_a_block() {
    assertThatThrownBy(
            () ->
                TouchstoneSoftAssertions.assertSoftly(
                    softly -> softly.assertThat(audit).kpi(AUC).hasValue(0.1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to have the value 0.1");
  }

  @Test
  void wrong_use_is_thrown_at_once() {
    TouchstoneSoftAssertions softly = new TouchstoneSoftAssertions();

    assertThatThrownBy(() -> softly.assertThat(audit).kpi(AUC).isGreen())
        .isInstanceOf(IllegalStateException.class);
    assertThat(softly.assertionErrorsCollected()).isEmpty();
  }

  @Test
  void the_extension_of_assertj_injects_them() {
    injected.assertThat(audit).kpi(AUC).hasValueBetween(0.5, 1);
  }
}
