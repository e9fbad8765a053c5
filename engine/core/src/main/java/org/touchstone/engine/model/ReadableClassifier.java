package org.touchstone.engine.model;

import java.util.List;
import java.util.Optional;
import org.touchstone.engine.data.Schema;

/**
 * A classifier whose inputs are the columns that a person reads, levels as codes, so that it needs
 * no encoding: it finds its columns and their levels in a schema by name.
 */
public interface ReadableClassifier extends Classifier {

  /**
   * The same model for rows of a schema.
   *
   * @throws org.touchstone.engine.data.DataException if the schema lacks a column of the model, or
   *     has it as another kind
   */
  ReadableClassifier on(Schema schema);

  /** The names of the columns that the model reads; no other column changes its scores. */
  List<String> features();

  /** The file that the model was read from; empty if it was made in code. */
  Optional<ModelSource> source();
}
