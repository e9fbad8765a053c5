package org.touchstone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong suite files about sequences; see {@link WrongSuiteFileTest}. */
class WrongSequenceSuiteTest {

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void copyTheExample() {
    Payments.copyTo(folder);
    file = folder.resolve("payments.conformity.json");
  }

  private void edit(String name, String from, String to) throws IOException {
    Path path = folder.resolve(name);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private void audit() {
    SuiteSpec suite = SuiteReader.readFile(file);
    suite.subject().load().audit(suite.roles()).build();
  }

  @Test
  void the_file_itself_is_right() {
    SuiteSpec suite = SuiteReader.readFile(file);
    LoadedSequences subject = (LoadedSequences) suite.subject().load();

    assertThat(subject.test().rowCount()).isEqualTo(80);
    assertThat(subject.sequences().count()).isEqualTo(80);
    assertThat(subject.audit(suite.roles()).build().sequences().orElseThrow().sensitiveFeatures())
        .containsExactly("age");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "recurrent-json | mlp-json | line 6, column 15 (/model/format): found \"mlp-json\"; formats"
            + " of models of sequences on the class path are",
        "recurrent-json | mlp-json | this one is for models of table rows, whose data have no"
            + " \"sequences\"",
        "recurrent-json | gru | onnx-sequence is in org.touchstone:touchstone-onnx",
        "\"idColumn\": \"client\" | | (/data/format): the column that names the entity of an event"
            + " and of a row is missing; add \"idColumn\" to the format",
        "\"order\" | \"sort\" | (/data/sequences/sort): the field \"sort\" is unknown; known fields"
            + " are \"schema\", \"test\", \"training\", \"order\"",
        "\"test\": \"clients.csv\", | \"test\": \"clients.csv\", \"training\": \"x.csv\", |"
            + " (/data/training): the training data of a model of sequences are sequences",
      })
  void refuses_what_is_wrong_without_data(String from, String to, String message)
      throws IOException {
    edit("payments.conformity.json", from, to == null ? "" : to);

    assertThatThrownBy(() -> SuiteReader.readFile(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"age\"] | [\"sex\"] | (/roles/sensitiveEventFeatures/0): the schema of the events has no"
            + " column \"sex\"; it has [amount, night, age]",
        "\"minute\" | \"hour\" | (/data/sequences/test): ",
        "\"test\": \"events.csv\" | \"test\": \"payments.csv\" | (/data/sequences/test): ",
        "\"label\": \"outcome\" | \"label\": \"age\" | (/roles/label): the schema has no column"
            + " \"age\"",
        "\"idColumn\": \"client\" | \"idColumn\": \"id\" | (/data/test): ",
      })
  void refuses_what_does_not_fit_the_data(String from, String to, String message)
      throws IOException {
    edit("payments.conformity.json", from, to);

    assertThatThrownBy(this::audit).hasMessageContaining(message);
  }

  @Test
  void refuses_an_entity_without_a_sequence() throws IOException {
    edit("clients.csv", "C100,", "X1,genuine,male,north\nC100,");

    assertThatThrownBy(this::audit)
        .hasMessageContaining("1 of 81 entities has no sequence: \"X1\"; each entity needs");
  }

  @Test
  void refuses_a_sequence_without_an_entity() throws IOException {
    edit("events.csv", "night,age", "night,age\nX1,5,0.5,no,44");

    assertThatThrownBy(this::audit)
        .hasMessageContaining("1 of 81 sequences has no entity: \"X1\"; each sequence needs");
  }

  @Test
  void refuses_a_label_that_is_not_the_same_on_all_rows_of_an_entity() throws IOException {
    // given a file of events that has the entity's columns as well
    Files.writeString(
        folder.resolve("events.csv"),
        """
        client,minute,amount,night,age,outcome,sex,region
        A,1,0.5,no,44,fraud,male,north
        B,1,0.5,no,44,genuine,male,north
        A,2,0.5,no,44,genuine,male,north
        """);
    edit("payments.conformity.json", "\"clients.csv\"", "\"events.csv\"");

    assertThatThrownBy(this::audit)
        .hasMessageContaining("(/data/test): ")
        .hasMessageContaining(
            "line 4: column \"outcome\": found \"genuine\" for \"A\", which has \"fraud\" on line"
                + " 2");
  }

  @Test
  void the_file_of_the_events_may_be_that_of_the_entities() throws IOException {
    Files.writeString(
        folder.resolve("events.csv"),
        """
        client,minute,amount,night,age,outcome,sex,region
        A,2,0.5,no,44,fraud,male,north
        B,1,0.5,no,44,genuine,male,north
        A,1,0.5,no,44,fraud,male,north
        """);
    edit("payments.conformity.json", "\"clients.csv\"", "\"events.csv\"");

    LoadedSubject subject = SuiteReader.readFile(file).subject().load();

    assertThat(List.of(subject.test().rowId(0), subject.test().rowId(1))).containsExactly("A", "B");
  }

  @Test
  void refuses_an_empty_file() throws IOException {
    Files.writeString(folder.resolve("events.csv"), "", StandardCharsets.UTF_8);

    assertThatThrownBy(this::audit)
        .hasMessageContaining("(/data/sequences/test): ")
        .hasMessageContaining("events.csv is empty");
  }

  @Test
  void a_table_has_no_sensitive_event_features() throws IOException {
    Loans.copyTo(folder);
    Path loans = folder.resolve("loans.conformity.json");
    Files.writeString(
        loans,
        Files.readString(loans)
            .replace(
                "\"groups\": \"region\"",
                "\"groups\": \"region\", \"sensitiveEventFeatures\": [\"age\"]"));

    assertThatThrownBy(() -> SuiteReader.readFile(loans))
        .hasMessageContaining("(/roles/sensitiveEventFeatures): a table has no events");
    Files.writeString(
        loans,
        Files.readString(loans)
            .replace(", \"sensitiveEventFeatures\": [\"age\"]", "")
            .replace("logistic-regression-json", "recurrent-json"));
    assertThatThrownBy(() -> SuiteReader.readFile(loans))
        .hasMessageContaining(
            "this one is for models of sequences, which are named as \"sequences\" under \"data\"");
  }
}
