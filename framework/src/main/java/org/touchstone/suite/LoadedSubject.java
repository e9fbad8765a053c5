package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.Roles;

/** A model and its data, loaded. */
public sealed interface LoadedSubject permits LoadedTable, LoadedSequences {

  /** Where the model came from. */
  ModelOrigin modelSource();

  /** The rows that the model is audited on; of a model of sequences, their entities. */
  Dataset test();

  /** What the technical documentation of the model states, where the suite names it. */
  Optional<ModelDocumentation> documentation();

  /** Starts the audit of the model. */
  Audit.Builder audit(Roles roles);

  /** Releases the model. */
  void close();

  /**
   * Where a model came from, as far as the suite says.
   *
   * @param name file name, or the class of a model that was made in code
   * @param format file format, or {@code code}
   * @param sha256 of the file's bytes; empty for a model that was made in code
   */
  record ModelOrigin(String name, String format, Optional<String> sha256) {}
}
