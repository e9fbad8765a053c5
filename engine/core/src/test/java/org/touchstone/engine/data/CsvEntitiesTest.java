package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvEntitiesTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Binary("fraud", List.of("no", "yes"), Feature.Attributes.NONE),
              new Feature.Continuous("age", 0, 120, true, Feature.Attributes.NONE),
              new Feature.Binary("old", List.of("no", "yes"), Feature.Attributes.NONE)),
          Map.of("old", new Derivation.Cut("age", List.of(65.0))));

  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("clients.csv"), List.of(lines));
  }

  @Test
  void reads_one_row_for_each_entity_of_a_file_of_events() throws IOException {
    Path events =
        file(
            "client,amount,fraud,age",
            "b,1,yes,70",
            "a,2,no,",
            "b,3,yes,70",
            "a,4,no,",
            "c,5,no,30");

    Dataset entities = CsvEntities.read(events, SCHEMA, CsvFormat.DEFAULT.withIdColumn("client"));

    assertThat(entities.rowCount()).isEqualTo(3);
    assertThat(List.of(entities.rowId(0), entities.rowId(1), entities.rowId(2)))
        .containsExactly("b", "a", "c");
    assertThat(entities.column("fraud")).containsExactly(1, 0, 0);
    assertThat(entities.column("age")).containsExactly(70, Double.NaN, 30);
    assertThat(entities.codes("old")).containsExactly(1, -1, 0);
    DataSource source = entities.source().orElseThrow();
    assertThat(source.rows()).isEqualTo(5);
    assertThat(source.ignoredColumns()).containsExactly("amount");
    assertThat(entities.missing("age")).isEqualTo(1);
  }

  @Test
  void refuses_an_entity_whose_label_is_not_the_same_on_all_its_rows() throws IOException {
    Path events = file("client,fraud,age", "b,yes,70", "a,no,3", "b,no,70", "a,no,");

    assertThatThrownBy(
            () -> CsvEntities.read(events, SCHEMA, CsvFormat.DEFAULT.withIdColumn("client")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("clients.csv has 2 problems")
        .hasMessageContaining(
            "line 4: column \"fraud\": found \"no\" for \"b\", which has \"yes\" on line 2; a column"
                + " of an entity is the same on all its rows")
        .hasMessageContaining(
            "line 5: column \"age\": found no value for \"a\", which has 3 on line 3");
  }

  @Test
  void refuses_a_format_without_an_id_column_and_an_empty_file() throws IOException {
    Path empty = file();

    assertThatThrownBy(() -> CsvEntities.read(empty, SCHEMA, CsvFormat.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("withIdColumn");
    assertThatThrownBy(
            () -> CsvEntities.read(empty, SCHEMA, CsvFormat.DEFAULT.withIdColumn("client")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is empty");
  }
}
