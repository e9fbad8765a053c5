package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.touchstone.engine.data.Fixtures.LOANS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.engine.data.Encoding.MissingLevel;
import org.touchstone.engine.data.Encoding.MissingNumber;

class EncoderTest {

  private static final double NAN = Double.NaN;

  private static final List<Input> INPUTS =
      List.of(
          new Input.Indicator("rents", "housing", "rent"),
          new Input.Number("age_z", "age", 40, 10),
          new Input.Indicator("owns", "housing", "own"),
          Input.Number.passthrough("income", "income"),
          new Input.Indicator("free", "housing", "free"));

  @Test
  void encodes_rows_in_the_models_order() {
    Encoder encoder = Encoder.of(LOANS, INPUTS);
    double[] rows = {30, 1500.5, 0, 0, 45, -2, 2, 1};
    double[] out = new double[10];

    encoder.encode(rows, 2, out);

    assertThat(out).containsExactly(0, -1, 1, 1500.5, 0, 0, 0.5, 0, -2, 1);
    assertThat(encoder.inputNames()).containsExactly("rents", "age_z", "owns", "income", "free");
    assertThat(encoder.inputWidth()).isEqualTo(5);
    assertThat(encoder.features()).containsExactly("age", "income", "housing");
  }

  @Test
  void overwrites_what_a_reused_buffer_held() {
    Encoder encoder = Encoder.of(LOANS, INPUTS);
    double[] out = {9, 9, 9, 9, 9, 9};

    encoder.encode(new double[] {40, 1, 1, 0}, 1, out);

    assertThat(out).containsExactly(1, 0, 0, 1, 0, 9);
  }

  @Test
  void gives_each_level_its_own_number() {
    Encoder encoder =
        Encoder.of(
            LOANS,
            List.of(
                new Input.Codes("h", "housing", Map.of("own", 3.0, "rent", -1.0, "free", 7.5))));
    double[] out = new double[3];

    encoder.encode(new double[] {30, 1, 0, 0, 30, 1, 1, 0, 30, 1, 2, 0}, 3, out);

    assertThat(out).containsExactly(3, -1, 7.5);
  }

  @Test
  void encodes_a_dropped_level_as_zeros() {
    Encoder encoder =
        Encoder.of(
            LOANS,
            new Encoding(
                List.of(
                    new Input.Indicator("rents", "housing", "rent"),
                    new Input.Indicator("owns", "housing", "own")),
                Map.of("housing", Set.of("free")),
                MissingNumber.ERROR,
                MissingLevel.ERROR));
    double[] out = new double[4];

    encoder.encode(new double[] {30, 1, 2, 0, 30, 1, 0, 0}, 2, out);

    assertThat(out).containsExactly(0, 0, 0, 1);
  }

  @Test
  void names_row_and_column_of_a_missing_value() {
    Encoder encoder = Encoder.of(LOANS, INPUTS);

    MissingValueException number =
        catchThrowableOfType(
            MissingValueException.class,
            () -> encoder.encode(new double[] {30, 1, 0, 0, NAN, 1, 0, 0}, 2, new double[10]));
    MissingValueException level =
        catchThrowableOfType(
            MissingValueException.class,
            () -> encoder.encode(new double[] {30, 1, NAN, 0}, 1, new double[5]));

    assertThat(number.row()).isEqualTo(1);
    assertThat(number.feature()).isEqualTo("age");
    assertThat(level.row()).isEqualTo(0);
    assertThat(level).hasMessageContaining("has no value of \"housing\", which the model needs");
  }

  @Test
  void passes_missing_values_on_where_the_encoding_says_so() {
    double[] row = {NAN, NAN, NAN, NAN};

    assertThat(encodeMissing(MissingLevel.NAN, row)).containsExactly(NAN, NAN, NAN, NAN, NAN);
    assertThat(encodeMissing(MissingLevel.ZEROS, row)).containsExactly(0, NAN, 0, NAN, 0);
  }

  private static double[] encodeMissing(MissingLevel level, double[] row) {
    double[] out = {9, 9, 9, 9, 9};
    Encoder.of(LOANS, new Encoding(INPUTS, Map.of(), MissingNumber.NAN, level)).encode(row, 1, out);
    return out;
  }

  @Test
  void ignores_missing_values_of_columns_without_input() {
    double[] out = new double[5];

    Encoder.of(LOANS, INPUTS).encode(new double[] {40, 1, 1, NAN}, 1, out);

    assertThat(out).containsExactly(1, 0, 0, 1, 0);
  }

  @Test
  void refuses_a_value_that_is_not_the_code_of_a_level() {
    Encoder encoder = Encoder.of(LOANS, INPUTS);

    for (double code : new double[] {3, -1, 0.5, Double.POSITIVE_INFINITY}) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> encoder.encode(new double[] {40, 1, code, 0}, 1, new double[5]))
          .withMessageContaining(
              "has " + code + " as the code of \"housing\"; its codes are 0 to 2");
    }
  }

  @Test
  void refuses_arrays_that_are_too_short() {
    Encoder encoder = Encoder.of(LOANS, INPUTS);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> encoder.encode(new double[8], 2, new double[9]))
        .withMessage("To encode 2 rows takes 8 values and room for 10 inputs, found 8 and 9");
  }

  static Stream<Arguments> wrongEncodings() {
    Input own = new Input.Indicator("own", "housing", "own");
    Input rent = new Input.Indicator("rent", "housing", "rent");
    Input free = new Input.Indicator("free", "housing", "free");
    Input age = Input.Number.passthrough("age", "age");
    return Stream.of(
        wrong(List.of(), Map.of(), "The encoding has no inputs"),
        wrong(
            List.of(Input.Number.passthrough("x", "agee")),
            Map.of(),
            "Input \"x\" is computed from \"agee\", which is no column of the schema; did you mean"
                + " \"age\"?"),
        wrong(
            List.of(own, rent, free, new Input.Indicator("x", "housing", "Owns")),
            Map.of(),
            "Input \"x\" names a level that \"housing\" does not have: found \"Owns\"; its levels"
                + " are \"own\", \"rent\", \"free\"; did you mean \"own\"?"),
        wrong(
            List.of(own, rent),
            Map.of(),
            "The encoding has no input for level \"free\" of \"housing\"; add the inputs, or list"),
        wrong(
            List.of(age, new Input.Number("age", "age", 1, 2)),
            Map.of(),
            "Input \"age\" is there twice"),
        wrong(
            List.of(age, Input.Number.passthrough("age2", "age")),
            Map.of(),
            "Input \"age2\" computes the same from \"age\" as another input"),
        wrong(
            List.of(own, rent, free, new Input.Indicator("own2", "housing", "own")),
            Map.of(),
            "Input \"own2\" computes the same from \"housing\" as another input"),
        wrong(
            List.of(
                new Input.Indicator("good", "risk", "good"),
                Input.Number.passthrough("risk", "risk")),
            Map.of("risk", Set.of("bad")),
            "Input \"risk\" and input \"good\" encode \"risk\" once as one-hot and once as a"
                + " number"),
        wrong(
            List.of(Input.Number.passthrough("housing", "housing")),
            Map.of(),
            "Input \"housing\" uses \"housing\" as a number, but its levels have no order"),
        wrong(
            List.of(new Input.Indicator("a", "age", "30")),
            Map.of(),
            "Input \"a\" needs levels, but \"age\" is continuous"),
        wrong(
            List.of(new Input.Codes("h", "housing", Map.of("own", 1.0, "rent", 2.0))),
            Map.of(),
            "Input \"h\" has no number for the level \"free\" of \"housing\""),
        wrong(
            List.of(new Input.Codes("h", "housing", Map.of("own", 1.0, "rnt", 2.0))),
            Map.of(),
            "found \"rnt\"; its levels are"),
        wrong(
            List.of(own, rent, free),
            Map.of("housing", Set.of("own")),
            "The encoding drops the level \"own\" of \"housing\" and has an input for it"),
        wrong(
            List.of(own, rent, free),
            Map.of("housing", Set.of("tent")),
            "The encoding drops a level of \"housing\" that it does not have: found \"tent\""),
        wrong(
            List.of(own, rent, free),
            Map.of("hosing", Set.of("own")),
            "The encoding drops levels of \"hosing\", which has no one-hot inputs; did you mean"
                + " \"housing\"?"));
  }

  @ParameterizedTest
  @MethodSource("wrongEncodings")
  void refuses_a_wrong_encoding(
      List<Input> inputs, Map<String, Set<String>> dropped, String message) {
    Encoding encoding = new Encoding(inputs, dropped, MissingNumber.ERROR, MissingLevel.ERROR);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Encoder.of(LOANS, encoding))
        .withMessageContaining(message);
  }

  @Test
  void refuses_a_scale_that_is_not_positive() {
    for (double scale : new double[] {0, -1, NAN, Double.POSITIVE_INFINITY}) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> new Input.Number("x", "age", 0, scale))
          .withMessageContaining("scale finite and above 0");
    }
  }

  private static Arguments wrong(
      List<Input> inputs, Map<String, Set<String>> dropped, String message) {
    return Arguments.of(inputs, dropped, message);
  }
}
