package org.touchstone.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.plot.Plot;
import org.touchstone.grade.CheckResult;

/**
 * The files of a suite's plots, in the folder of its evidence: {@code plots/<KPI>-<n>.svg}, where n
 * counts the plots of a KPI in the order of the results.
 */
final class PlotFiles {

  private final IdentityHashMap<Plot, String> names;

  private PlotFiles(IdentityHashMap<Plot, String> names) {
    this.names = names;
  }

  static PlotFiles of(SuiteReport report) {
    // Two scopes may have plots that are equal: each has its file.
    IdentityHashMap<Plot, String> names = new IdentityHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (CheckResult result : report.results()) {
      String kpi = EvidenceReporter.folder(result.check().kpi().descriptor().id().value());
      result.measurement().stream()
          .map(Measurement::plots)
          .forEach(
              plots ->
                  plots.forEach(
                      plot ->
                          names.computeIfAbsent(
                              plot,
                              p ->
                                  "plots/"
                                      + kpi
                                      + "-"
                                      + counts.merge(kpi, 1, Integer::sum)
                                      + ".svg")));
    }
    return new PlotFiles(names);
  }

  /** The file of a plot, from the folder of the evidence. */
  String name(Plot plot) {
    String name = names.get(plot);
    if (name == null) {
      throw new IllegalArgumentException("The suite has no plot \"" + plot.title() + "\"");
    }
    return name;
  }

  /**
   * Writes all plots.
   *
   * @param folder that of the evidence
   * @throws ReportException if one cannot be written
   */
  void write(Path folder) {
    names.forEach(
        (plot, name) ->
            AtomicFile.write(folder.resolve(name), plot.toSvg().getBytes(StandardCharsets.UTF_8)));
  }
}
