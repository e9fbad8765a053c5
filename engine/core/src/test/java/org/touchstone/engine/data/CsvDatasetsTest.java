package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.touchstone.engine.data.Fixtures.LOANS;
import static org.touchstone.engine.data.Fixtures.LOANS_WITH_DERIVED;
import static org.touchstone.engine.data.Fixtures.lines;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatasetsTest {

  private static final String LOANS_CSV =
      lines("age,income,housing,risk", "30,1500.5,own,good", "41,-2e3,free,bad");

  @Test
  void reads_numbers_as_they_are_and_levels_as_codes() {
    Dataset data = Fixtures.read(LOANS_CSV);

    double[] rows = new double[8];
    data.copyRows(0, 2, rows);
    assertThat(rows).containsExactly(30, 1500.5, 0, 0, 41, -2000, 2, 1);
    assertThat(data.rowId(1)).isEqualTo("2");
  }

  @Test
  void matches_columns_by_name_and_lists_those_it_does_not_read() {
    String csv = lines("risk,note,housing,income,age", "bad,\"a, b\",rent,1,20");

    Dataset data = Fixtures.read(csv);

    assertThat(data.value(0, 0)).isEqualTo(20);
    assertThat(data.codes("risk")).containsExactly(1);
    assertThat(data.source().orElseThrow().ignoredColumns()).containsExactly("note");
    assertThat(data.source().orElseThrow().columns()).isEqualTo(5);
  }

  @Test
  void computes_derived_columns() {
    String csv =
        lines(
            "age,income,housing,risk",
            "40,1,own,good",
            "41,1,rent,good",
            "25,1,,good",
            ",1,free,bad");

    Dataset data =
        CsvDatasets.read(InputSource.text("loans.csv", csv), LOANS_WITH_DERIVED, CsvFormat.DEFAULT);

    assertThat(data.codes("older")).as("40 is in (-inf, 40]").containsExactly(0, 1, 0, -1);
    assertThat(data.codes("owner")).containsExactly(0, 1, -1, 1);
  }

  @Test
  void tells_what_it_read(@TempDir Path folder) throws IOException {
    // Expected: printf 'abc\\n1\\n' | sha256sum
    Path file = Files.writeString(folder.resolve("abc.csv"), "abc\n1\n");
    Schema schema =
        Schema.of(List.of(new Feature.Continuous("abc", 0, 1, false, Feature.Attributes.NONE)));

    DataSource source = CsvDatasets.read(file, schema, CsvFormat.DEFAULT).source().orElseThrow();

    assertThat(source.sha256())
        .isEqualTo("5cb310b6f87a23bce211e77652daf4e4931a010ffbca35148659961a9207e0fb");
    assertThat(source.file()).isEqualTo(file.toString());
    assertThat(source.rows()).isEqualTo(1);
  }

  @Test
  void counts_missing_values_by_column() {
    String csv = lines("age,income,housing,risk", "NA,?,own,good", "30,NA,rent,bad");

    Dataset data =
        CsvDatasets.read(
            InputSource.text("loans.csv", csv), LOANS, CsvFormat.DEFAULT.withMissing("NA", "?"));

    assertThat(data.source().orElseThrow().missing().toString())
        .isEqualTo("{age=1, income=2, housing=0, risk=0}");
    assertThat(data.value(0, 0)).isNaN();
    assertThat(data.missing("income")).isEqualTo(2);
  }

  @Test
  void names_rows_by_an_id_column_and_keeps_the_names_in_a_selection() {
    String csv = lines("id,age,income,housing,risk", "a7,30,1,own,good", "b9,31,1,own,bad");

    Dataset data =
        CsvDatasets.read(
            InputSource.text("loans.csv", csv), LOANS, CsvFormat.DEFAULT.withIdColumn("id"));

    assertThat(data.rowId(0)).isEqualTo("a7");
    assertThat(data.select(new int[] {1}).rowId(0)).isEqualTo("b9");
    assertThat(data.select(new int[] {1}).source()).isEqualTo(data.source());
    assertThat(data.source().orElseThrow().ignoredColumns()).isEmpty();
  }

  @Test
  void reads_other_separators_and_quotes() {
    String csv = lines("age;income;housing;risk", "30;1;'own';'good'", "30;1;own;'bad'");

    Dataset data =
        CsvDatasets.read(
            InputSource.text("loans.csv", csv),
            LOANS,
            CsvFormat.DEFAULT.withSeparator(';').withQuote('\''));

    assertThat(data.codes("risk")).containsExactly(0, 1);
  }

  @Test
  void reads_quoted_separators_quotes_and_line_breaks_as_rfc_4180_writes_them() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical(
                    "job", List.of("a \"b\", c", "d\r\ne"), Feature.Attributes.NONE)));

    Dataset data =
        CsvDatasets.read(
            InputSource.text("jobs.csv", "job\r\n\"a \"\"b\"\", c\"\r\n\"d\r\ne\"\r\n"),
            schema,
            CsvFormat.DEFAULT);

    assertThat(data.codes("job")).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16"})
  void reads_every_encoding(String name) {
    Charset charset = Charset.forName(name);
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical(
                    "Straße", List.of("Köln", "Zürich"), Feature.Attributes.NONE)));
    byte[] bytes = "Straße\nZürich\nKöln\n".getBytes(charset);

    Dataset data =
        CsvDatasets.read(
            InputSource.bytes("strassen.csv", bytes),
            schema,
            CsvFormat.DEFAULT.withCharset(charset));

    assertThat(data.codes("Straße")).containsExactly(1, 0);
  }

  @Test
  void skips_a_byte_order_mark() {
    byte[] bytes = ("\uFEFF" + LOANS_CSV).getBytes(StandardCharsets.UTF_8);

    Dataset data =
        CsvDatasets.read(InputSource.bytes("loans.csv", bytes), LOANS, CsvFormat.DEFAULT);

    assertThat(data.rowCount()).isEqualTo(2);
  }

  @Test
  void allows_blank_lines_at_the_end() {
    Dataset data = Fixtures.read(LOANS_CSV + "\n\r\n");

    assertThat(data.rowCount()).isEqualTo(2);
  }

  @Test
  void reads_a_blank_line_of_a_one_column_file_as_a_missing_value() {
    Schema schema = LOANS.only(java.util.Set.of("income"));

    Dataset data =
        CsvDatasets.read(
            InputSource.text("income.csv", "income\n1\n\n3\n"), schema, CsvFormat.DEFAULT);

    assertThat(data.column("income")).containsExactly(1, Double.NaN, 3);
  }

  @Test
  void reads_a_table_that_is_larger_than_every_buffer() {
    int rows = 200_000;
    StringBuilder csv = new StringBuilder("age,income,housing,risk\n");
    for (int i = 0; i < rows; i++) {
      csv.append(18 + i % 80).append(',').append(i).append(".25,");
      csv.append(i % 2 == 0 ? "own,good\n" : "rent,bad\n");
    }

    Dataset data = Fixtures.read(csv.toString());

    assertThat(data.rowCount()).isEqualTo(rows);
    assertThat(data.value(rows - 1, 1)).isEqualTo(rows - 1 + 0.25);
    assertThat(data.levelCounts("risk")).containsExactly(rows / 2, rows / 2);
  }

  @Test
  void reads_resources() {
    Schema schema =
        Schema.read(InputSource.resource(getClass().getClassLoader(), "data/loans.schema.json"));

    Dataset data =
        CsvDatasets.read(
            InputSource.resource(getClass().getClassLoader(), "data/loans.csv"),
            schema,
            CsvFormat.DEFAULT);

    assertThat(data.source().orElseThrow().file()).isEqualTo("data/loans.csv");
    assertThat(data.codes("older")).containsExactly(0, 1);
  }
}
