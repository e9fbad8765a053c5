package org.touchstone.engine.kpi.explanation;

import java.util.List;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.model.EncodedClassifier;

/** Which columns of an audit are features of its model. */
final class AuditFeatures {

  private AuditFeatures() {}

  /**
   * The columns that the model's encoder reads; of a model without an encoder all but the label and
   * those that are computed from others.
   */
  static List<String> ofModel(Audit audit) {
    if (audit.model() instanceof EncodedClassifier encoded) {
      return encoded.encoder().features();
    }
    return audit.schema().names().stream()
        .filter(name -> !name.equals(audit.roles().label()))
        .filter(name -> audit.schema().derivation(name).isEmpty())
        .toList();
  }
}
