package org.touchstone.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.grade.Check;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagProfile;

/**
 * Joins the KPIs that exist with the rules of a profile. This is where a KPI id that nobody knows
 * is found.
 */
final class CheckSelection {

  private final RagProfile profile;
  private final Map<String, Kpi> available = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  CheckSelection(RagProfile profile, KpiCatalogue catalogue) {
    this.profile = profile;
    for (Kpi kpi : catalogue.kpis()) {
      KpiDescriptor descriptor = kpi.descriptor();
      List<String> wrong = new ArrayList<>();
      Tags.requireValid(descriptor.tags().toArray(String[]::new), wrong);
      wrong.forEach(problem -> problems.add("KPI " + descriptor.id() + ": " + problem));
      available.put(kpi.descriptor().id().value(), kpi);
    }
  }

  /** Adds a check of the suite's own, to be graded by the profile. */
  void add(Kpi own) {
    Kpi known = available.putIfAbsent(own.descriptor().id().value(), own);
    if (known != null) {
      problems.add(
          "check id \""
              + own.descriptor().id()
              + "\" is taken by "
              + known.descriptor().title()
              + "; choose another");
    }
  }

  /** The checks of the KPIs that the suite names, in its order. */
  List<Check> named(List<String> ids) {
    List<Check> checks = new ArrayList<>();
    for (String id : ids) {
      Kpi kpi = available.get(id);
      Optional<KpiRule> rule = profile.rule(id);
      if (kpi == null) {
        problems.add(
            "KPI \"" + id + "\" is unknown; known are " + new TreeSet<>(available.keySet()));
      } else if (rule.isEmpty()) {
        problems.add(
            "profile \""
                + profile.id()
                + "\" has no bands for KPI \""
                + id
                + "\"; add them in a profile that extends it");
      } else {
        checks.add(new Check(kpi, rule.get()));
      }
    }
    return checks;
  }

  /** The checks of all KPIs that the profile sets bands for, in the order of the catalogue. */
  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    available.forEach(
        (id, kpi) -> profile.rule(id).ifPresent(rule -> checks.add(new Check(kpi, rule))));
    return checks;
  }

  /** What is wrong with the selection: with the ids it names, and with those of the profile. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(this.problems);
    for (KpiRule rule : profile.rules().values()) {
      Kpi kpi = available.get(rule.kpi());
      if (kpi != null) {
        rejectUnknownParameters(rule, kpi.descriptor(), problems);
        rejectOtherUnit(rule, kpi.descriptor(), problems);
      } else {
        problems.add(
            rule.location()
                + ": KPI \""
                + rule.kpi()
                + "\" is unknown; known are "
                + new TreeSet<>(available.keySet()));
      }
    }
    return problems;
  }

  /** Bands in per cent would judge a share of 0.9 as if it were 0.9 %. */
  private static void rejectOtherUnit(KpiRule rule, KpiDescriptor kpi, List<String> problems) {
    if (!rule.unit().equals(kpi.unit())) {
      problems.add(
          rule.location()
              + ": the bands of KPI \""
              + rule.kpi()
              + "\" are "
              + (rule.unit().isEmpty() ? "a pure number" : "in \"" + rule.unit() + "\"")
              + ", the KPI is measured "
              + (kpi.unit().isEmpty() ? "as a pure number" : "in \"" + kpi.unit() + "\"")
              + "; state the bands, and \"unit\", as it is measured");
    }
  }

  private static void rejectUnknownParameters(
      KpiRule rule, KpiDescriptor kpi, List<String> problems) {
    for (String parameter : rule.parameters().keySet()) {
      if (!kpi.parameters().contains(parameter)) {
        problems.add(
            rule.location()
                + ": KPI \""
                + rule.kpi()
                + "\" has no parameter \""
                + parameter
                + "\"; it has "
                + new TreeSet<>(kpi.parameters()));
      }
    }
  }
}
