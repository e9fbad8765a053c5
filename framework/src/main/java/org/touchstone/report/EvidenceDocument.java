package org.touchstone.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.touchstone.engine.data.DataSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.LegalReference;
import org.touchstone.profile.RagProfile;
import org.touchstone.suite.LoadedSequences;
import org.touchstone.suite.LoadedSubject;
import org.touchstone.suite.LoadedTable;

/**
 * The content of an evidence file, in the order of its published schema. Two runs on the same input
 * differ only in {@code started}, {@code finished} and {@code durationMillis}.
 */
final class EvidenceDocument {

  /** Changes when a reader of the old format could not read the new one. */
  private static final int FORMAT_VERSION = 1;

  private EvidenceDocument() {}

  static Map<String, Object> of(SuiteReport report, Environment environment, PlotFiles plots) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "urn:touchstone:schema:evidence:1");
    document.put("formatVersion", FORMAT_VERSION);
    document.put("suite", suite(report));
    document.put("profile", profile(report.suite().profile()));
    report.subject().ifPresent(subject -> document.put("model", model(subject)));
    report.subject().ifPresent(subject -> document.put("data", data(subject, report)));
    document.put("settings", settings(report));
    Map<String, Object> place = new LinkedHashMap<>(environment.asMap());
    place.put("started", time(report.started()));
    place.put("finished", time(report.finished()));
    document.put("environment", place);
    document.put("complete", report.failure().isEmpty());
    report.failure().ifPresent(failure -> document.put("failure", failure));
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Light light : Light.values()) {
      counts.put(light.name(), report.counts().getOrDefault(light, 0L));
    }
    document.put("counts", counts);
    document.put(
        "notMeasured", report.suite().notMeasured().stream().map(Object::toString).toList());
    document.put("notRun", report.notRun().stream().map(Object::toString).toList());
    document.put(
        "results", report.results().stream().map(result -> result(result, plots)).toList());
    return document;
  }

  private static Map<String, Object> suite(SuiteReport report) {
    Map<String, Object> suite = new LinkedHashMap<>();
    suite.put("id", report.suite().id());
    suite.put("name", report.suite().name());
    suite.put("tags", report.suite().tags().stream().sorted().toList());
    return suite;
  }

  private static Map<String, Object> profile(RagProfile profile) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", profile.id());
    map.put("version", profile.version());
    map.put("title", profile.title());
    map.put("sha256", profile.sha256());
    profile.jurisdiction().ifPresent(place -> map.put("jurisdiction", place));
    profile.inForceFrom().ifPresent(day -> map.put("inForceFrom", day.toString()));
    profile.inForceTo().ifPresent(day -> map.put("inForceTo", day.toString()));
    profile
        .legalMapping()
        .ifPresent(
            mapping -> {
              map.put("legalMappingVersion", mapping.version());
              map.put("legalMappingDate", mapping.date().toString());
              map.put("statement", mapping.statement());
            });
    map.put(
        "chain",
        profile.chain().stream()
            .map(
                origin -> {
                  Map<String, Object> link = new LinkedHashMap<>();
                  link.put("id", origin.id());
                  link.put("version", origin.version());
                  link.put("sha256", origin.sha256());
                  return link;
                })
            .toList());
    map.put("exclusions", profile.exclusions());
    return map;
  }

  private static Map<String, Object> model(LoadedSubject subject) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("file", subject.modelSource().name());
    model.put("format", subject.modelSource().format());
    subject.modelSource().sha256().ifPresent(sha256 -> model.put("sha256", sha256));
    return model;
  }

  private static Map<String, Object> data(LoadedSubject subject, SuiteReport report) {
    Map<String, Object> data = new LinkedHashMap<>();
    Roles roles = report.suite().roles();
    data.put("test", table(subject.test(), roles));
    if (subject instanceof LoadedTable table) {
      table.training().ifPresent(training -> data.put("training", table(training, roles)));
    } else if (subject instanceof LoadedSequences loaded) {
      data.put("sequences", sequences(loaded.sequences()));
      loaded.training().ifPresent(training -> data.put("trainingSequences", sequences(training)));
    }
    return data;
  }

  private static Map<String, Object> sequences(Sequences sequences) {
    Map<String, Object> map = new LinkedHashMap<>();
    Optional<DataSource> source = sequences.source();
    map.put("file", source.map(file -> fileName(file.file())).orElse("code"));
    source.ifPresent(file -> map.put("sha256", file.sha256()));
    map.put("sequences", sequences.count());
    map.put("events", sequences.eventCount());
    map.put("longest", sequences.maxLength());
    map.put("columns", sequences.schema().size());
    Map<String, Object> missing = new LinkedHashMap<>();
    for (int column = 0; column < sequences.schema().size(); column++) {
      long count = Arrays.stream(sequences.column(column)).filter(Double::isNaN).count();
      if (count > 0) {
        missing.put(sequences.schema().names().get(column), count);
      }
    }
    map.put("missing", missing);
    source.ifPresent(file -> map.put("ignoredColumns", file.ignoredColumns()));
    return map;
  }

  private static Map<String, Object> table(Dataset data, Roles roles) {
    Map<String, Object> table = new LinkedHashMap<>();
    Optional<DataSource> source = data.source();
    table.put("file", source.map(file -> fileName(file.file())).orElse("code"));
    source.ifPresent(file -> table.put("sha256", file.sha256()));
    table.put("rows", data.rowCount());
    table.put("columns", data.schema().size());
    Map<String, Object> missing = new LinkedHashMap<>();
    for (String column : data.schema().names()) {
      int count = data.missing(column);
      if (count > 0) {
        missing.put(column, count);
      }
    }
    table.put("missing", missing);
    source.ifPresent(file -> table.put("ignoredColumns", file.ignoredColumns()));
    Map<String, Object> groups = new LinkedHashMap<>();
    Stream.of(
            Stream.of(roles.label()),
            roles.sensitive().stream().map(Roles.SensitiveFeature::feature),
            roles.groups().stream())
        .flatMap(columns -> columns)
        .distinct()
        .forEach(column -> groups.put(column, rowsPerLevel(data, column)));
    table.put("rowsPerGroup", groups);
    return table;
  }

  /** An absolute path says more about the machine than about the data: the hash names the file. */
  private static String fileName(String file) {
    Path path = Path.of(file);
    return path.isAbsolute() ? String.valueOf(path.getFileName()) : file;
  }

  private static Map<String, Object> rowsPerLevel(Dataset data, String column) {
    List<String> levels = data.schema().feature(column).levels();
    int[] counts = new int[levels.size()];
    for (int code : data.codes(column)) {
      if (code >= 0) {
        counts[code]++;
      }
    }
    Map<String, Object> rows = new LinkedHashMap<>();
    for (int code = 0; code < counts.length; code++) {
      rows.put(levels.get(code), counts[code]);
    }
    return rows;
  }

  private static Map<String, Object> settings(SuiteReport report) {
    Roles roles = report.suite().roles();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("label", roles.label());
    settings.put("positiveClass", roles.positiveClass());
    settings.put("favourableOutcome", roles.favourableOutcome());
    Map<String, Object> sensitive = new LinkedHashMap<>();
    roles.sensitive().forEach(s -> sensitive.put(s.feature(), s.reference()));
    settings.put("sensitive", sensitive);
    roles.groups().ifPresent(groups -> settings.put("groups", groups));
    if (!roles.sensitiveEventFeatures().isEmpty()) {
      settings.put("sensitiveEventFeatures", roles.sensitiveEventFeatures());
    }
    settings.put("decisionThreshold", report.suite().settings().decisionThreshold());
    settings.put("seed", report.suite().settings().seed());
    settings.putAll(report.settings());
    return settings;
  }

  private static Map<String, Object> result(CheckResult result, PlotFiles plots) {
    KpiDescriptor kpi = result.check().kpi().descriptor();
    KpiRule rule = result.check().rule();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kpi", kpi.id().value());
    if (!kpi.number().isEmpty()) {
      map.put("number", kpi.number());
    }
    map.put("title", kpi.title());
    map.put("aspect", kpi.aspect());
    map.put("subAspect", kpi.subAspect());
    result.scope().sensitive().ifPresent(feature -> map.put("sensitive", feature));
    result.scope().group().ifPresent(group -> map.put("group", group.toString()));
    result.scope().feature().ifPresent(feature -> map.put("feature", feature));
    map.put("verdict", result.verdict().light().name());
    map.put("reason", result.verdict().reason());
    result.measurement().ifPresent(measurement -> measured(map, measurement, plots));
    map.put("bands", bands(rule));
    map.put("durationMillis", result.duration().toNanos() / 1e6);
    return map;
  }

  private static void measured(Map<String, Object> map, Measurement measurement, PlotFiles plots) {
    if (measurement.result() instanceof Measurement.Value value) {
      map.put("value", number(value.value()));
      value.interval().ifPresent(interval -> map.put("interval", interval(interval, value.seed())));
    }
    map.put("n", measurement.sampleSize().rows());
    put(map, "numerator", measurement.sampleSize().numerator());
    put(map, "denominator", measurement.sampleSize().denominator());
    map.put("parameters", measurement.parameters());
    List<Map<String, Object>> tables = new ArrayList<>();
    for (EvidenceTable table : measurement.evidence()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("title", table.title());
      entry.put("columns", table.columns());
      entry.put("rows", table.rows());
      tables.add(entry);
    }
    map.put("tables", tables);
    if (!measurement.plots().isEmpty()) {
      map.put(
          "plots",
          measurement.plots().stream()
              .map(
                  plot -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put("title", plot.title());
                    entry.put("file", plots.name(plot));
                    return entry;
                  })
              .toList());
    }
  }

  private static Map<String, Object> interval(ConfidenceInterval interval, OptionalLong seed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", number(interval.low()));
    map.put("high", number(interval.high()));
    map.put("level", interval.level());
    map.put("method", interval.method());
    put(map, "seed", seed);
    return map;
  }

  private static Map<String, Object> bands(KpiRule rule) {
    Map<String, Object> bands = new LinkedHashMap<>();
    bands.put("range", rule.range().toString());
    bands.put("green", rule.green().toString());
    bands.put("amber", rule.amber().toString());
    bands.put("red", rule.red().toString());
    bands.put("decision", rule.decision().name().toLowerCase(Locale.ROOT));
    bands.put("thresholdOrigin", rule.thresholdOrigin().name().toLowerCase(Locale.ROOT));
    bands.put("bandsFrom", rule.bandsFrom());
    List<String> references =
        rule.legalReferences().stream().map(LegalReference::citation).toList();
    if (!references.isEmpty()) {
      bands.put("evidenceFor", references);
    }
    return bands;
  }

  private static void put(Map<String, Object> map, String name, OptionalLong value) {
    if (value.isPresent()) {
      map.put(name, value.getAsLong());
    }
  }

  /** JSON has no infinity: it is written as {@code "inf"} or {@code "-inf"}. */
  private static Object number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return value;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
