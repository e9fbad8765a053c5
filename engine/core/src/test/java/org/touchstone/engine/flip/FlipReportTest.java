package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
            "income", "bill <last>", "everything in EUR", "what the bank knows");
    assertThat(entry(report, "income").result().get().to(0)).isCloseTo(2900, within(1e-6));
    assertThat(entry(report, "bill <last>").result().get().to(1)).isCloseTo(-9000, within(1e-5));
    assertThat(report.fixed()).containsExactly("sex");
    assertThat(report.toText())
        .contains(
            "The model's decision is \"refused\": its score is 28.9 %, and below 50 % it decides so")
        .contains("1. What cannot change the decision alone")
        .contains("   - tenure\n")
        .contains("   - income: 2900 EUR instead of 2000 EUR\n")
        .contains("Taken as given, not as something to change: sex.");
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
                "outside of what the model was trained on, from 0 EUR to 1500 EUR"));
    assertThat(entry(report(), "income").flags()).isEmpty();
    assertThat(report().toText())
        .contains("[! bill <last> of -9000 EUR is outside of what the model was trained on");
  }

  @Test
  void shows_the_relaxed_point_beside_that_of_whole_months() {
    FlipReport report = report();
    FlipPoint closest = report.closest().result().get();
    FlipPoint relaxed = report.closest().result().relaxed().orElseThrow();

    assertThat(closest.to(2)).isEqualTo(Math.rint(closest.to(2)));
    assertThat(relaxed.to(2)).isNotEqualTo(Math.rint(relaxed.to(2)));
    assertThat(relaxed.distance()).isLessThan(closest.distance());
    assertThat(report.toText())
        .containsPattern("feature +\\| now +\\| needed, if fractions were possible \\| needed, in")
        .containsPattern("tenure +\\| 10 months \\| 10\\.\\d+ months +\\| (as now|1\\d months)");
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
        .doesNotContain("everything in EUR");
  }

  @Test
  void speaks_in_the_words_that_it_is_given() {
    FlipReport report =
        FlipReport.of(flips(), TRAINING)
            .called("income", "your income")
            .unit("income", "euros")
            .levelCalled("sex", "f", "woman")
            .group("your money", Set.of("income", "bill <last>"))
            .build("application 17", new double[] {2000, 0, 10, 1});

    assertThat(report.toText())
        .contains("- your income: 2900 euros instead of 2000 euros")
        .doesNotContain("- income")
        .containsPattern("your money \\(your income and bill <last>\\): (your income: |no change)");
    assertThat(report.toJson()).contains("\"feature\" : \"income\"");
    assertThatThrownBy(() -> FlipReport.of(flips(), TRAINING).levelCalled("sex", "x", "?"))
        .hasMessageContaining("no level \"x\"; its levels are [f, m]");
    assertThatThrownBy(() -> FlipReport.of(flips(), TRAINING).called("incom", "?"))
        .hasMessageContaining("incom");
  }

  @Test
  void of_a_row_on_the_boundary_says_that_and_nothing_else() {
    // given: log odds (3000 - 3000) / 1000 - 0 + 0
    FlipReport report =
        FlipReport.of(flips(), TRAINING)
            .decisions("granted", "refused")
            .build("application 18", new double[] {3000, 0, 0, 1});

    assertThat(report.toText())
        .contains("its score is 50 %, and from 50 % on it decides so")
        .contains("The score is exactly at the limit: the smallest change can turn the decision")
        .doesNotContain("1. What");
    assertThat(report.toHtml()).contains("exactly at the limit").doesNotContain("<h2>");
  }

  @Test
  void says_why_there_is_no_closest_point() {
    Encoder encoder = Encoder.of(SCHEMA, List.of(Input.Number.passthrough("income", "income")));
    FlipPoints constant =
        FlipPoints.of(
                EncodedClassifier.of(encoder, new LogisticRegression(new double[] {0}, -1)),
                TRAINING)
            .build();

    FlipReport report =
        FlipReport.of(constant, TRAINING).build("application 19", new double[] {3000, 0, 0, 1});

    assertThat(report.toText())
        .contains("None of the changes that were looked at leads to \"positive\"")
        .contains("None was found. The model's score is the same");
    assertThat(report.toHtml()).contains("None was found.");
  }
}
