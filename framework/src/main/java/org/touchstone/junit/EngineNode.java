package org.touchstone.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** The root of the tree. */
final class EngineNode extends EngineDescriptor implements Node<TouchstoneContext> {

  EngineNode(UniqueId uniqueId) {
    super(uniqueId, "Touchstone");
  }
}
