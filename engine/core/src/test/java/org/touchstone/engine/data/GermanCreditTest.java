package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of the example suites, which other modules rely on. */
class GermanCreditTest {

  private static final Path FOLDER =
      Path.of("..", "..", "example-suites", "src", "test", "resources", "german-credit");

  private final Schema schema = Schema.read(FOLDER.resolve("german_credit.schema.json"));
  private final Dataset data =
      CsvDatasets.read(FOLDER.resolve("german_credit.csv"), schema, CsvFormat.DEFAULT);
  private final Encoder encoder =
      Encoder.read(FOLDER.resolve("german_credit.encoding.json"), schema);

  @Test
  void has_the_rows_that_its_source_names() {
    DataSource source = data.source().orElseThrow();

    // SOURCE.md; 700 good and 300 bad stand in UCI's description of the data set.
    assertThat(source.sha256())
        .isEqualTo("38b6dbf6fb4b0311a3ffc005730f42623128591fb36473ab3c22d270c0467632");
    assertThat(source.rows()).isEqualTo(1000);
    assertThat(source.columns()).isEqualTo(21);
    assertThat(source.ignoredColumns()).isEmpty();
    assertThat(source.missing()).hasSize(23).allSatisfy((name, n) -> assertThat(n).isZero());
    assertThat(data.levelCounts("class")).containsExactly(700, 300);
  }

  @Test
  void derives_sex_and_age_group() {
    // 310 women and 190 applicants of 25 or younger: Kamiran and Calders 2009, and counted with
    // awk.
    assertThat(data.levelCounts("sex")).containsExactly(310, 690);
    assertThat(data.levelCounts("age_over_25")).containsExactly(190, 810);
    assertThat(
            schema.features().stream().filter(f -> f.attributes().sensitive()).map(Feature::name))
        .containsExactly("personal_status", "age", "foreign_worker", "sex", "age_over_25");
  }

  @Test
  void encodes_every_row_with_one_level_per_feature() {
    double[] rows = new double[1000 * schema.size()];
    data.copyRows(0, 1000, rows);
    double[] out = new double[1000 * encoder.inputWidth()];

    encoder.encode(rows, 1000, out);

    for (int row = 0; row < 1000; row++) {
      double ones = Arrays.stream(out, row * 61 + 7, row * 61 + 61).sum();
      assertThat(ones).as("13 features with levels").isEqualTo(13);
    }
  }

  @Test
  void encodes_rows_as_the_models_training_did() throws IOException {
    Path models = Path.of(System.getProperty("touchstone.shared", "")).resolve("models");
    assumeTrue(
        Files.exists(models.resolve("german_xgb.inputs.csv")),
        "the reference inputs are not on this machine");
    List<String> expected = Files.readAllLines(models.resolve("german_xgb.inputs.csv"));
    List<String> rows = Files.readAllLines(models.resolve("german_xgb.predictions.csv"));
    double[] row = new double[schema.size()];
    double[] out = new double[encoder.inputWidth()];

    assertThat(encoder.inputNames()).containsExactly(expected.get(0).split(",", -1));
    assertThat(rows).hasSize(21);
    for (int i = 1; i < rows.size(); i++) {
      String[] fields = rows.get(i).split(",", -1);
      int at = Integer.parseInt(fields[0]); // counted from 0
      data.copyRows(at, at + 1, row);
      encoder.encode(row, 1, out);
      double[] inputs =
          Arrays.stream(expected.get(i).split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      assertThat(out).as("row %d", at).containsExactly(inputs);
      assertThat(data.codes("class")[at]).isEqualTo(Integer.parseInt(fields[1]));
    }
  }
}
