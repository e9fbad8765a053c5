package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;

/** Puts the parts of an audit of sequences together, or says what does not fit. */
final class SequenceMatch {

  private static final int MOST_IDS = 5;

  private SequenceMatch() {}

  /**
   * The subject whose sequence i is that of row i of the entities.
   *
   * @throws DataException if an entity has no sequence, a sequence no entity or an id is there
   *     twice, if model, training and test sequences have other columns, or if a sensitive event
   *     feature is no column of an event
   */
  static SequenceSubject of(
      SequenceClassifier model,
      Sequences sequences,
      Optional<Sequences> training,
      Dataset entities,
      Roles roles) {
    Schema schema = sequences.schema();
    if (model.eventWidth() != schema.size()) {
      throw new DataException(
          "The model takes events of "
              + model.eventWidth()
              + " inputs, an event of the sequences has "
              + schema.size()
              + " columns; wrap the model in an encoder that turns one into the other");
    }
    training.ifPresent(
        other -> {
          AuditChecks.requireSameColumns(other.schema(), schema, "sequences");
          if (other.count() == 0) {
            throw new DataException("There is no training sequence; leave them out, or name some");
          }
        });
    return new SequenceSubject(
        model, aligned(sequences, entities), training, sensitiveFeatures(roles, schema));
  }

  private static Sequences aligned(Sequences sequences, Dataset entities) {
    if (entities.hasNumberedRows()) {
      throw new DataException(
          "The rows of the table of entities are numbered, they have no ids that name sequences;"
              + " read the table with its id column (CsvFormat.withIdColumn, in a suite file"
              + " \"idColumn\" of the format)");
    }
    Map<String, Integer> places = new HashMap<>();
    for (int s = 0; s < sequences.count(); s++) {
      places.put(sequences.id(s), s);
    }
    Map<String, Integer> rows = new HashMap<>();
    int[] order = new int[entities.rowCount()];
    List<String> without = new ArrayList<>();
    boolean sameOrder = order.length == sequences.count();
    for (int row = 0; row < order.length; row++) {
      String id = entities.rowId(row);
      Integer earlier = rows.putIfAbsent(id, row);
      if (earlier != null) {
        throw new DataException(
            "Entity \""
                + id
                + "\" is there twice, in rows "
                + (earlier + 1)
                + " and "
                + (row + 1)
                + " (from 1) of its table; a table of entities has one row for each sequence. A"
                + " table with a row for each event is read by CsvEntities");
      }
      Integer place = places.get(id);
      if (place == null) {
        without.add(id);
      } else {
        order[row] = place;
        sameOrder &= place == row;
      }
    }
    requireNone(without, entities.rowCount(), "entity", "entities", "sequence");
    places.keySet().removeAll(rows.keySet());
    List<String> left = new ArrayList<>();
    for (int s = 0; s < sequences.count() && !places.isEmpty(); s++) {
      if (places.containsKey(sequences.id(s))) {
        left.add(sequences.id(s));
      }
    }
    requireNone(left, sequences.count(), "sequence", "sequences", "entity");
    return sameOrder ? sequences : sequences.select(order);
  }

  private static void requireNone(
      List<String> ids, int all, String what, String several, String other) {
    if (ids.isEmpty()) {
      return;
    }
    String shown =
        String.join(", ", ids.stream().limit(MOST_IDS).map(id -> '"' + id + '"').toList());
    throw new DataException(
        ids.size()
            + " of "
            + all
            + " "
            + several
            + (ids.size() == 1 ? " has no " : " have no ")
            + other
            + ": "
            + shown
            + (ids.size() > MOST_IDS ? ", ..." : "")
            + "; each "
            + what
            + " needs the "
            + other
            + " of the same id, so check the id columns of both files, or leave these "
            + several
            + " out");
  }

  private static List<String> sensitiveFeatures(Roles roles, Schema events) {
    Set<String> named = new LinkedHashSet<>();
    for (String name : roles.sensitiveEventFeatures()) {
      if (events.find(name).isEmpty()) {
        throw new DataException(
            "Sensitive event feature \""
                + name
                + "\" is no column of an event; the columns are "
                + events.names());
      }
      if (!named.add(name)) {
        throw new DataException(
            "\"" + name + "\" is named twice as a sensitive event feature; name it once");
      }
    }
    roles.sensitive().forEach(sensitive -> named.add(sensitive.feature()));
    return events.names().stream().filter(named::contains).toList();
  }
}
