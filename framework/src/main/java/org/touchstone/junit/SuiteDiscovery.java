package org.touchstone.junit;

import org.junit.platform.commons.io.ResourceFilter;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.touchstone.suite.SuiteReader;

/** Finds the suites that a request asks for, and grows the tree of each. */
final class SuiteDiscovery {

  private static final EngineDiscoveryRequestResolver<EngineNode> RESOLVER =
      EngineDiscoveryRequestResolver.<EngineNode>builder()
          .addClassContainerSelectorResolver(SuiteReader::isSuite)
          .addResourceContainerSelectorResolver(
              ResourceFilter.of(resource -> SuiteReader.isSuiteFile(resource.getName())))
          .addSelectorResolver(context -> new SuiteSelectorResolver(context.getIssueReporter()))
          .build();

  private SuiteDiscovery() {}

  static void resolve(EngineDiscoveryRequest request, EngineNode engine) {
    DiscoveryIssueReporter issues =
        DiscoveryIssueReporter.deduplicating(
            DiscoveryIssueReporter.forwarding(
                request.getDiscoveryListener(), engine.getUniqueId()));
    RESOLVER.resolve(request, engine, issues);
    KpiFilter filter = new KpiFilter(Configuration.kpi(request.getConfigurationParameters()));
    for (TestDescriptor child : engine.getChildren()) {
      if (child instanceof SuiteNode suite) {
        SuiteTree.grow(suite, filter);
      }
    }
    engine.accept(TestDescriptor::prune);
  }
}
