package org.touchstone.suite;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;

/**
 * A {@link ConformityCheck} method as a KPI.
 *
 * @param descriptor what its annotation says
 * @param method the method
 * @param instance the object to call it on
 */
record OwnCheck(KpiDescriptor descriptor, Method method, Supplier<Object> instance) implements Kpi {

  static OwnCheck of(
      Method method, ConformityCheck check, double low, double high, Supplier<Object> instance) {
    KpiDescriptor descriptor =
        new KpiDescriptor(
            KpiId.of(check.id()),
            "",
            check.title().isEmpty() ? check.id() : check.title(),
            check.aspect(),
            check.subAspect(),
            "Own check",
            KpiDescriptor.Subject.ALL_ROWS,
            low,
            high,
            check.unit(),
            check.meaning(),
            check.commonCauses(),
            Set.of(check.parameters()),
            Set.of(check.tags()));
    return new OwnCheck(descriptor, method, instance);
  }

  @Override
  public List<Measurement> measure(Audit audit, KpiParameters parameters) {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> type == Audit.class ? audit : parameters)
            .toArray();
    @Nullable Object result = ReflectionSupport.invokeMethod(method, instance.get(), arguments);
    if (!(result instanceof Measurement measurement)) {
      throw new SuiteException(place() + " returned nothing; it has to return a Measurement");
    }
    if (!measurement.kpi().equals(descriptor.id()) || !measurement.scope().equals(Scope.OVERALL)) {
      throw new SuiteException(
          place()
              + " returned a measurement of "
              + measurement.kpi()
              + " ("
              + measurement.scope()
              + "); it has to return one of "
              + descriptor.id()
              + " ("
              + Scope.OVERALL
              + ")");
    }
    return List.of(measurement);
  }

  private String place() {
    return "Check " + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
  }
}
