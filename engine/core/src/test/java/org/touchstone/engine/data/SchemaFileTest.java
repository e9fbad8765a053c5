package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaFileTest {

  @Test
  void reads_every_kind_of_column() {
    Schema schema =
        Schema.read(InputSource.resource(getClass().getClassLoader(), "data/loans.schema.json"));

    assertThat(schema.features())
        .containsExactly(
            new Feature.Continuous(
                "age", 18, 100, true, new Feature.Attributes("years", true, true, "Age.")),
            new Feature.Continuous(
                "income",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                false,
                Feature.Attributes.NONE),
            Fixtures.HOUSING,
            Fixtures.RISK,
            new Feature.Binary(
                "older",
                List.of("40 or younger", "over 40"),
                new Feature.Attributes("", false, true, "")),
            new Feature.Ordinal("tenure", List.of("no", "yes"), Feature.Attributes.NONE));
    assertThat(schema.derivation("older")).contains(new Derivation.Cut("age", List.of(40.0)));
    assertThat(schema.derivation("tenure"))
        .contains(
            new Derivation.Mapped("housing", Map.of("own", "yes", "rent", "no", "free", "no")));
    assertThat(schema.derivation("age")).isEmpty();
  }

  @Test
  void reads_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), columns(AGE));

    assertThat(Schema.read(file).names()).containsExactly("age");
  }

  private static final String AGE = "{\"name\": \"age\", \"kind\": \"continuous\"}";
  private static final String HOUSING =
      "{\"name\": \"housing\", \"kind\": \"categorical\", \"levels\": [\"own\", \"rent\"]}";

  static Stream<Arguments> wrongSchemas() {
    return Stream.of(
        wrong("", "s.json is empty"),
        wrong("{\n  \"columns\": [\n", "s.json, line 3, column 1 is not valid JSON: "),
        wrong("{\"columns\": [" + AGE + "]} x", "is not valid JSON: "),
        wrong(
            "{\n \"columns\": [],\n \"columns\": []}",
            "s.json, line 3, column 11 is not valid JSON: Duplicate field 'columns'"),
        wrong("[]", "s.json, line 1, column 1: found 0 items; the type needed is object"),
        wrong("{}", "s.json, line 1, column 1: the field \"columns\" is missing"),
        wrong("{\"columns\": []}", "(/columns): found 0 items; it must have at least 1 items"),
        wrong(
            columns("{\"kind\": \"continuous\"}"),
            "s.json, line 2, column 1 (/columns/0): the field \"name\" is missing"),
        wrong(
            columns("{\"name\": \"age\"}"),
            "s.json, line 2, column 1 (/columns/0): the field \"kind\" is missing"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"numeric\"}"),
            "s.json, line 2, column 25 (/columns/0/kind): found \"numeric\"; allowed are"
                + " \"continuous\", \"ordinal\", \"categorical\", \"binary\""),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"sensitiv\": true}"),
            "s.json, line 2, column 51 (/columns/0/sensitiv): the field \"sensitiv\" is unknown;"
                + " known fields are \"name\", \"kind\", \"levels\", \"integer\", \"min\","
                + " \"max\", \"unit\", \"immutable\", \"sensitive\", \"description\","
                + " \"derived\"; did you mean \"sensitive\"?"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"immutable\": \"yes\"}"),
            "(/columns/0/immutable): found \"yes\"; the type needed is boolean"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"levels\": [\"a\"]}"),
            "(/columns/0/levels): the field \"levels\" does not go with the other fields"),
        wrong(
            columns("{\"name\": \"h\", \"kind\": \"ordinal\", \"levels\": [\"a\"], \"max\": 3}"),
            "(/columns/0/max): the field \"max\" does not go with the other fields"),
        wrong(
            columns("{\"name\": \"h\", \"kind\": \"categorical\"}"),
            "(/columns/0): the field \"levels\" is missing"),
        wrong(
            columns("{\"name\": \"h\", \"kind\": \"binary\", \"levels\": [\"a\", \"b\", \"c\"]}"),
            "(/columns/0/levels): found 3 items; it must have at most 2 items"),
        wrong(
            columns("{\"name\": \"h\", \"kind\": \"categorical\", \"levels\": [\"a\", \"a\"]}"),
            "line 2, column 54 (/columns/0/levels/1): the level \"a\" is declared twice"),
        wrong(
            columns("{\"name\": \"h\", \"kind\": \"categorical\", \"levels\": [1, 2]}"),
            "(/columns/0/levels/0): found 1; the type needed is string"),
        wrong(
            columns(AGE, AGE),
            "s.json, line 3, column 10 (/columns/1/name): the column \"age\" is already declared"
                + " at /columns/0"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"min\": 3, \"max\": 2}"),
            "(/columns/0/min): min is 3 and max is 2; min must not be above max"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"max\": 1e999}"),
            "(/columns/0/max): found a number that is too large"),
        wrong(
            columns("{\"name\": \"age\", \"kind\": \"continuous\", \"max\": NaN}"),
            "is not valid JSON: Non-standard token 'NaN'"),
        wrong(
            derived("\"from\": \"agee\", \"cuts\": [25]"),
            "s.json, line 4, column 70 (/columns/2/derived): the derived column \"d\" is computed"
                + " from \"agee\", which is no column of the schema; did you mean \"age\"?"),
        wrong(derived("\"from\": \"d\", \"cuts\": [25]"), "which is derived itself; name a column"),
        wrong(
            derived("\"from\": \"age\", \"cuts\": [25, 65]"),
            "has 2 cuts, which need 3 levels, but 2 levels: \"y\", \"o\""),
        wrong(derived("\"from\": \"age\", \"cuts\": []"), "(/columns/2/derived/cuts): found 0"),
        wrong(
            derived("\"from\": \"housing\", \"cuts\": [25]"),
            "cuts \"housing\", which has levels and is not a number; use \"map\""),
        wrong(
            derived("\"from\": \"age\", \"map\": {\"a\": \"y\"}"),
            "maps levels, but \"age\" is continuous; use \"cuts\""),
        wrong(
            derived("\"from\": \"housing\", \"map\": {\"own\": \"y\"}"),
            "does not map the level \"rent\" of \"housing\"; map every level"),
        wrong(
            derived("\"from\": \"housing\", \"map\": {\"own\": \"y\", \"rent\": \"z\"}"),
            "maps \"rent\" to \"z\", which is not one of its levels \"y\", \"o\""),
        wrong(
            derived("\"from\": \"housing\", \"map\": {\"own\": \"y\", \"rnt\": \"o\"}"),
            "maps the level \"rnt\", which \"housing\" does not have; it has \"own\", \"rent\";"
                + " did you mean \"rent\"?"),
        wrong(
            derived("\"from\": \"age\", \"cuts\": [25], \"map\": {\"own\": \"y\"}"),
            "(/columns/2/derived/cuts): the field \"cuts\" does not go with the other fields"),
        wrong(derived("\"from\": \"age\""), "(/columns/2/derived): the field \"cuts\" is missing"),
        wrong(
            columns(
                AGE,
                "{\"name\": \"d\", \"kind\": \"continuous\", \"derived\": {\"from\": \"age\","
                    + " \"cuts\": [1]}}"),
            "(/columns/1/derived): the field \"derived\" does not go with the other fields"));
  }

  @ParameterizedTest
  @MethodSource("wrongSchemas")
  void refuses_a_wrong_schema_and_says_where_and_what_would_be_right(String json, String message) {
    InputSource source = InputSource.text("s.json", json);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Schema.read(source))
        .withMessageContaining(message);
  }

  @Test
  void reports_all_problems_of_a_file_at_once() {
    InputSource source =
        InputSource.text("s.json", columns("{\"name\": \"age\"}", "{\"kind\": \"continuous\"}"));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Schema.read(source))
        .withMessage(
            """
            s.json, line 2, column 1 (/columns/0): the field "kind" is missing
            s.json, line 3, column 1 (/columns/1): the field "name" is missing""");
  }

  @Test
  void errors_are_in_english_everywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      InputSource source = InputSource.text("s.json", "{\"columns\": []}");

      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> Schema.read(source))
          .withMessageContaining("must have at least 1 items");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refuses_bytes_that_are_not_text() {
    InputSource source = InputSource.bytes("s.json", new byte[] {'{', '"', (byte) 0xFC, '"'});

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Schema.read(source))
        .withMessageStartingWith("s.json, line 1")
        .withMessageContaining("is not valid JSON: ");
  }

  private static Arguments wrong(String json, String message) {
    return Arguments.of(json, message);
  }

  private static String columns(String... columns) {
    return "{\"columns\": [\n" + String.join(",\n", columns) + "\n]}";
  }

  private static String derived(String derivation) {
    return columns(
        AGE,
        HOUSING,
        "{\"name\": \"d\", \"kind\": \"binary\", \"levels\": [\"y\", \"o\"], \"derived\":     {"
            + derivation
            + "}}");
  }
}
