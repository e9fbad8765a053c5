package org.touchstone.suite;

import java.util.List;
import java.util.Set;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.grade.Check;
import org.touchstone.profile.RagProfile;

/**
 * A conformity suite, read and checked, whether it was written as a class or as a file. Reading it
 * touches no model and no data.
 *
 * @param id names the suite in unique ids and folders; stable from run to run
 * @param name the name in reports
 * @param profile the bands
 * @param checks what is measured, in the order of the report
 * @param notMeasured KPIs that the profile sets bands for and this version does not have
 * @param roles what the columns mean
 * @param settings threshold and seed
 * @param tags tags of every test of the suite
 * @param subject loads model and data
 */
public record SuiteSpec(
    String id,
    String name,
    RagProfile profile,
    List<Check> checks,
    List<KpiId> notMeasured,
    Roles roles,
    Settings settings,
    Set<String> tags,
    Subject subject) {

  /** Copies the collections. */
  public SuiteSpec {
    checks = List.copyOf(checks);
    notMeasured = List.copyOf(notMeasured);
    tags = Set.copyOf(tags);
  }

  /**
   * Numbers that a suite sets.
   *
   * @param decisionThreshold a row is predicted positive where its probability is at least this
   * @param seed the seed of every random stream
   */
  public record Settings(double decisionThreshold, long seed) {
    /**
     * Checks the threshold.
     *
     * @throws SuiteException if the threshold is not in (0, 1)
     */
    public Settings {
      if (!(decisionThreshold > 0 && decisionThreshold < 1)) {
        throw new SuiteException(
            "decisionThreshold is " + decisionThreshold + "; it lies between 0 and 1");
      }
    }
  }

  /** Loads model and data. Called once per run, when the first check runs. */
  @FunctionalInterface
  public interface Subject {

    /**
     * Loads model and data.
     *
     * @throws RuntimeException if a file is missing or wrong; the message says which and why
     */
    LoadedSubject load();
  }
}
