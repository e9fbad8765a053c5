package org.touchstone.junit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.grade.Check;
import org.touchstone.suite.SuiteSpec;

/** Grows the tree below a suite: aspect, sub-aspect, KPI, and its tests. */
final class SuiteTree {

  /** Type of the unique-id segment of the groups, or the features, of a KPI. */
  static final String GROUPS = "groups";

  /** Stands for the column of the groups where a KPI is measured feature by feature. */
  private static final String FEATURE = "feature";

  private final SuiteNode root;
  private final Optional<TestSource> source;
  private final Map<UniqueId, SectionNode> sections = new HashMap<>();

  private SuiteTree(SuiteNode root) {
    this.root = root;
    this.source = root.getSource();
  }

  /** Adds the checks that were asked for and that {@code filter} lets through. */
  static void grow(SuiteNode root, KpiFilter filter) {
    SuiteTree tree = new SuiteTree(root);
    for (Check check : root.suite().checks()) {
      if (filter.accepts(check.kpi().descriptor())) {
        tree.add(check);
      }
    }
  }

  private void add(Check check) {
    SuiteSpec suite = root.suite();
    KpiDescriptor kpi = check.kpi().descriptor();
    UniqueId aspectId = root.getUniqueId().append("aspect", kpi.aspect());
    UniqueId subAspectId = aspectId.append("sub-aspect", kpi.subAspect());
    UniqueId kpiId = subAspectId.append("kpi", kpi.id().value());
    if (!root.isSelected(kpiId)) {
      return;
    }
    TouchstoneNode aspect = section(root, aspectId, kpi.aspect());
    TouchstoneNode subAspect = section(aspect, subAspectId, kpi.subAspect());
    TouchstoneNode container = section(subAspect, kpiId, kpi.title());
    tag(container, suite, kpi);
    String path = kpi.aspect() + " > " + kpi.subAspect() + " > " + kpi.title();
    for (Scope scope : wholeScopes(kpi, suite.roles())) {
      UniqueId id = CheckNode.idOf(kpiId, scope);
      if (root.isSelected(id)) {
        CheckNode test = new CheckNode(id, path, check, scope, source);
        tag(test, suite, kpi);
        container.addChild(test);
      }
    }
    Optional<String> later = registeredLater(kpi, suite.roles());
    if (later.isPresent()) {
      String name = later.get();
      UniqueId id = kpiId.append(GROUPS, name);
      if (root.isSelected(id)) {
        GroupsNode groups = new GroupsNode(id, name, path, check, root::isSelected, source);
        tag(groups, suite, kpi);
        container.addChild(groups);
      }
    }
  }

  /** By what the tests go that are registered when the data's schema and the model are loaded. */
  private static Optional<String> registeredLater(KpiDescriptor kpi, Roles roles) {
    return switch (kpi.subject()) {
      case ALL_ROWS -> Optional.empty();
      case COEFFICIENT -> Optional.of(FEATURE);
      case MODEL -> roles.groups();
      case SENSITIVE_FEATURE -> roles.sensitive().isEmpty() ? Optional.empty() : roles.groups();
    };
  }

  private static List<Scope> wholeScopes(KpiDescriptor kpi, Roles roles) {
    return switch (kpi.subject()) {
      case ALL_ROWS, MODEL -> List.of(Scope.OVERALL);
      case COEFFICIENT -> List.of();
      case SENSITIVE_FEATURE ->
          // Not left out in silence: its one test says that there is nothing to compare.
          roles.sensitive().isEmpty()
              ? List.of(Scope.OVERALL)
              : roles.sensitive().stream().map(s -> Scope.ofSensitive(s.feature())).toList();
    };
  }

  private TouchstoneNode section(TouchstoneNode parent, UniqueId id, String name) {
    return sections.computeIfAbsent(
        id,
        absent -> {
          SectionNode section = new SectionNode(id, name, source);
          parent.addChild(section);
          return section;
        });
  }

  private static void tag(TouchstoneNode node, SuiteSpec suite, KpiDescriptor kpi) {
    suite.tags().stream().sorted().forEach(node::tag);
    node.tag(kpi.id().value());
    KpiNumbers.upwards(kpi.number()).forEach(node::tag);
    kpi.tags().stream().sorted().forEach(node::tag);
  }
}
