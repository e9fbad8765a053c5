package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;

/** A container without work of its own: an aspect, a sub-aspect, or a KPI. */
final class SectionNode extends TouchstoneNode {

  SectionNode(UniqueId uniqueId, String displayName, Optional<TestSource> source) {
    super(uniqueId, displayName, source.orElse(null));
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }
}
