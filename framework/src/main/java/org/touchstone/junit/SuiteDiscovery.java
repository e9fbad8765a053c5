package org.touchstone.junit;

import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.touchstone.engine.kpi.KpiDescriptor;

/** Finds the suites that a request asks for, and grows the tree of each. */
final class SuiteDiscovery {

  private static final EngineDiscoveryRequestResolver<EngineNode> RESOLVER =
      EngineDiscoveryRequestResolver.<EngineNode>builder()
          .addSelectorResolver(
              context -> new ContainerSelectorResolver(context.getClassNameFilter()))
          .addSelectorResolver(context -> new SuiteSelectorResolver(context.getIssueReporter()))
          .build();

  private final EngineNode engine;
  private final DiscoveryIssueReporter issues;
  private final KpiFilter filter;

  private SuiteDiscovery(EngineNode engine, DiscoveryIssueReporter issues, KpiFilter filter) {
    this.engine = engine;
    this.issues = issues;
    this.filter = filter;
  }

  static void resolve(EngineDiscoveryRequest request, EngineNode engine) {
    DiscoveryIssueReporter issues =
        DiscoveryIssueReporter.deduplicating(
            DiscoveryIssueReporter.forwarding(
                request.getDiscoveryListener(), engine.getUniqueId()));
    RESOLVER.resolve(request, engine, issues);
    Optional<JUnitException> wrong = Optional.empty();
    List<String> terms = List.of();
    try {
      terms = Configuration.kpi(request.getConfigurationParameters());
    } catch (JUnitException e) {
      // Of an exception in discovery, Surefire does not show the message.
      wrong = Optional.of(e);
    }
    new SuiteDiscovery(engine, issues, new KpiFilter(terms)).grow(wrong);
  }

  private void grow(Optional<JUnitException> wrongFilter) {
    List<SuiteNode> suites =
        engine.getChildren().stream()
            .filter(SuiteNode.class::isInstance)
            .map(SuiteNode.class::cast)
            .toList();
    for (SuiteNode suite : suites) {
      SuiteTree.grow(suite, filter);
      if (filter.terms().isEmpty()) {
        suite.unknown().forEach(id -> refuse(suite, id));
      }
    }
    boolean allRead = suites.size() == engine.getChildren().size();
    if (allRead && !suites.isEmpty()) {
      wrongFilter.map(Throwable::getMessage).ifPresent(message -> refuseFilter(suites, message));
      refuseUnmatchedTerms(suites);
    }
    engine.accept(TestDescriptor::prune);
  }

  private void refuse(SuiteNode suite, UniqueId unknown) {
    fail(
        suite.getUniqueId().append("unknown", unknown.toString()),
        suite,
        "No check has the unique id " + unknown + "; discover the suite again");
  }

  /** Asked of all suites together: a KPI that only one of them has is a fair choice. */
  private void refuseUnmatchedTerms(List<SuiteNode> suites) {
    List<KpiDescriptor> kpis =
        suites.stream()
            .flatMap(suite -> suite.suite().checks().stream())
            .map(check -> check.kpi().descriptor())
            .toList();
    List<String> unmatched = filter.unmatched(kpis);
    if (!unmatched.isEmpty()) {
      refuseFilter(
          suites,
          Configuration.KPI
              + " names "
              + unmatched
              + ", which no check of the suites of this run has; they have "
              + KpiFilter.choices(kpis));
    }
  }

  private void refuseFilter(List<SuiteNode> suites, String message) {
    fail(engine.getUniqueId().append("filter", Configuration.KPI), suites.get(0), message);
  }

  /** An issue, and a test that fails where issues are not looked at. */
  private void fail(UniqueId id, SuiteNode suite, String message) {
    Optional<TestSource> source = suite.getSource();
    issues.reportIssue(
        DiscoveryIssue.builder(DiscoveryIssue.Severity.ERROR, message).source(source));
    TestDescriptor parent = id.getSegments().size() == 2 ? engine : suite;
    parent.addChild(
        new BrokenSuiteNode(
            id, suite.suite().name() + " > " + message, new JUnitException(message), source));
  }
}
