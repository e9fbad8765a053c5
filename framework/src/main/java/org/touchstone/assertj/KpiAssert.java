package org.touchstone.assertj;

import java.util.function.Function;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.grade.VerdictMessage;
import org.touchstone.profile.RagLight;

/**
 * Assertions on a KPI of an audit. Made by {@link AuditAssert#kpi}. Colours need a profile, see
 * {@link AuditAssert#underProfile}.
 *
 * <p>Asking for what does not exist, a group that the audit does not name for example, is no failed
 * assertion but an {@link IllegalArgumentException}.
 */
public class KpiAssert extends AbstractMeasurementAssert<KpiAssert, GradedKpi> {

  /** Makes the assertions on the same KPI elsewhere; soft assertions replace it. */
  Function<GradedKpi, KpiAssert> kpis = KpiAssert::new;

  /** Use {@link AuditAssert#kpi}; public because AssertJ makes soft assertions by subclassing. */
  public KpiAssert(GradedKpi actual) {
    super(actual, KpiAssert.class);
  }

  /**
   * The KPI between the groups of a sensitive feature.
   *
   * @throws IllegalArgumentException if the KPI does not compare groups
   */
  public KpiAssert forSensitive(String feature) {
    return navigate(actual.forSensitive(feature));
  }

  /**
   * The KPI of a feature, for example {@code forFeature("age")}.
   *
   * @throws IllegalArgumentException if the KPI is not measured feature by feature
   */
  public KpiAssert forFeature(String feature) {
    return navigate(actual.forFeature(feature));
  }

  /** The KPI on the rows of one group, for example {@code inGroup("housing", "own")}. */
  public KpiAssert inGroup(String feature, String level) {
    return navigate(actual.inGroup(feature, level));
  }

  private KpiAssert navigate(GradedKpi elsewhere) {
    KpiAssert next = kpis.apply(elsewhere);
    return info.hasDescription() ? next.as(info.description()) : next;
  }

  /**
   * The verdict is green.
   *
   * @throws IllegalStateException if no profile is named, or it has no bands for the KPI; so do all
   *     assertions on colours
   */
  public KpiAssert isGreen() {
    return hasLight(Light.GREEN);
  }

  /** The verdict is amber. */
  public KpiAssert isAmber() {
    return hasLight(Light.AMBER);
  }

  /** The verdict is red. */
  public KpiAssert isRed() {
    return hasLight(Light.RED);
  }

  /** There are fewer data than the profile asks for, or they do not determine the value. */
  public KpiAssert isInsufficient() {
    return hasLight(Light.INSUFFICIENT_DATA);
  }

  /**
   * The verdict is this light or a better one: green is better than amber, amber than red. Without
   * a colour it is none of them.
   *
   * @param light {@link Light#GREEN}, {@link Light#AMBER} or {@link Light#RED}
   * @throws IllegalArgumentException if it is another light
   */
  public KpiAssert isAtLeast(Light light) {
    RagLight least = colour(light);
    CheckResult result = actual.result();
    Light found = result.verdict().light();
    if (!isColour(found) || !colour(found).isAtLeast(least)) {
      throw fail(
          ShouldHaveLight.atLeast(light, VerdictMessage.of(result)), found.label(), light.label());
    }
    return myself;
  }

  private KpiAssert hasLight(Light light) {
    CheckResult result = actual.result();
    Light found = result.verdict().light();
    if (found != light) {
      throw fail(
          ShouldHaveLight.of(light, VerdictMessage.of(result)), found.label(), light.label());
    }
    return myself;
  }

  private static boolean isColour(Light light) {
    return light == Light.GREEN || light == Light.AMBER || light == Light.RED;
  }

  private static RagLight colour(Light light) {
    if (!isColour(light)) {
      throw new IllegalArgumentException(
          light.label() + " is neither better nor worse than a colour; use GREEN, AMBER or RED");
    }
    return RagLight.valueOf(light.name());
  }

  @Override
  Measurement measurement() {
    return actual.measurement();
  }

  @Override
  String found() {
    return actual.isGraded()
        ? VerdictMessage.of(actual.result())
        : VerdictMessage.of(actual.measurement());
  }
}
