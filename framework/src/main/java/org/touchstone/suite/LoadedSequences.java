package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.SequenceClassifier;

/**
 * A model of sequences and its data.
 *
 * @param model scores sequences of the columns of an event
 * @param modelSource where the model came from
 * @param test the entities that the sequences are about, one row each
 * @param sequences the sequences it is audited on
 * @param training the sequences it was trained on
 * @param documentation what the technical documentation of the model states
 */
public record LoadedSequences(
    SequenceClassifier model,
    ModelOrigin modelSource,
    Dataset test,
    Sequences sequences,
    Optional<Sequences> training,
    Optional<ModelDocumentation> documentation)
    implements LoadedSubject {

  @Override
  public Audit.Builder audit(Roles roles) {
    Audit.Builder audit = Audit.ofSequences(model, sequences, test, roles);
    training.ifPresent(audit::trainingSequences);
    documentation.ifPresent(audit::documentation);
    return audit;
  }

  @Override
  public void close() {
    model.close();
  }
}
