package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;

class FlipReportTest {

  private static final Attributes EUR = new Attributes("EUR", false, false, "");

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", 0, 20_000, false, EUR),
              new Feature.Continuous("bill <last>", -100_000, 10_000, false, EUR),
              new Feature.Continuous(
                  "tenure", 0, 50, true, new Attributes("months", false, false, "")),
              new Feature.Binary("sex", List.of("f", "m"), new Attributes("", true, true, ""))));

  private static final Dataset TRAINING =
      Dataset.of(
          SCHEMA,
          new double[] {
            1000, 0, 10, 0, //
            2000, 500, 20, 1, //
            3000, 1000, 30, 0, //
            4000, 1500, 40, 1
          });

  /** Log odds {@code (income - 3000) / 1000 - bill / 10000 + tenure / 100}. */
  private static FlipPoints flips() {
    Encoder encoder =
        Encoder.of(
            SCHEMA,
            List.of(
                new Input.Number("income", "income", 3000, 1000),
                new Input.Number("bill", "bill <last>", 0, 10_000),
                new Input.Number("tenure", "tenure", 0, 100),
                Input.Number.passthrough("sex", "sex")));
    LogisticRegression model = new LogisticRegression(new double[] {1, -1, 1, 0}, 0);
    return FlipPoints.of(EncodedClassifier.of(encoder, model), TRAINING).reach(60).build();
  }

  private static FlipReport report() {
    return FlipReport.of(flips(), TRAINING)
        .decisions("granted", "refused")
        .group("what the bank knows", Set.of("income", "tenure"))
        .build("application 17", new double[] {2000, 0, 10, 1});
  }

  @Test
  void says_in_three_parts_what_cannot_what_can_and_what_is_closest() {
    FlipReport report = report();

    // income alone: 3000 - 100; the bill alone: -9000; 110 months of tenure are not allowed
    assertThat(report.decision()).isEqualTo("refused");
    assertThat(report.cannot()).extracting(FlipReport.Entry::name).containsExactly("tenure");
    assertThat(report.can())
        .extracting(FlipReport.Entry::name)
        .containsExactlyInAnyOrder(
            "income", "bill <last>", "all features in EUR", "what the bank knows");
    assertThat(entry(report, "income").result().get().to(0)).isCloseTo(2900, within(1e-6));
    assertThat(entry(report, "bill <last>").result().get().to(1)).isCloseTo(-9000, within(1e-5));
    assertThat(report.fixed()).containsExactly("sex");
    assertThat(report.toText())
        .contains("The model's decision is \"refused\"")
        .contains("- tenure: no allowed value alone changes the decision")
        .contains("- income from 2000 EUR to 2900 EUR\n")
        .contains("Not looked at, because it may not change: sex.");
  }

  private static FlipReport.Entry entry(FlipReport report, String name) {
    return report.can().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void flags_a_value_outside_of_the_training_data() {
    FlipReport.Entry bill = entry(report(), "bill <last>");

    assertThat(bill.flags())
        .containsExactly(
            new FlipReport.Flag(
                "bill <last>",
                "-9000 EUR",
                "outside of the training data, which go from 0 EUR to 1500 EUR"));
    assertThat(entry(report(), "income").flags()).isEmpty();
    assertThat(report().toText()).contains("[! bill <last> = -9000 EUR: outside of");
  }

  @Test
  void shows_the_relaxed_point_beside_that_of_whole_months() {
    FlipReport report = report();
    FlipPoint closest = report.closest().result().get();
    FlipPoint relaxed = report.closest().result().relaxed().orElseThrow();

    assertThat(closest.to(2)).isEqualTo(Math.rint(closest.to(2)));
    assertThat(relaxed.to(2)).isNotEqualTo(Math.rint(relaxed.to(2)));
    assertThat(relaxed.distance()).isLessThan(closest.distance());
    assertThat(report.toText()).contains("feature | now | closest, steps ignored | closest");
  }

  @Test
  void is_html_that_escapes_names_and_json_with_all_digits() throws Exception {
    FlipReport report = report();

    assertThat(report.toHtml())
        .startsWith("<!DOCTYPE html>")
        .contains("bill &lt;last&gt;")
        .doesNotContain("<last>")
        .contains("class=\"flag\"");
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.at("/decision").asText()).isEqualTo("refused");
    assertThat(json.at("/closest/closest/distance").asDouble())
        .isEqualTo(report.closest().result().get().distance());
    assertThat(json.at("/cannot/0/features/0").asText()).isEqualTo("tenure");
    assertThat(json.at("/closest/closest/kind").asText()).isEqualTo("BOUNDARY");
  }

  @Test
  void looks_at_pairs_where_asked() {
    FlipReport report =
        FlipReport.of(flips(), TRAINING)
            .pairs(true)
            .unitGroups(false)
            .build("application 17", new double[] {2000, 0, 10, 1});

    assertThat(report.can())
        .extracting(FlipReport.Entry::name)
        .contains("income and tenure", "income and bill <last>")
        .doesNotContain("all features in EUR");
  }
}
