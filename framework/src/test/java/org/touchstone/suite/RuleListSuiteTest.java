package org.touchstone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.run.Execution;

/** A suite file whose model is a rule list, which reads the columns of the data themselves. */
class RuleListSuiteTest {

  private static final String ENCODED =
      "\"format\": \"logistic-regression-json\",\n    \"encoding\": \"loans.encoding.json\"";

  @TempDir Path folder;
  private Path file = Path.of("");
  private Path list = Path.of("");

  @BeforeEach
  void learns_a_list_from_the_loans() {
    Loans.copyTo(folder);
    file = folder.resolve("loans.conformity.json");
    list = folder.resolve("loans.model.json");
    ExMo.DEFAULT
        .fit(
            SuiteReader.readFile(file).subject().load().test(), "repaid", "no", 1, Execution.SINGLE)
        .list()
        .save(list);
  }

  @Test
  void is_scored_without_an_encoding_and_its_file_is_in_the_evidence() throws IOException {
    replace(ENCODED, "\"format\": \"rule-list-json\"");

    LoadedTable loaded = (LoadedTable) SuiteReader.readFile(file).subject().load();

    double[] row = new double[5];
    double[] score = new double[1];
    loaded.test().copyRows(0, 1, row);
    loaded.model().score(row, 1, score);
    assertThat(loaded.model()).isInstanceOf(RuleList.class);
    assertThat(score[0]).isBetween(0.0, 1.0);
    assertThat(loaded.modelSource().format()).isEqualTo("rule-list-json");
    assertThat(loaded.modelSource().name()).isEqualTo("loans.model.json");
    assertThat(loaded.modelSource().sha256()).isNotEqualTo(Optional.empty());
  }

  @Test
  void refuses_an_encoding() throws IOException {
    replace("logistic-regression-json", "rule-list-json");

    assertThatThrownBy(() -> SuiteReader.readFile(file).subject().load())
        .hasMessageContaining("(/model/encoding)")
        .hasMessageContaining("reads the columns of the data as they are; take \"encoding\" away");
  }

  @Test
  void refuses_a_schema_that_lacks_a_column_of_the_list() throws IOException {
    replace(ENCODED, "\"format\": \"rule-list-json\"");
    String json = Files.readString(list);
    Files.writeString(list, json.replace("\"income\"", "\"wealth\""));

    assertThatThrownBy(() -> SuiteReader.readFile(file).subject().load())
        .hasMessageContaining("(/model)")
        .hasMessageContaining("The rule list asks about \"wealth\"; the schema has [income,");
  }

  private void replace(String what, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, by));
  }
}
