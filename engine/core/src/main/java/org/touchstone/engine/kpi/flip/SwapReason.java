package org.touchstone.engine.kpi.flip;

import java.util.Optional;
import org.touchstone.engine.kpi.Audit;

/** Why a sensitive feature cannot be swapped. */
final class SwapReason {

  private SwapReason() {}

  static Optional<String> of(Audit audit, String sensitive) {
    if (FlipSubject.readAs(audit, sensitive).isEmpty()) {
      return Optional.of(FlipSubject.notRead(sensitive));
    }
    return audit
        .schema()
        .derivation(sensitive)
        .map(
            derivation ->
                "\""
                    + sensitive
                    + "\" is computed from \""
                    + derivation.from()
                    + "\": which value of that another level stands for is not known");
  }
}
