package org.touchstone.suite;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.grade.Check;
import org.touchstone.profile.Band;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagBands;
import org.touchstone.profile.RagProfile;

/** Reads the {@link ConformityCheck} methods of a suite class. */
final class OwnChecks {

  private final Class<?> type;
  private final RagProfile profile;
  private final Supplier<Object> instance;
  private final List<String> problems;

  OwnChecks(Class<?> type, RagProfile profile, Supplier<Object> instance, List<String> problems) {
    this.type = type;
    this.profile = profile;
    this.instance = instance;
    this.problems = problems;
  }

  /** The suite's own checks with their rules; tells the selection that they exist. */
  List<Check> read(CheckSelection selection) {
    List<Check> checks = new ArrayList<>();
    for (Method method : SuiteClass.methods(type, ConformityCheck.class)) {
      ConformityCheck annotation = method.getAnnotation(ConformityCheck.class);
      if (annotation == null || !hasRightShape(method)) {
        continue;
      }
      Tags.requireValid(annotation.tags(), problems);
      try {
        Optional<KpiRule> rule = rule(annotation, method);
        Band range = rule.isPresent() ? rule.get().range() : Band.parse(annotation.range());
        OwnCheck check = OwnCheck.of(method, annotation, range.low(), range.high(), instance);
        selection.add(check);
        rule.ifPresent(found -> checks.add(new Check(check, found)));
      } catch (IllegalArgumentException e) {
        problems.add("check " + method.getName() + "(): " + e.getMessage());
      }
    }
    return checks;
  }

  private boolean hasRightShape(Method method) {
    boolean right =
        Measurement.class == method.getReturnType()
            && Arrays.stream(method.getParameterTypes())
                .allMatch(type -> type == Audit.class || type == KpiParameters.class);
    if (!right) {
      problems.add(
          "check "
              + method.getName()
              + "() has to return a Measurement, and may take an Audit and KpiParameters");
    }
    return right;
  }

  private Optional<KpiRule> rule(ConformityCheck check, Method method) {
    Optional<KpiRule> fromProfile = profile.rule(check.id());
    boolean inline = !check.green().isEmpty() || !check.amber().isEmpty() || !check.red().isEmpty();
    if (inline && fromProfile.isPresent()) {
      problems.add(
          "check "
              + method.getName()
              + "() has bands, and profile \""
              + profile.id()
              + "\" has bands for \""
              + check.id()
              + "\" as well; keep one of the two");
      return Optional.empty();
    }
    if (!inline && fromProfile.isEmpty()) {
      problems.add(
          "check "
              + method.getName()
              + "() has no bands: profile \""
              + profile.id()
              + "\" does not name \""
              + check.id()
              + "\"; add it there, or write green, amber and red here");
      return Optional.empty();
    }
    return inline
        ? Optional.of(
            KpiRule.inCode(
                check.id(),
                new RagBands(
                    Band.parse(check.range()),
                    Band.parse(check.green()),
                    check.amber().isEmpty() ? Band.EMPTY : Band.parse(check.amber()),
                    Band.parse(check.red())),
                check.decision(),
                type.getSimpleName() + "." + method.getName() + "()"))
        : fromProfile;
  }
}
