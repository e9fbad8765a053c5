package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.commons.util.ExceptionUtils;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * A suite that could not be read, or a request that cannot be met. It is a test that fails: a build
 * tool that looks for classes with tests would otherwise pass over the suite, and the build would
 * be green.
 */
final class BrokenSuiteNode extends TouchstoneNode {

  private final Throwable failure;

  BrokenSuiteNode(UniqueId uniqueId, String name, Throwable failure, Optional<TestSource> source) {
    super(uniqueId, name, source.orElse(null));
    this.failure = failure;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public TouchstoneContext execute(
      TouchstoneContext context, Node.DynamicTestExecutor dynamicTestExecutor) {
    throw ExceptionUtils.throwAsUncheckedException(failure);
  }
}
