package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.touchstone.suite.Loans;
import org.touchstone.suite.Payments;

/** The examples of docs/suites.md compile, run, and do what the page says. */
class SuiteGuideTest {

  private static final Path PAGE = Path.of("..", "docs", "suites.md");
  private static final Pattern CLASS_NAME = Pattern.compile("(?m)^(?:public final )?class (\\w+)");

  @TempDir Path folder;
  @TempDir Path output;
  private String page = "";

  @BeforeEach
  void readThePage() throws Exception {
    page = Files.readString(PAGE);
  }

  @Test
  void the_suite_file_is_the_one_that_the_tests_run() throws Exception {
    ObjectMapper mapper = new ObjectMapper();

    assertThat(mapper.readTree(blocks("json").get(0)))
        .isEqualTo(mapper.readTree(Loans.file("loans.conformity.json").toFile()));
  }

  @Test
  void the_classes_run_with_the_own_check_and_the_own_kpi() throws Exception {
    Files.createDirectories(folder.resolve("loans"));
    Files.writeString(folder.resolve("loans/approval.rag.json"), blocks("json").get(1));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.touchstone.engine.kpi.Kpi"), "loans.ApprovalRate\n");
    compile(blocks("java"));

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      EngineExecutionResults results =
          Runs.engine(output)
              .selectors(
                  selectClass(loader.loadClass("loans.LoanConformityTest")),
                  selectClass(loader.loadClass("loans.LoanFileConformityTest")))
              .execute();

      assertThat(Runs.outcome(results, "Oldest applicant > overall")).isEqualTo("SUCCESSFUL");
      assertThat(Runs.outcome(results, "Approval rate > overall")).isEqualTo("SUCCESSFUL");
      assertThat(results.testEvents().started().count()).isEqualTo(16 + 2 + 16);
      assertThat(results.containerEvents().failed().count()).isZero();
    }
  }

  @Test
  void the_suite_about_sequences_runs_as_a_file_and_as_a_class() throws Exception {
    Payments.copyTo(folder.resolve("payments"));
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(blocks("json").get(2)))
        .isEqualTo(mapper.readTree(Payments.file("payments.conformity.json").toFile()));
    compile(blocks("java"));

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      EngineExecutionResults results =
          Runs.engine(output)
              .selectors(selectClass(loader.loadClass("payments.PaymentConformityTest")))
              .execute();

      assertThat(results.testEvents().started().count()).isEqualTo(12);
      assertThat(results.containerEvents().failed().count()).isZero();
    }
  }

  @Test
  void the_page_names_every_configuration_parameter() throws Exception {
    for (java.lang.reflect.Field field : Configuration.class.getFields()) {
      assertThat(page).contains("`" + field.get(null));
    }
  }

  private void compile(List<String> sources) throws Exception {
    List<Path> files = new ArrayList<>();
    for (String source : sources) {
      Matcher name = CLASS_NAME.matcher(source);
      assertThat(name.find()).isTrue();
      Path file = folder.resolve(name.group(1) + ".java");
      files.add(Files.writeString(file, source));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of(
                      "-d",
                      folder.toString(),
                      "-classpath",
                      System.getProperty(
                          "surefire.test.class.path", System.getProperty("java.class.path"))),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
