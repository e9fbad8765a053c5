package org.touchstone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wrong suite files. What can be seen without model and data is refused when the suite is read, the
 * rest when it runs; both name the place in the suite file.
 */
class WrongSuiteFileTest {

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void copyTheExample() {
    Loans.copyTo(folder);
    file = folder.resolve("loans.conformity.json");
  }

  @Test
  void the_file_itself_is_right() {
    SuiteSpec suite = SuiteReader.readFile(file);

    assertThat(suite.checks()).hasSize(4);
    assertThat(suite.subject().load().test().rowCount()).isEqualTo(400);
  }

  @Test
  void refuses_a_profile_whose_bands_are_in_another_unit_than_the_kpi() throws IOException {
    Path profile = folder.resolve("loans.rag.json");
    String inPerCent =
        Files.readString(profile)
            .replace(
                "\"[0, 1]\", \"green\": \"[0.7, 1]\"", "\"[0, 100]\", \"green\": \"[70, 100]\"")
            .replace("\"[0.6, 0.7)\"", "\"[60, 70)\"")
            .replace("\"[0, 0.6)\"", "\"[0, 60)\", \"unit\": \"%\"");
    Files.writeString(profile, inPerCent);

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .hasMessageContaining(
            profile
                + ":7:5 /kpis/AUC: the bands of KPI \"AUC\" are in \"%\", the KPI is measured as a"
                + " pure number; state the bands, and \"unit\", as it is measured");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // an edit of the file, its replacement, and the refusal after the file's name
        "\"name\": \"Loans (file)\",|"
            + "\"name\": \"Loans (file)\", \"name\": \"x\",|"
            + ", line 2, column 33 is not valid JSON: Duplicate field 'name'",
        "\"seed\": 1,|"
            + "\"seed\": 1, \"sed\": 2,|"
            + ", line 20, column 21 (/sed): the field \"sed\" is unknown; known fields are \"$schema\","
            + " \"name\", \"profile\", \"kpis\", \"model\", \"documentation\", \"data\", \"roles\", \"decisionThreshold\","
            + " \"seed\", \"tags\"; did you mean \"seed\"?",
        "\"name\": \"Loans (file)\",|``|" + ", line 1, column 1: the field \"name\" is missing",
        "\"positiveClass\": \"no\",|``|"
            + ", line 13, column 12 (/roles): the field \"positiveClass\" is missing",
        "\"favourableOutcome\": \"yes\",|``|"
            + ", line 13, column 12 (/roles): the field \"favourableOutcome\" is missing",
        ", \"reference\": \"male\"|``|"
            + ", line 17, column 19 (/roles/sensitive/0): the field \"reference\" is missing",
        "\"seed\": 1|\"seed\": \"one\"|"
            + ", line 20, column 11 (/seed): found \"one\"; the type needed is integer",
        "\"seed\": 1|\"seed\": 1.5|"
            + ", line 20, column 11 (/seed): found 1.5; the type needed is integer",
        "\"seed\": 1|\"seed\": 1, \"decisionThreshold\": 0|"
            + ", line 20, column 35 (/decisionThreshold): found 0; it must have an exclusive minimum"
            + " value of 0",
        "\"seed\": 1|\"seed\": 1, \"decisionThreshold\": 1.5|"
            + ", line 20, column 35 (/decisionThreshold): found 1.5; it must have an exclusive"
            + " maximum value of 1",
        "[\"loans\", \"file\"]|[\"two words\"]|"
            + ", line 21, column 12 (/tags/0): found \"two words\"; it does not match the regex"
            + " pattern ^[^\\s,()&|!]+$",
        "[\"loans\", \"file\"]|[\"a\", \"a\"]|"
            + ", line 21, column 11 (/tags): found 2 items; it must have only unique items in the"
            + " array",
        "\"profile\": \"loans.rag.json\",|\"profile\": \"loans.rag.json\", \"kpis\": [],|"
            + ", line 3, column 40 (/kpis): found 0 items; it must have at least 1 items but found 0",
        "\"profile\": \"loans.rag.json\",|\"profile\": \"loans.rag.json\", \"kpis\": [\"AUCC\"],|"
            + ", line 3, column 40 (/kpis): KPI \"AUCC\" is unknown; known are [",
        "\"profile\": \"loans.rag.json\",|\"profile\": \"loans.rag.json\", \"kpis\": [\"FM\"],|"
            + ", line 3, column 40 (/kpis): profile \"loans\" has no bands for KPI \"FM\"; add them"
            + " in a profile that extends it",
        "\"loans.rag.json\"|\"gone.rag.json\"|, line 3, column 14 (/profile): ",
        "\"loans.rag.json\"|\"eu-ai-act-high-risc\"|, line 3, column 14 (/profile): ",
        "\"loans.rag.json\"|42|, line 3, column 14 (/profile): found 42; the type needed is string",
        "\"logistic-regression-json\"|\"pickle\"|"
            + ", line 6, column 15 (/model/format): found \"pickle\"; formats on the class path are"
            + " logistic-regression-json, mlp-json, multilevel-logistic-json, rule-list-json, sklearn-trees-json,"
            + " xgboost-json; onnx is in org.touchstone:touchstone-onnx",
        "\"test\": \"loans.csv\"|"
            + "\"test\": \"loans.csv\", \"format\": {\"charset\": \"UTF-9\"}|"
            + ", line 11, column 48 (/data/format/charset): there is no charset \"UTF-9\"; UTF-8 is"
            + " one",
        "\"test\": \"loans.csv\"|"
            + "\"test\": \"loans.csv\", \"format\": {\"charset\": \"not a name\"}|"
            + ", line 11, column 48 (/data/format/charset): there is no charset \"not a name\";"
            + " UTF-8 is one",
        "\"test\": \"loans.csv\"|"
            + "\"test\": \"loans.csv\", \"format\": {\"separator\": \";;\"}|"
            + ", line 11, column 50 (/data/format/separator): found \";;\"; it must be at most 1"
            + " characters long",
        "\"test\": \"loans.csv\"|"
            + "\"test\": \"loans.csv\", \"format\": {\"separator\": \"\\n\"}|"
            + ", line 11, column 50 (/data/format/separator): "
      })
  void is_refused_when_it_is_read(String found, String replacement, String refusal)
      throws IOException {
    edit(found, replacement);

    assertThatThrownBy(() -> SuiteReader.readFile(file)).message().startsWith(file + refusal);
  }

  @Test
  void a_file_that_is_not_json_is_refused() throws IOException {
    Files.writeString(file, "name = Loans\n");

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .message()
        .startsWith(file + ", line 1, column ")
        .contains(" is not valid JSON: Unrecognized token 'name'");
  }

  @Test
  void an_empty_file_is_refused() throws IOException {
    Files.writeString(file, "");

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .hasMessage(file + " is empty; a JSON object is needed");
  }

  @Test
  void an_array_is_refused() throws IOException {
    Files.writeString(file, "[]");

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .hasMessage(file + ", line 1, column 1: found 0 items; the type needed is object");
  }

  @Test
  void a_file_in_another_encoding_is_refused() throws IOException {
    Files.write(
        file,
        Files.readString(file).replace("(file)", "Köln").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .message()
        .startsWith(file + ", line 2")
        .contains("Invalid UTF-8");
  }

  @Test
  void a_profile_that_is_wrong_is_refused_with_both_places() throws IOException {
    Path profile = folder.resolve("loans.rag.json");
    Files.writeString(profile, Files.readString(profile).replace("[0.6, 0.7)", "[0.6, 0.65)"));

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .message()
        .startsWith(file + ", line 3, column 14 (/profile): ")
        .contains(profile + ":8:")
        .contains("/kpis/AUC");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"F1\": {', '\"F11\": {', 'KPI \"F11\" is unknown; known are ['",
    "'\"form\": \"ratio\"', '\"from\": \"ratio\"', 'KPI \"DI\" has no parameter \"from\"; it has [form, level]'"
  })
  void a_profile_that_names_what_no_kpi_has_is_refused(
      String found, String replacement, String refusal) throws IOException {
    Path profile = folder.resolve("loans.rag.json");
    Files.writeString(profile, Files.readString(profile).replace(found, replacement));

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .message()
        .startsWith(file + ", line 3, column 14 (/profile): " + profile + ":")
        .contains(refusal);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"repaid\"|\"repayed\"|, line 14, column 14 (/roles/label): the schema has no column"
            + " \"repayed\"; it has [income, age, sex, region, repaid]",
        "\"positiveClass\": \"no\"|\"positiveClass\": \"bad\"|, line 15, column 22"
            + " (/roles/positiveClass): column \"repaid\" has no level \"bad\"; it has [yes, no]",
        "\"favourableOutcome\": \"yes\"|\"favourableOutcome\": \"good\"|, line 16, column 26"
            + " (/roles/favourableOutcome): column \"repaid\" has no level \"good\"; it has [yes, no]",
        "\"feature\": \"sex\"|\"feature\": \"gender\"|, line 17, column 31"
            + " (/roles/sensitive/0/feature): the schema has no column \"gender\"; it has [income,"
            + " age, sex, region, repaid]",
        "\"feature\": \"sex\"|\"feature\": \"age\"|, line 17, column 31"
            + " (/roles/sensitive/0/feature): column \"age\" is a number and has no levels; derive a"
            + " column with levels",
        "\"male\"|\"man\"|, line 17, column 51 (/roles/sensitive/0/reference): column \"sex\" has no"
            + " level \"man\"; it has [female, male]",
        "\"region\"|\"county\"|, line 18, column 15 (/roles/groups): the schema has no column"
            + " \"county\"; it has [income, age, sex, region, repaid]",
        "\"region\"|\"income\"|, line 18, column 15 (/roles/groups): column \"income\" is a number and"
            + " has no levels; derive a column with levels",
        "\"loans.schema.json\"|\"gone.json\"|, line 10, column 15 (/data/schema): There is no file",
        "\"loans.csv\"|\"gone.csv\"|, line 11, column 13 (/data/test): There is no file",
        "\"test\": \"loans.csv\"|\"test\": \"loans.csv\", \"training\": \"gone.csv\"|, line 11, column"
            + " 38 (/data/training): There is no file",
        "\"loans.model.json\"|\"gone.json\"|, line 5, column 13 (/model/file): ",
        "\"loans.encoding.json\"|\"gone.json\"|, line 7, column 17 (/model/encoding): There is no"
            + " file",
        "\"test\": \"loans.csv\"|\"test\": \"loans.csv\", \"format\": {\"separator\": \";\"}|, line 11,"
            + " column 13 (/data/test): ",
        "\"test\": \"loans.csv\"|\"test\": \"loans.csv\", \"format\": {\"idColumn\": \"customer\"}|, line"
            + " 11, column 13 (/data/test): "
      })
  void is_refused_when_it_runs(String found, String replacement, String refusal)
      throws IOException {
    edit(found, replacement);
    SuiteSpec suite = SuiteReader.readFile(file);

    assertThatThrownBy(() -> suite.subject().load()).message().startsWith(file + refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "loans.encoding.json, '\"income\", \"age\"', '\"age\", \"income\"', /model/encoding,"
        + " 'the first to differ is number 1: the model has \"income\", the encoding \"age\"'",
    "loans.encoding.json, '\"income\", \"age\"', '\"income\"', /model/encoding,"
        + " 'has 2 inputs, the encoding 1'",
    "loans.model.json, '\"coef\"', '\"coefs\"', /model/file, coef",
    "loans.model.json, '6.15', '6.15,', /model/file, loans.model.json",
    "loans.csv, '29,female', '29,robot', /data/test, 'found \"robot\"; allowed are \"female\", \"male\"'",
    "loans.schema.json, '\"binary\"', '\"bool\"', /data/schema, 'found \"bool\"; allowed are'"
  })
  void a_wrong_file_beside_it_is_refused_with_the_place_that_names_it(
      String name, String found, String replacement, String pointer, String refusal)
      throws IOException {
    Path beside = folder.resolve(name);
    Files.writeString(beside, Files.readString(beside).replaceFirst(found, replacement));
    SuiteSpec suite = SuiteReader.readFile(file);

    assertThatThrownBy(() -> suite.subject().load())
        .message()
        .startsWith(file + ", line ")
        .contains("(" + pointer + "): ")
        .contains(refusal);
  }

  @Test
  void without_an_encoding_a_model_that_names_no_inputs_is_refused() throws IOException {
    edit(",\n    \"encoding\": \"loans.encoding.json\"", "");
    Path model = folder.resolve("loans.model.json");
    Files.writeString(
        model, Files.readString(model).replace(", \"features\": [\"income\", \"age\"]", ""));
    SuiteSpec suite = SuiteReader.readFile(file);

    assertThatThrownBy(() -> suite.subject().load())
        .hasMessage(
            file
                + ", line 4, column 12 (/model): the model file does not name its inputs; add an"
                + " \"encoding\" that does");
  }

  @Test
  void without_an_encoding_a_model_that_names_its_inputs_takes_the_columns() throws IOException {
    edit(",\n    \"encoding\": \"loans.encoding.json\"", "");

    LoadedTable subject = (LoadedTable) SuiteReader.readFile(file).subject().load();

    double[] row = new double[5];
    double[] score = new double[1];
    subject.test().copyRows(0, 1, row);
    subject.model().score(row, 1, score);
    double margin = 6.15 - 0.003 * row[0] - 0.01 * row[1];
    assertThat(score[0]).isCloseTo(1 / (1 + Math.exp(-margin)), within(1e-15));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private void edit(String found, String replacement) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(found);
    Files.writeString(file, text.replace(found, replacement));
  }
}
