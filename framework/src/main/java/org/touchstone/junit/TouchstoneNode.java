package org.touchstone.junit;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * What all nodes below the engine have in common. Each carries the suite's source: under Surefire,
 * a tree whose ancestors have no {@code ClassSource} runs as "Tests run: 0, BUILD SUCCESS".
 */
abstract class TouchstoneNode extends AbstractTestDescriptor implements Node<TouchstoneContext> {

  private final Set<TestTag> tags = new LinkedHashSet<>();

  TouchstoneNode(UniqueId uniqueId, String displayName, @Nullable TestSource source) {
    super(uniqueId, displayName, source);
  }

  final void tag(String name) {
    tags.add(TestTag.create(name));
  }

  @Override
  public final Set<TestTag> getTags() {
    return Set.copyOf(tags);
  }

  @Override
  public ExecutionMode getExecutionMode() {
    return ExecutionMode.CONCURRENT;
  }
}
