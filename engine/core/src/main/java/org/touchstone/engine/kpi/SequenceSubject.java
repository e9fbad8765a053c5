package org.touchstone.engine.kpi;

import java.util.List;
import java.util.Optional;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;

/**
 * What an audit of sequences is about, beside the table of their entities.
 *
 * @param model scores sequences of readable events: the columns of the sequences' schema
 * @param test the sequences that the model is audited on; sequence i is that of row i of {@link
 *     Audit#test}
 * @param training the sequences that the model was trained on, where the suite names them
 * @param sensitiveFeatures the columns of an event that are sensitive, in the order of the schema:
 *     those of {@link Roles#sensitiveEventFeatures}, and those of {@link Roles#sensitive} whose
 *     name is that of an event's column, too
 */
public record SequenceSubject(
    SequenceClassifier model,
    Sequences test,
    Optional<Sequences> training,
    List<String> sensitiveFeatures) {

  /** Copies the list. */
  public SequenceSubject {
    sensitiveFeatures = List.copyOf(sensitiveFeatures);
  }

  /** The training sequences where the suite names them, else the test sequences. */
  public Sequences reference() {
    return training.orElse(test);
  }
}
