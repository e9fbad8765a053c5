package org.touchstone.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.kpi.KpiDescriptor;

/**
 * Which KPIs run: those whose id, tag or number is named, or whose number lies below a named one
 * ({@code 1.2} names 1.2.1). Without terms, all.
 *
 * @param terms ids, numbers and tags
 */
record KpiFilter(List<String> terms) {

  boolean accepts(KpiDescriptor kpi) {
    return terms.isEmpty() || terms.stream().anyMatch(term -> names(term, kpi));
  }

  /** The terms that name none of these KPIs. */
  List<String> unmatched(List<KpiDescriptor> kpis) {
    List<String> unmatched = new ArrayList<>(terms);
    unmatched.removeIf(term -> kpis.stream().anyMatch(kpi -> names(term, kpi)));
    return unmatched;
  }

  /** What a term can be, for these KPIs. */
  static Set<String> choices(List<KpiDescriptor> kpis) {
    Set<String> choices = new TreeSet<>();
    for (KpiDescriptor kpi : kpis) {
      choices.add(kpi.id().value());
      choices.addAll(KpiNumbers.upwards(kpi.number()));
      choices.addAll(kpi.tags());
    }
    return choices;
  }

  private static boolean names(String term, KpiDescriptor kpi) {
    return term.equals(kpi.id().value())
        || KpiNumbers.upwards(kpi.number()).contains(term)
        || kpi.tags().contains(term);
  }
}
