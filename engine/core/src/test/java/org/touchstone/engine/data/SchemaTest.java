package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.touchstone.engine.data.Fixtures.LOANS_WITH_DERIVED;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaTest {

  @Test
  void derives_again_after_a_source_changed() {
    // owner, age, income, housing, older, risk
    double[] rows = {0, 30, 1, 0, 0, 0, 1, Double.NaN, 1, 2, 1, 0};
    rows[1] = 60;
    rows[3] = 1;

    LOANS_WITH_DERIVED.derive(rows, 2);

    assertThat(rows).containsExactly(1, 60, 1, 1, 1, 0, 1, Double.NaN, 1, 2, Double.NaN, 0);
  }

  @Test
  void reads_a_derived_column_from_the_file_where_its_source_is_left_out() {
    Schema schema = LOANS_WITH_DERIVED.only(Set.of("older", "owner", "housing"));

    assertThat(schema.names()).containsExactly("owner", "housing", "older");
    assertThat(schema.derivation("older")).isEmpty();
    assertThat(schema.derivation("owner")).isPresent();
  }

  @Test
  void suggests_the_nearest_column() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> LOANS_WITH_DERIVED.indexOf("incom"))
        .withMessageEndingWith("did you mean \"income\"?");
  }

  @Test
  void cuts_are_left_open_and_right_closed() {
    Feature band =
        new Feature.Ordinal("band", List.of("low", "mid", "high"), Feature.Attributes.NONE);
    Schema schema =
        Schema.of(
            List.of(Fixtures.INCOME, band),
            java.util.Map.of("band", new Derivation.Cut("income", List.of(0.0, 10.0))));
    double[] rows = {
      -0.1, 0, 0, 0, -0.0, 0, 0.1, 0, 10, 0, Math.nextUp(10.0), 0, Double.POSITIVE_INFINITY, 0
    };

    schema.derive(rows, 7);

    assertThat(Dataset.of(schema, rows).codes("band")).containsExactly(0, 0, 0, 1, 1, 2, 2);
  }

  @Test
  void refuses_cuts_that_do_not_increase() {
    Feature band =
        new Feature.Ordinal("band", List.of("low", "mid", "high"), Feature.Attributes.NONE);

    for (List<Double> cuts : List.of(List.of(5.0, 5.0), List.of(5.0, 4.0))) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(
              () ->
                  Schema.of(
                      List.of(Fixtures.INCOME, band),
                      java.util.Map.of("band", new Derivation.Cut("income", cuts))))
          .withMessageContaining("they must be finite and increase");
    }
  }

  @Test
  void a_table_refuses_codes_that_are_no_level() {
    Feature sex = new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE);
    Schema schema = Schema.of(List.of(Fixtures.INCOME, sex));

    assertThat(Dataset.of(schema, new double[] {7.5, 1, 7.5, Double.NaN, 7.5, -0.0}).codes("sex"))
        .containsExactly(1, -1, 0);
    for (double wrong : new double[] {2, -1, 0.5, Double.POSITIVE_INFINITY}) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> Dataset.of(schema, new double[] {7.5, 0, 7.5, wrong}))
          .withMessage(
              "Row 2 has "
                  + wrong
                  + " as the code of \"sex\"; its codes are 0 to 1, for \"female\", \"male\", and"
                  + " NaN for a missing value");
    }
  }

  @Test
  void refuses_features_that_contradict_themselves() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feature.Continuous("x", 2, 1, false, Feature.Attributes.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feature.Ordinal("x", List.of(), Feature.Attributes.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feature.Binary("x", List.of("a", "a"), Feature.Attributes.NONE));
  }
}
