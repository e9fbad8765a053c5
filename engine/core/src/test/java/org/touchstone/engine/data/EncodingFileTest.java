package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.touchstone.engine.data.Fixtures.LOANS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingFileTest {

  @Test
  void reads_long_and_short_inputs_dropped_levels_and_missing_values() {
    Encoder encoder =
        read(
            """
            {
              "description": "A test.",
              "inputs": [
                "income",
                "housing=rent",
                {"name": "age_z", "feature": "age", "mean": 40, "scale": 10.5},
                {"name": "own", "feature": "housing", "level": "own"},
                {"name": "risk", "feature": "risk", "codes": {"good": 1, "bad": -1}}
              ],
              "dropped": {"housing": ["free"]},
              "missing": {"numbers": "nan", "levels": "zeros"}
            }
            """);

    assertThat(encoder.encoding())
        .isEqualTo(
            new Encoding(
                List.of(
                    Input.Number.passthrough("income", "income"),
                    new Input.Indicator("housing=rent", "housing", "rent"),
                    new Input.Number("age_z", "age", 40, 10.5),
                    new Input.Indicator("own", "housing", "own"),
                    new Input.Codes("risk", "risk", Map.of("good", 1.0, "bad", -1.0))),
                Map.of("housing", Set.of("free")),
                Encoding.MissingNumber.NAN,
                Encoding.MissingLevel.ZEROS));
  }

  @Test
  void a_missing_value_is_an_error_unless_the_file_says_otherwise() {
    Encoding encoding = read("{\"inputs\": [\"age\"]}").encoding();

    assertThat(encoding.missingNumber()).isEqualTo(Encoding.MissingNumber.ERROR);
    assertThat(encoding.missingLevel()).isEqualTo(Encoding.MissingLevel.ERROR);
  }

  static Stream<Arguments> wrongEncodings() {
    return Stream.of(
        Arguments.of("{\"inputs\": []}", "(/inputs): found 0 items; it must have at least 1"),
        Arguments.of("{\"inputs\": [3]}", "(/inputs/0): found 3; the type needed is string"),
        Arguments.of("{\"input\": []}", "the field \"input\" is unknown"),
        Arguments.of(
            "{\"inputs\": [\n\"age\",\n\"incom\"]}",
            "e.json, line 3, column 1 (/inputs/1): found \"incom\", which is neither a column nor"
                + " column=level; write it as {\"name\": ..., \"feature\": ..., \"level\": ...};"
                + " did you mean \"income\"?"),
        Arguments.of("{\"inputs\": [\"housing=Rent\"]}", "; did you mean \"housing=rent\"?"),
        Arguments.of("{\"inputs\": [\"housing\"]}", "its levels have no order"),
        Arguments.of(
            "{\"inputs\": [\n\"age\",\n{\"name\": \"x\", \"feature\": \"ag\"}]}",
            "e.json, line 3, column 1 (/inputs/1): Input \"x\" is computed from \"ag\""),
        Arguments.of(
            "{\"inputs\": [{\"feature\": \"age\"}]}", "(/inputs/0): the field \"name\" is missing"),
        Arguments.of(
            "{\"inputs\": [{\"name\": \"a\", \"feature\": \"age\", \"scale\": 0}]}",
            "(/inputs/0/scale): found 0; it must have an exclusive minimum value of 0"),
        Arguments.of(
            "{\"inputs\": [{\"name\": \"a\", \"feature\": \"age\", \"mean\": 1e999}]}",
            "(/inputs/0): Input \"a\" has mean Infinity"),
        Arguments.of(
            "{\"inputs\": [{\"name\": \"a\", \"feature\": \"risk\", \"level\": \"good\", \"mean\":"
                + " 0}]}",
            "(/inputs/0/mean): the field \"mean\" does not go with the other fields"),
        Arguments.of(
            "{\"inputs\": [\"age\"], \"missing\": {\"numbers\": \"zeros\"}}",
            "(/missing/numbers): found \"zeros\"; allowed are \"error\", \"nan\""),
        Arguments.of(
            "{\"inputs\": [\"age\"],\n\"dropped\": {\"a/b~c\": \"x\"}}",
            "e.json, line 2, column 22 (/dropped/a~1b~0c): found \"x\"; the type needed is array"),
        Arguments.of(
            "{\"inputs\": [\"age\"],\n\"missing\": {\"a/b\": 1}}",
            "e.json, line 2, column 20 (/missing/a~1b): the field \"a/b\" is unknown"),
        Arguments.of(
            "{\"inputs\": [\"housing=own\"], \"dropped\": {\"housing\": [\"free\"]}}",
            "e.json, line 1, column 12 (/inputs): The encoding has no input for level \"rent\""),
        Arguments.of(
            "{\"inputs\": [\"age\"], \"dropped\": {\"age\": [\"free\"]}}",
            "e.json, line 1, column 40 (/dropped/age): The encoding drops levels of \"age\""));
  }

  @ParameterizedTest
  @MethodSource("wrongEncodings")
  void refuses_a_wrong_encoding_and_says_where_and_what_would_be_right(
      String json, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining(message);
  }

  @Test
  void refuses_a_short_input_that_can_be_read_in_two_ways() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical("a", List.of("b=c", "d"), Feature.Attributes.NONE),
                new Feature.Categorical("a=b", List.of("c", "d"), Feature.Attributes.NONE)));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () -> Encoder.read(InputSource.text("e.json", "{\"inputs\": [\"a=b=c\"]}"), schema))
        .withMessageContaining("found \"a=b=c\", which can be read in 2 ways");
  }

  private static Encoder read(String json) {
    return Encoder.read(InputSource.text("e.json", json), LOANS);
  }
}
