package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;

/**
 * The JUnit Platform engine with the id {@value #ID}: finds conformity suites (classes with {@link
 * org.touchstone.suite.ConformitySuite}, and {@code *.conformity.json} files) and runs each check
 * of theirs as a test. No model and no data is touched before execution.
 */
public final class TouchstoneTestEngine extends HierarchicalTestEngine<TouchstoneContext> {

  /** The engine's id. */
  public static final String ID = "touchstone";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("org.touchstone");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("touchstone-framework");
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    EngineNode engine = new EngineNode(uniqueId);
    SuiteDiscovery.resolve(request, engine);
    return engine;
  }

  @Override
  protected TouchstoneContext createExecutionContext(ExecutionRequest request) {
    return TouchstoneContext.of(request);
  }

  @Override
  protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
    return Parallelism.executorService(request.getConfigurationParameters());
  }
}
