package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Classifier;

/**
 * A model and its data, loaded.
 *
 * @param model scores the columns of the data
 * @param modelSource where the model came from
 * @param test the rows it is audited on
 * @param training the rows it was trained on
 */
public record LoadedSubject(
    Classifier model, ModelOrigin modelSource, Dataset test, Optional<Dataset> training) {

  /**
   * Where a model came from, as far as the suite says.
   *
   * @param name file name, or the class of a model that was made in code
   * @param format file format, or {@code code}
   * @param sha256 of the file's bytes; empty for a model that was made in code
   */
  public record ModelOrigin(String name, String format, Optional<String> sha256) {}
}
