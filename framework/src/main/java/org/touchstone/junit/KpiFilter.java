package org.touchstone.junit;

import java.util.List;
import org.touchstone.engine.kpi.KpiDescriptor;

/**
 * Which KPIs run: those whose id, tag or number is named, or whose number lies below a named one
 * ({@code 1.2} names 1.2.1). Without terms, all.
 *
 * @param terms ids, numbers and tags
 */
record KpiFilter(List<String> terms) {

  boolean accepts(KpiDescriptor kpi) {
    return terms.isEmpty()
        || terms.stream()
            .anyMatch(
                term ->
                    term.equals(kpi.id().value())
                        || isNumberOrAbove(term, kpi.number())
                        || kpi.tags().contains(term));
  }

  /** Whether {@code number} is {@code term} or continues it: 1.2.1 continues 1.2, not 1.20. */
  private static boolean isNumberOrAbove(String term, String number) {
    return !number.isEmpty()
        && number.startsWith(term)
        && (number.length() == term.length() || !Character.isDigit(number.charAt(term.length())));
  }
}
