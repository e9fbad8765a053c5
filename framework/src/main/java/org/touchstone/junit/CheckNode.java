package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.grade.Check;

/** A test: one KPI on one scope. */
final class CheckNode extends TouchstoneNode {

  private final Check check;
  private final Scope scope;

  CheckNode(UniqueId uniqueId, String path, Check check, Scope scope, Optional<TestSource> source) {
    super(uniqueId, path + " > " + scope, source.orElse(null));
    this.check = check;
    this.scope = scope;
  }

  static UniqueId idOf(UniqueId parent, Scope scope) {
    return parent.append("scope", scope.toString());
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public TouchstoneContext execute(
      TouchstoneContext context, DynamicTestExecutor dynamicTestExecutor) {
    context.run().orElseThrow().run(check, scope);
    return context;
  }
}
