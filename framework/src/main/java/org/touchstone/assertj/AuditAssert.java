package org.touchstone.assertj;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.profile.RagProfile;
import org.touchstone.profile.RagProfiles;

/** Assertions on the KPIs of an audit. Made by {@link TouchstoneAssertions}. */
public class AuditAssert extends AbstractAssert<AuditAssert, Audit> {

  /** Makes the assertions on a KPI; soft assertions replace it. */
  Function<GradedKpi, KpiAssert> kpis = KpiAssert::new;

  private Optional<RagProfile> profile = Optional.empty();
  private final Map<String, String> parameters = new TreeMap<>();

  /** Use {@link TouchstoneAssertions}; public because AssertJ makes soft assertions of it. */
  public AuditAssert(@Nullable Audit actual) {
    super(actual, AuditAssert.class);
  }

  /**
   * Names the profile that says what is green, amber and red, and which parameters the KPIs are
   * measured with: the id of a shipped one ({@code eu-ai-act-high-risk}), {@code classpath:} and a
   * resource, or a path.
   *
   * @throws org.touchstone.profile.ProfileException if there is none, or it is wrong
   */
  public AuditAssert underProfile(String idOrLocation) {
    return underProfile(
        RagProfiles.load(idOrLocation, Thread.currentThread().getContextClassLoader()));
  }

  /**
   * Names the profile that says what is green, amber and red, and which parameters the KPIs are
   * measured with.
   */
  public AuditAssert underProfile(RagProfile ragProfile) {
    requireEither(Optional.of(ragProfile), parameters);
    profile = Optional.of(ragProfile);
    return myself;
  }

  /**
   * Sets a parameter of the KPIs that are measured without a profile, for example {@code form} to
   * {@code symmetric}, or {@code level} to {@code 0.99}.
   *
   * @throws IllegalStateException if there is a profile: it sets the parameters
   */
  public AuditAssert withParameter(String name, String value) {
    parameters.put(name, value);
    requireEither(profile, parameters);
    return myself;
  }

  private static void requireEither(Optional<RagProfile> profile, Map<String, String> parameters) {
    if (profile.isPresent() && !parameters.isEmpty()) {
      throw new IllegalStateException(
          "Profile \""
              + profile.get().id()
              + "\" sets the parameters of the KPIs; set "
              + parameters.keySet()
              + " in a profile that extends it");
    }
  }

  /**
   * Assertions on a KPI, see {@link org.touchstone.engine.kpi.KpiIds}.
   *
   * @throws IllegalArgumentException if no KPI on the class path has this id
   */
  public KpiAssert kpi(KpiId id) {
    isNotNull();
    KpiCatalogue catalogue =
        actual.shared(
            KpiCatalogue.class,
            audit -> KpiCatalogue.load(Thread.currentThread().getContextClassLoader()));
    Kpi kpi =
        catalogue
            .find(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "KPI \"" + id + "\" is unknown; known are " + catalogue.ids()));
    KpiAssert next = kpis.apply(GradedKpi.of(actual, kpi, profile, parameters));
    return info.hasDescription() ? next.as(info.description()) : next;
  }

  /**
   * Assertions on a KPI by the name of its id, for example {@code "DI"}.
   *
   * @throws IllegalArgumentException if no KPI on the class path has this id
   */
  public KpiAssert kpi(String id) {
    return kpi(KpiId.of(id));
  }
}
