package org.touchstone.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a run took place.
 *
 * @param jdk version and vendor of the Java runtime
 * @param os name, version and architecture of the operating system
 * @param touchstone version of this framework
 * @param gitCommit commit of the working folder, if it is in a git checkout
 * @param gitDirty whether the checkout has changed or new files that are not committed
 * @param ciUrl address of the CI job, where the CI system tells it
 */
record Environment(
    String jdk,
    String os,
    String touchstone,
    Optional<String> gitCommit,
    Optional<Boolean> gitDirty,
    Optional<String> ciUrl) {

  /** Asks the JVM, git and the environment variables of well-known CI systems. */
  static Environment capture() {
    return capture(new GitCheckout("git", Path.of("")), System.getenv());
  }

  static Environment capture(GitCheckout checkout, Map<String, String> variables) {
    return new Environment(
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        version(),
        checkout.commit(),
        checkout.isDirty(),
        ciUrl(variables));
  }

  /** GitHub Actions, Azure Pipelines, Bitbucket, GitLab, Jenkins, CircleCI. */
  static Optional<String> ciUrl(Map<String, String> variables) {
    return joined(
            variables,
            "GITHUB_SERVER_URL",
            "/",
            "GITHUB_REPOSITORY",
            "/actions/runs/",
            "GITHUB_RUN_ID")
        .or(
            () ->
                joined(
                    variables,
                    "SYSTEM_COLLECTIONURI",
                    "",
                    "SYSTEM_TEAMPROJECT",
                    "/_build/results?buildId=",
                    "BUILD_BUILDID"))
        .or(
            () ->
                joined(
                    variables,
                    "BITBUCKET_GIT_HTTP_ORIGIN",
                    "/pipelines/results/",
                    "BITBUCKET_BUILD_NUMBER"))
        .or(() -> joined(variables, "CI_JOB_URL"))
        .or(() -> joined(variables, "BUILD_URL"))
        .or(() -> joined(variables, "CIRCLE_BUILD_URL"));
  }

  /** Variables, with texts between them; empty unless all variables are set. */
  private static Optional<String> joined(Map<String, String> variables, String... parts) {
    StringBuilder url = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean isVariable = i % 2 == 0;
      String text = isVariable ? variables.getOrDefault(parts[i], "") : parts[i];
      if (isVariable && text.isEmpty()) {
        return Optional.empty();
      }
      url.append(text);
    }
    return Optional.of(url.toString());
  }

  /** The same by name, in a fixed order; what is not known is missing. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("jdk", jdk);
    map.put("os", os);
    map.put("touchstone", touchstone);
    gitCommit.ifPresent(commit -> map.put("gitCommit", commit));
    gitDirty.ifPresent(dirty -> map.put("gitDirty", dirty));
    ciUrl.ifPresent(url -> map.put("ciUrl", url));
    return map;
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }
}
