package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/data.md shows is what the code does. */
class DataGuideTest {

  private static final Path GUIDE = Path.of("..", "..", "docs", "data.md");

  private final Schema schema =
      Schema.read(InputSource.text("loans.schema.json", block("json", 0)));

  @Test
  void the_table_is_read_as_the_guide_says() {
    Dataset loans = read(block("csv", 0));

    double[] rows = new double[14];
    loans.copyRows(0, 2, rows);
    assertThat(rows).containsExactly(25, 1800.5, 1, 1, 0, 0, 1, 52, Double.NaN, 0, 3, 1, 1, 0);
    assertThat(loans.source().orElseThrow().ignoredColumns()).containsExactly("branch");
  }

  @Test
  void the_encoding_fits_the_schema() {
    Encoder encoder =
        Encoder.read(InputSource.text("loans.encoding.json", block("json", 1)), schema);
    double[] out = new double[5];

    encoder.encode(new double[] {66, 900, 2, 2, 0, 1, 1}, 1, out);

    assertThat(out).containsExactly(2, 900, 0, 0, 2.5);
  }

  @Test
  void the_errors_are_those_of_the_guide() {
    String csv =
        """
        risk,age,income,housing,employment,branch
        good,25,1800.50,Rent,<1,Aachen
        bad,17,,own,>4,Köln
        bad,40,1,own,>4
        """;

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(csv))
        .withMessage(block("text", 0).stripTrailing());
  }

  private Dataset read(String csv) {
    return CsvDatasets.read(InputSource.text("loans.csv", csv), schema, CsvFormat.DEFAULT);
  }

  private static String block(String language, int index) {
    try {
      List<String> blocks = new ArrayList<>();
      Matcher matcher =
          Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
              .matcher(Files.readString(GUIDE));
      while (matcher.find()) {
        blocks.add(matcher.group(1));
      }
      return blocks.get(index);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
