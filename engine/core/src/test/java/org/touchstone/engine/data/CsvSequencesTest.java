package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvSequencesTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Categorical(
                  "type", List.of("login", "enrolment", "transaction"), Feature.Attributes.NONE),
              new Feature.Continuous(
                  "amount", 0, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE)));
  private static final CsvFormat FORMAT = CsvFormat.DEFAULT.withIdColumn("client");

  private static final String EVENTS =
      """
      client,time,type,amount,branch
      b,20,login,,x
      a,7,transaction,12.5,x
      b,10,enrolment,0,y
      a,3,login,,y
      b,30,transaction,99,x
      """;

  @Test
  void events_are_grouped_by_entity_and_sorted_by_their_place() {
    // when
    Sequences sequences = read(EVENTS, Optional.of("time"));

    // then
    assertThat(sequences.count()).isEqualTo(2);
    assertThat(sequences.id(0)).isEqualTo("b");
    assertThat(sequences.length(0)).isEqualTo(3);
    assertThat(sequences.maxLength()).isEqualTo(3);
    assertThat(sequences.eventCount()).isEqualTo(5);
    assertThat(sequences.events(0)).containsExactly(1, 0, 0, Double.NaN, 2, 99);
    assertThat(sequences.events(1)).containsExactly(0, Double.NaN, 2, 12.5);
    assertThat(sequences.value(1, 1, 1)).isEqualTo(12.5);
    assertThat(sequences.column(0)).containsExactly(1, 0, 2, 0, 2);
    DataSource source = sequences.source().orElseThrow();
    assertThat(source.rows()).isEqualTo(5);
    assertThat(source.ignoredColumns()).containsExactly("branch");
    assertThat(source.missing()).containsEntry("amount", 2).containsEntry("type", 0);
    assertThat(source.sha256()).hasSize(64);
  }

  @Test
  void without_an_order_column_events_stay_in_the_order_of_the_file() {
    assertThat(read(EVENTS, Optional.empty()).events(0))
        .containsExactly(0, Double.NaN, 1, 0, 2, 99);
  }

  @Test
  void the_order_column_may_be_a_feature() {
    Sequences sequences =
        CsvSequences.read(
            InputSource.text("events.csv", "client,amount\na,3\na,1\na,2\n"),
            Schema.of(List.of(SCHEMA.feature("amount"))),
            FORMAT,
            Optional.of("amount"));
    assertThat(sequences.events(0)).containsExactly(1, 2, 3);
  }

  @Test
  void selected_sequences_keep_their_ids_and_source() {
    Sequences selected = read(EVENTS, Optional.of("time")).select(new int[] {1});
    assertThat(selected.count()).isEqualTo(1);
    assertThat(selected.id(0)).isEqualTo("a");
    assertThat(selected.events(0)).containsExactly(0, Double.NaN, 2, 12.5);
    assertThat(selected.source()).isPresent();
  }

  @Test
  void two_events_at_one_place_are_an_error_that_names_both_lines() {
    assertThatThrownBy(() -> read(EVENTS.replace("b,30", "b,20"), Optional.of("time")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "events.csv, line 6: column \"time\": found 20 again for \"b\", it is on line 2 too;"
                + " events of one entity need different places");
  }

  @Test
  void an_event_without_an_entity_or_a_place_is_an_error() {
    assertThatThrownBy(() -> read(EVENTS.replace("\na,3", "\na,"), Optional.of("time")))
        .hasMessage(
            "events.csv, line 5: column \"time\": the event has no place; every event needs one");
    assertThatThrownBy(() -> read(EVENTS.replace("\na,3", "\n,3"), Optional.of("time")))
        .hasMessageContaining("line 5: column \"client\": the id is missing");
  }

  @Test
  void errors_of_tables_are_errors_of_sequences() {
    assertThatThrownBy(() -> read(EVENTS.replace("enrolment", "enrol"), Optional.of("time")))
        .hasMessageContaining("line 4: column \"type\": found \"enrol\"");
    assertThatThrownBy(() -> read(EVENTS, Optional.of("when")))
        .hasMessageContaining("column \"when\": the file does not have it");
    assertThatThrownBy(() -> read("", Optional.empty())).hasMessageContaining("is empty");
    assertThatThrownBy(() -> read("client,type,amount\n", Optional.empty()))
        .hasMessageContaining("there is a header and no row");
  }

  @Test
  void refuses_columns_in_roles_that_they_cannot_have() {
    assertThatThrownBy(() -> read(EVENTS, Optional.of("type")))
        .hasMessageContaining("which has levels; name a column of numbers");
    assertThatThrownBy(() -> read(EVENTS, Optional.of("client")))
        .hasMessageContaining("names the entity; it cannot be the order");
    assertThatThrownBy(
            () ->
                CsvSequences.read(
                    InputSource.text("e", EVENTS), SCHEMA, CsvFormat.DEFAULT, Optional.empty()))
        .hasMessageContaining("CsvFormat.withIdColumn");
  }

  @Test
  void refuses_sequences_whose_parts_do_not_agree() {
    assertThatThrownBy(() -> Sequences.of(SCHEMA, new double[4], new int[] {1}, List.of("a")))
        .hasMessage("Sequences of 1 events and 2 columns need 2 values, found 4");
    assertThatThrownBy(
            () -> Sequences.of(SCHEMA, new double[4], new int[] {2, 0}, List.of("a", "b")))
        .hasMessageContaining("\"b\" has 0 events");
    assertThatThrownBy(
            () -> Sequences.of(SCHEMA, new double[4], new int[] {1, 1}, List.of("a", "a")))
        .hasMessageContaining("the same id");
  }

  private static Sequences read(String text, Optional<String> order) {
    return CsvSequences.read(InputSource.text("events.csv", text), SCHEMA, FORMAT, order);
  }
}
