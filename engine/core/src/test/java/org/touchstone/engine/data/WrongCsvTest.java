package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.touchstone.engine.data.Fixtures.LOANS;
import static org.touchstone.engine.data.Fixtures.LOANS_WITH_DERIVED;
import static org.touchstone.engine.data.Fixtures.lines;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongCsvTest {

  private static final String HEADER = "age,income,housing,risk";
  private static final String ROW = "30,1,own,good";

  @Test
  void refuses_a_file_that_does_not_exist(@TempDir Path folder) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(folder.resolve("no.csv"), LOANS, CsvFormat.DEFAULT))
        .withMessageContaining("There is no file " + folder.resolve("no.csv"));
  }

  @Test
  void refuses_a_resource_that_does_not_exist() {
    InputSource source = InputSource.resource(getClass().getClassLoader(), "data/no.csv");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS, CsvFormat.DEFAULT))
        .withMessageContaining("There is no resource data/no.csv");
  }

  @Test
  void refuses_a_directory(@TempDir Path folder) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(folder, LOANS, CsvFormat.DEFAULT))
        .withMessage(folder + " is a directory; name a file in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF"})
  void refuses_an_empty_file(String csv) {
    assertThat(error(csv)).isEqualTo("loans.csv is empty; a header and rows are needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {HEADER, HEADER + "\n", HEADER + "\n\n"})
  void refuses_a_file_without_rows(String csv) {
    assertThat(error(csv)).startsWith("loans.csv, line ").endsWith("a header and no row");
  }

  @Test
  void refuses_missing_columns_and_suggests_what_is_near() {
    assertThat(error(lines("Age,income,housin", ROW)))
        .isEqualTo(
            """
            loans.csv has 3 problems:
              line 1: column "age": the file does not have it; the header has "Age", "income", "housin"; did you mean "Age"?
              line 1: column "housing": the file does not have it; the header has "Age", "income", "housin"; did you mean "housin"?
              line 1: column "risk": the file does not have it; the header has "Age", "income", "housin\"""");
  }

  @Test
  void asks_whether_the_separator_is_another_one() {
    assertThat(error(lines(HEADER.replace(',', ';'), ROW)))
        .isEqualTo(
            "loans.csv, line 1: the header is one column, \"age;income;housing;risk\", with the"
                + " separator \",\"; is the separator \";\"?");
  }

  @Test
  void refuses_a_column_that_the_header_names_twice() {
    assertThat(error(lines(HEADER + ",age", ROW + ",1")))
        .isEqualTo(
            "loans.csv, line 1: column \"age\": the header names it twice, as columns 1 and 5;"
                + " rename one of them");
  }

  @Test
  void refuses_a_column_that_the_schema_derives() {
    InputSource source = InputSource.text("loans.csv", lines(HEADER + ",older", ROW + ",x"));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS_WITH_DERIVED, CsvFormat.DEFAULT))
        .withMessage(
            "loans.csv, line 1: column \"older\": the file has it, and the schema derives it from"
                + " \"age\"; keep one of the two");
  }

  @Test
  void refuses_an_unknown_level_and_suggests_the_nearest() {
    assertThat(error(lines(HEADER, ROW, "30,1,Rent,good")))
        .isEqualTo(
            "loans.csv, line 3: column \"housing\": found \"Rent\"; allowed are \"own\", \"rent\","
                + " \"free\"; did you mean \"rent\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "17 | allowed are numbers from 18 to 100",
        "101 | allowed are numbers from 18 to 100",
        "30.5 | a whole number is needed from 18 to 100",
        "abc | a number is needed from 18 to 100; if it stands for a missing value",
        "2024-05-31 | a number is needed from 18 to 100; write a date as a number",
        "2024-05-31T10:00 | a number is needed from 18 to 100; write a date as a number, for example",
        "NaN | a number is needed",
        "Infinity | a number is needed",
        "-Infinity | a number is needed",
        "0x1E | a number is needed",
        "30d | a number is needed",
        "1e999 | it is beyond the range of a double",
        "1.200 | a whole number is needed",
        "-- | a number is needed",
        "٣٠ | a number is needed",
      })
  void refuses_what_is_not_an_allowed_number(String found, String why) {
    assertThat(error(lines(HEADER, found + ",1,own,good")))
        .startsWith("loans.csv, line 2: column \"age\": found \"" + found + "\"; " + why);
  }

  @Test
  void refuses_a_number_beyond_a_double_where_nothing_bounds_it() {
    assertThat(error(lines(HEADER, "30,-1e999,own,good")))
        .isEqualTo(
            "loans.csv, line 2: column \"income\": found \"-1e999\"; it is beyond the range of a"
                + " double");
  }

  @Test
  void says_what_is_wrong_with_spaces_and_decimal_commas() {
    assertThat(error(lines(HEADER, " 30,1,own,good"))).endsWith("; remove the spaces around it");
    assertThat(error(lines(HEADER, "30,\"1,5\",own,good")))
        .endsWith(
            "found \"1,5\"; a number is needed; write the decimal point as \".\" and no thousands separators");
  }

  @Test
  void refuses_rows_with_too_few_or_too_many_fields_without_reading_their_values() {
    assertThat(error(lines(HEADER, "30,own,good", ROW, "30,1,own,good,extra,bad")))
        .isEqualTo(
            """
            loans.csv has 2 problems:
              line 2: found 3 fields, the header has 4; the first one missing is column "risk"
              line 4: found 6 fields, the header has 4; quote the fields that hold the separator ",\"""");
  }

  @Test
  void refuses_a_blank_line_between_rows() {
    assertThat(error(lines(HEADER, ROW, "", ROW)))
        .isEqualTo("loans.csv, line 3: the line is blank; remove it");
  }

  @Test
  void reports_blank_lines_before_the_row_that_follows_them() {
    assertThat(error(lines(HEADER, "", "", "1,1", "", "1,1,own,good")))
        .isEqualTo(
            """
            loans.csv has 4 problems:
              line 2: 2 blank lines start here; remove them
              line 4: found 2 fields, the header has 4; the first one missing is column "housing"
              line 5: the line is blank; remove it
              line 6: column "age": found "1"; allowed are numbers from 18 to 100""");
  }

  @Test
  void refuses_a_quote_that_is_not_closed() {
    assertThat(error(lines(HEADER, ROW, "30,1,\"own,good", ROW)))
        .startsWith("loans.csv, line 3, column \"housing\": Unclosed quoted field");
  }

  @Test
  void refuses_text_after_a_closing_quote() {
    assertThat(error(lines(HEADER, "30,1,\"own\"x,good")))
        .startsWith("loans.csv, line 2, column \"housing\": Unexpected character")
        .endsWith("a quote inside it is doubled");
  }

  @Test
  void refuses_another_encoding_and_says_on_which_line() {
    byte[] bytes =
        lines(HEADER, ROW, ROW, "30,1,größer,good").getBytes(StandardCharsets.ISO_8859_1);
    InputSource source = InputSource.bytes("loans.csv", bytes);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS, CsvFormat.DEFAULT))
        .withMessageStartingWith("loans.csv, line 4: found the byte 0xF6, which is not UTF-8;");
  }

  @Test
  void reports_problems_before_a_fatal_one_too() {
    assertThat(error(lines(HEADER, "1,1,own,good", "30,1,\"own,good")))
        .contains("line 2: column \"age\": found \"1\"")
        .contains("line 3, column \"housing\": Unclosed");
  }

  @Test
  void refuses_ids_that_are_missing_or_there_twice() {
    InputSource source =
        InputSource.text(
            "loans.csv",
            lines("id," + HEADER, "a," + ROW, "," + ROW, "b," + ROW, "a," + ROW, "," + ROW));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS, CsvFormat.DEFAULT.withIdColumn("id")))
        .withMessage(
            """
            loans.csv has 3 problems:
              line 3: column "id": the id is missing; every row needs one
              line 5: column "id": found the id "a" again, it is on line 2 too; ids must differ
              line 6: column "id": the id is missing; every row needs one""");
  }

  @Test
  void refuses_an_id_column_that_the_file_does_not_have() {
    InputSource source = InputSource.text("loans.csv", lines(HEADER, ROW));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS, CsvFormat.DEFAULT.withIdColumn("id")))
        .withMessageStartingWith("loans.csv, line 1: column \"id\": the file does not have it");
  }

  @Test
  void refuses_a_level_that_stands_for_a_missing_value_too() {
    InputSource source = InputSource.text("loans.csv", lines(HEADER, ROW));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvDatasets.read(source, LOANS, CsvFormat.DEFAULT.withMissing("free")))
        .withMessageContaining(
            "The level \"free\" of column \"housing\" also stands for a missing");
  }

  @Test
  void shows_the_first_twenty_problems_and_counts_all() {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < 37; i++) {
      csv.append("1,1,own,good\n");
    }

    String message = error(csv.toString());

    assertThat(message).startsWith("loans.csv has 37 problems, the first 20 are:\n  line 2: ");
    assertThat(message.lines()).hasSize(21).last().asString().startsWith("  line 21: ");
  }

  @Test
  void counts_lines_inside_quoted_fields() {
    assertThat(error(lines(HEADER + ",note", ROW + ",\"a\nb\r\nc\"", "1,1,own,good,x")))
        .startsWith("loans.csv, line 5: column \"age\": found \"1\"");
  }

  @Test
  void never_shows_a_value_of_another_cell() {
    assertThat(error(lines(HEADER, "77,4242.5,Own house,bad"))).doesNotContain("77", "4242", "bad");
  }

  @Test
  void refuses_a_label_with_one_class() {
    Dataset data = Fixtures.read(lines(HEADER, ROW, ROW));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> data.requireClasses("risk"))
        .withMessage(
            "loans.csv, column \"risk\": the label has one class, found \"good\" in all 2 rows;"
                + " rows of at least two of \"good\", \"bad\" are needed");
  }

  @Test
  void refuses_a_label_that_is_missing() {
    Dataset data = Fixtures.read(lines(HEADER, ROW, "30,1,own,"));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> data.requireClasses("risk"))
        .withMessage("loans.csv, column \"risk\": row 2 has no label; every row needs one");
  }

  @Test
  void accepts_a_label_with_two_classes() {
    Fixtures.read(lines(HEADER, ROW, "30,1,own,bad")).requireClasses("risk");
  }

  @Test
  void refuses_a_format_that_cannot_be_told_apart() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvFormat.DEFAULT.withSeparator('"'));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CsvFormat.DEFAULT.withQuote('\n'));
  }

  private static String error(String csv) {
    DataException error = catchThrowableOfType(DataException.class, () -> Fixtures.read(csv));
    assertThat(error).as("refused").isNotNull();
    return String.valueOf(error.getMessage());
  }
}
