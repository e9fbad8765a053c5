package org.touchstone.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.touchstone.suite.SuiteSpec;

/**
 * A suite. Loads model and data before its checks, and writes the reports after them.
 *
 * <p>While it is discovered it collects what was asked for: all of it, or the subtrees that unique
 * ids name.
 */
final class SuiteNode extends TouchstoneNode {

  private final SuiteSpec suite;
  private final List<UniqueId> selected = new ArrayList<>();
  private boolean whole;

  SuiteNode(UniqueId uniqueId, SuiteSpec suite, Optional<TestSource> source) {
    super(uniqueId, suite.name(), source.orElse(null));
    this.suite = suite;
  }

  void selectAll() {
    whole = true;
  }

  void select(UniqueId subtree) {
    selected.add(subtree);
  }

  /** Whether the subtree of {@code id}, or something in it, was asked for. */
  boolean isSelected(UniqueId id) {
    return whole || selected.stream().anyMatch(s -> id.hasPrefix(s) || s.hasPrefix(id));
  }

  /** The unique ids that were asked for and that lead to nothing in this suite. */
  List<UniqueId> unknown() {
    List<UniqueId> unknown = new ArrayList<>(selected);
    unknown.removeIf(
        id ->
            getDescendants().stream().map(TestDescriptor::getUniqueId).anyMatch(d -> leads(d, id)));
    unknown.remove(getUniqueId());
    return unknown;
  }

  /** Tests of groups are registered when they run: below their container any id may exist. */
  private static boolean leads(UniqueId existing, UniqueId wanted) {
    return existing.equals(wanted)
        || (existing.getLastSegment().getType().equals(SuiteTree.GROUPS)
            && wanted.hasPrefix(existing));
  }

  SuiteSpec suite() {
    return suite;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public TouchstoneContext before(TouchstoneContext context) {
    return context.with(SuiteRun.start(suite, context));
  }

  @Override
  public void after(TouchstoneContext context) {
    context.run().ifPresent(SuiteRun::finish);
  }
}
