package org.touchstone.assertj;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.grade.Assessment;
import org.touchstone.grade.Check;
import org.touchstone.grade.CheckResult;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagProfile;

/**
 * A KPI of an audit on one scope, with the profile that grades it: what {@link KpiAssert} is about.
 * Public as the parameter of a constructor that AssertJ calls, and of no use elsewhere.
 */
public final class GradedKpi {

  private final Audit audit;
  private final Kpi kpi;
  private final Optional<RagProfile> profile;
  private final Map<String, String> parameters;
  private final Scope scope;

  private GradedKpi(
      Audit audit,
      Kpi kpi,
      Optional<RagProfile> profile,
      Map<String, String> parameters,
      Scope scope) {
    this.audit = audit;
    this.kpi = kpi;
    this.profile = profile;
    this.parameters = Map.copyOf(parameters);
    this.scope = scope;
  }

  static GradedKpi of(
      Audit audit, Kpi kpi, Optional<RagProfile> profile, Map<String, String> parameters) {
    return new GradedKpi(audit, kpi, profile, parameters, Scope.OVERALL);
  }

  GradedKpi forSensitive(String feature) {
    if (kpi.descriptor().subject() != KpiDescriptor.Subject.SENSITIVE_FEATURE) {
      throw new IllegalArgumentException(
          kpi.descriptor().title()
              + " compares no groups of a sensitive feature; leave forSensitive(\""
              + feature
              + "\") out");
    }
    return new GradedKpi(
        audit, kpi, profile, parameters, new Scope(Optional.of(feature), scope.group()));
  }

  GradedKpi forFeature(String feature) {
    if (kpi.descriptor().subject() != KpiDescriptor.Subject.COEFFICIENT) {
      throw new IllegalArgumentException(
          kpi.descriptor().title()
              + " is not measured feature by feature; leave forFeature(\""
              + feature
              + "\") out");
    }
    return new GradedKpi(audit, kpi, profile, parameters, Scope.ofFeature(feature));
  }

  GradedKpi inGroup(String feature, String level) {
    return new GradedKpi(
        audit, kpi, profile, parameters, scope.within(new Scope.Group(feature, level)));
  }

  /** What was measured, with the profile's parameters where there is a profile with a rule. */
  Measurement measurement() {
    requireScope();
    return rule().isPresent()
        ? result().measurement().orElseThrow()
        : new Assessment(audit).measurement(kpi, KpiParameters.of(parameters), scope);
  }

  /**
   * The verdict of the profile.
   *
   * @throws IllegalStateException if no profile is named, or it has no bands for the KPI
   */
  CheckResult result() {
    requireScope();
    KpiRule rule =
        rule()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        profile
                            .map(
                                named ->
                                    "Profile \""
                                        + named.id()
                                        + "\" has no bands for KPI \""
                                        + kpi.descriptor().id()
                                        + "\"; add them in a profile that extends it")
                            .orElse(
                                "A colour needs a profile: write"
                                    + " assertThat(audit).underProfile(\"eu-ai-act-high-risk\")"
                                    + " or name your own")));
    return new Assessment(audit).result(new Check(kpi, rule), scope);
  }

  boolean isGraded() {
    return rule().isPresent();
  }

  private Optional<KpiRule> rule() {
    return profile.flatMap(named -> named.rule(kpi.descriptor().id().value()));
  }

  private void requireScope() {
    List<Scope> scopes = new Assessment(audit).scopes(kpi.descriptor());
    if (!scopes.contains(scope)) {
      throw new IllegalArgumentException(
          kpi.descriptor().title()
              + " is not measured on \""
              + scope
              + "\"; name what it is about by forSensitive, forFeature and inGroup, it is measured on "
              + scopes);
    }
  }

  @Override
  public String toString() {
    return kpi.descriptor().title() + " (" + scope + ")";
  }
}
