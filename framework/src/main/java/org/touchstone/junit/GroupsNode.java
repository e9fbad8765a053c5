package org.touchstone.junit;

import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.grade.Check;

/**
 * The groups of a KPI, or the features that it is measured on one by one. Which there are is known
 * when the data's schema is loaded, so their tests are registered during execution.
 */
final class GroupsNode extends TouchstoneNode {

  private final String path;
  private final Check check;
  private final Predicate<UniqueId> selected;

  GroupsNode(
      UniqueId uniqueId,
      String groups,
      String path,
      Check check,
      Predicate<UniqueId> selected,
      Optional<TestSource> source) {
    super(uniqueId, "by " + groups, source.orElse(null));
    this.path = path;
    this.check = check;
    this.selected = selected;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public boolean mayRegisterTests() {
    return true;
  }

  @Override
  public TouchstoneContext execute(
      TouchstoneContext context, DynamicTestExecutor dynamicTestExecutor) {
    SuiteRun run = context.run().orElseThrow();
    int tests = 0;
    for (Scope scope : run.groupScopes(check)) {
      UniqueId id = CheckNode.idOf(getUniqueId(), scope);
      if (selected.test(id)) {
        CheckNode test = new CheckNode(id, path, check, scope, getSource());
        getTags().stream().map(TestTag::getName).forEach(test::tag);
        // First the tree, then the execution: under @Suite a failure is lost otherwise.
        addChild(test);
        dynamicTestExecutor.execute(test);
        tests++;
      }
    }
    if (tests == 0) {
      throw new JUnitException(
          "None of the tests that were asked for below "
              + getUniqueId()
              + " exists; the groups are "
              + run.groupScopes(check));
    }
    return context;
  }
}
