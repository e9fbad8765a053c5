package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * A suite that could not be read. It is a test that fails: a build tool that looks for classes with
 * tests would otherwise pass over the suite, and the build would be green.
 */
final class BrokenSuiteNode extends TouchstoneNode {

  private final RuntimeException failure;

  BrokenSuiteNode(
      UniqueId uniqueId, String name, RuntimeException failure, Optional<TestSource> source) {
    super(uniqueId, name + " > the suite can be read", source.orElse(null));
    this.failure = failure;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public TouchstoneContext execute(
      TouchstoneContext context, Node.DynamicTestExecutor dynamicTestExecutor) {
    throw failure;
  }
}
