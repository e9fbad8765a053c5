package org.touchstone.report;

import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.PropertiesUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.plot.Plot;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.VerdictMessage;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.LegalReference;
import org.touchstone.profile.RagProfile;
import org.touchstone.profile.ThresholdOrigin;
import org.touchstone.suite.SuiteSpec;

/**
 * Adds to the result that Allure's own JUnit Platform listener writes for each test what it cannot
 * know: the place in the audit framework, the verdict, the profile, values and evidence. Loaded
 * only where Allure is on the class path.
 */
final class AllureReporter implements Reporter {

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s,;)]*[^\\s,;).]");
  private static final String UNIQUE_ID = "junit.platform.uniqueid";
  private static final String OUR_ENGINE = "[engine:touchstone]";

  private final Environment environment;

  AllureReporter(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void checkFinished(SuiteSpec suite, CheckResult result) {
    AllureLifecycle allure = Allure.getLifecycle();
    if (allure.getCurrentTestCase().isEmpty()) {
      return;
    }
    AtomicBoolean ours = new AtomicBoolean();
    allure.updateTestCase(
        test -> {
          if (isCheck(test)) {
            ours.set(true);
            describe(test, suite, result);
          }
        });
    if (ours.get()) {
      for (EvidenceTable table :
          result.measurement().map(Measurement::evidence).orElse(List.of())) {
        allure.addAttachment(
            table.title(), "text/csv", ".csv", CsvText.of(table).getBytes(StandardCharsets.UTF_8));
      }
      for (Plot plot : result.measurement().map(Measurement::plots).orElse(List.of())) {
        allure.addAttachment(
            plot.title(), "image/svg+xml", ".svg", plot.toSvg().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * Whether a result is that of a check. Where a test of another engine runs a suite, Allure's
   * current test is that one, and is left alone.
   */
  static boolean isCheck(TestResult test) {
    return test.getLabels().stream()
        .anyMatch(l -> UNIQUE_ID.equals(l.getName()) && l.getValue().contains(OUR_ENGINE));
  }

  @Override
  public List<String> suiteFinished(SuiteReport report) {
    Path folder =
        Path.of(
            PropertiesUtils.loadAllureProperties()
                .getProperty("allure.results.directory", "allure-results"));
    AtomicFile.write(folder.resolve("categories.json"), categories());
    AllureEnvironment.add(folder.resolve("environment.properties"), environment, report);
    return List.of("Allure results: " + folder);
  }

  private static void describe(TestResult test, SuiteSpec suite, CheckResult result) {
    KpiDescriptor kpi = result.check().kpi().descriptor();
    KpiRule rule = result.check().rule();
    RagProfile profile = suite.profile();
    // The tree shows statuses, and an amber check looks like one that was skipped for other
    // reasons.
    test.setName(result.title() + " - " + result.verdict().light().label());
    label(test, "epic", kpi.aspect());
    label(test, "feature", kpi.subAspect());
    label(test, "story", kpi.contributor());
    label(test, "parentSuite", suite.name());
    label(test, "suite", kpi.aspect());
    label(test, "subSuite", kpi.subAspect());
    label(
        test, "severity", rule.thresholdOrigin() == ThresholdOrigin.SOURCE ? "critical" : "normal");
    label(test, "RAG", result.verdict().light().label());
    label(test, "profile", profile.id() + " " + profile.version());
    test.setDescription(kpi.meaning());
    test.setDescriptionHtml(CheckHtml.of(result, profile));
    address(profile.source())
        .ifPresent(url -> test.getLinks().add(link("Profile: " + profile.title(), url)));
    for (LegalReference reference : rule.legalReferences()) {
      reference
          .url()
          .ifPresent(
              url ->
                  test.getLinks()
                      .add(link("Evidence for " + reference.citation(), url.toString())));
    }
    parameter(test, "Value", VerdictMessage.value(result));
    result
        .measurement()
        .ifPresent(m -> m.parameters().forEach((name, value) -> parameter(test, name, value)));
  }

  /** Replaces what the listener derived from the test class, which says nothing to a regulator. */
  private static void label(TestResult test, String name, String value) {
    if (!value.isEmpty()) {
      test.getLabels().removeIf(label -> label.getName().equals(name));
      test.getLabels().add(new Label().setName(name).setValue(value));
    }
  }

  private static Link link(String name, String url) {
    return new Link().setName(name).setUrl(url).setType("custom");
  }

  /** Excluded, or each new value would be a new test and its history lost. */
  private static void parameter(TestResult test, String name, String value) {
    test.getParameters().add(new Parameter().setName(name).setValue(value).setExcluded(true));
  }

  private static Optional<String> address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static byte[] categories() {
    try (InputStream in = AllureReporter.class.getResourceAsStream("allure-categories.json")) {
      if (in == null) {
        throw new IllegalStateException("The resource allure-categories.json is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ReportException("Cannot read allure-categories.json: " + e, e);
    }
  }
}
