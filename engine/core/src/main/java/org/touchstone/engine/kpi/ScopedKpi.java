package org.touchstone.engine.kpi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * A KPI that is measured scope by scope, with confidence intervals at the level that the parameter
 * {@code level} sets (0.95 by default). A KPI without intervals does not have that parameter.
 * Parameters that the KPI does not have are refused, never ignored.
 */
public abstract class ScopedKpi implements Kpi {

  /** Name of the parameter that sets the confidence level, a number in (0, 1). */
  public static final String LEVEL = "level";

  private static final double DEFAULT_LEVEL = 0.95;

  private final KpiDescriptor descriptor;

  /** A KPI with this descriptor, whose parameters hold {@link #LEVEL} if it has intervals. */
  protected ScopedKpi(KpiDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public final KpiDescriptor descriptor() {
    return descriptor;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a parameter is unknown or has a value it cannot have
   */
  @Override
  public final List<Measurement> measure(Audit audit, KpiParameters parameters) {
    for (String name : parameters.asMap().keySet()) {
      if (!descriptor.parameters().contains(name)) {
        throw new IllegalArgumentException(
            "KPI "
                + descriptor.id()
                + " has no parameter \""
                + name
                + "\"; it has "
                + descriptor.parameters().stream().sorted().toList());
      }
    }
    double level = parameters.number(LEVEL, DEFAULT_LEVEL);
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "Parameter \"" + LEVEL + "\" is " + level + "; a confidence level lies in (0, 1)");
    }
    Map<String, String> used = new TreeMap<>(parameters.asMap());
    if (descriptor.parameters().contains(LEVEL)) {
      used.put(LEVEL, Double.toString(level));
    }
    used.putAll(parametersInForce(parameters));
    Optional<String> reason = notApplicable(audit);
    return audit.scopes(descriptor.subject()).stream()
        .map(
            scope ->
                reason
                    .map(why -> Measurement.notApplicable(descriptor.id(), scope, why))
                    .orElseGet(() -> measure(audit, scope, parameters, level))
                    .withParameters(used))
        .toList();
  }

  /**
   * Why the KPI has no meaning for this audit, whatever the rows are: one sentence for the report,
   * for example that the model has no coefficients. Empty where it has a meaning.
   */
  protected Optional<String> notApplicable(Audit audit) {
    return Optional.empty();
  }

  /**
   * The reason of a KPI that needs a model of table rows ({@link Audit#model}), for {@link
   * #notApplicable}; empty where the audit has one. KPIs that read predictions only ({@link
   * Audit#probabilities}, {@link Audit#test}) are measured on sequences, too.
   */
  public static Optional<String> needsTable(Audit audit) {
    return audit
        .sequences()
        .map(
            subject ->
                "The model scores sequences of events; this KPI is about models of table rows");
  }

  /**
   * The reason of a KPI that is about sequences ({@link Audit#sequences}), for {@link
   * #notApplicable}; empty where the audit has them.
   */
  public static Optional<String> needsSequences(Audit audit) {
    return audit.sequences().isPresent()
        ? Optional.empty()
        : Optional.of(
            "The model scores rows of a table; this KPI is about models of sequences of events");
  }

  /**
   * Measures one scope.
   *
   * @param audit model, data and roles
   * @param scope what to measure
   * @param parameters what the profile sets
   * @param level confidence level in (0, 1)
   */
  protected abstract Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level);

  /** The KPI's own parameters with their defaults filled in, beside {@link #LEVEL}. */
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of();
  }

  /**
   * The seed of the random stream of one scope: it follows from the audit's seed, the KPI and the
   * scope alone, so that numbers do not depend on what is measured before.
   */
  protected final long seed(Audit audit, Scope scope) {
    return RandomSeeds.derive(audit.seed(), descriptor.id().value(), scope.toString());
  }
}
