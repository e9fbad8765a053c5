package org.touchstone.report;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a run took place.
 *
 * @param jdk version and vendor of the Java runtime
 * @param os name, version and architecture of the operating system
 * @param touchstone version of this framework
 * @param gitCommit commit of the working folder, if it is in a git checkout
 * @param gitDirty whether the checkout has changes that are not committed
 * @param ciUrl address of the CI job, where the CI system tells it
 */
record Environment(
    String jdk,
    String os,
    String touchstone,
    Optional<String> gitCommit,
    Optional<Boolean> gitDirty,
    Optional<String> ciUrl) {

  private static final long GIT_SECONDS = 10;

  /** Asks the JVM, git and the environment variables of well-known CI systems. */
  static Environment capture() {
    return new Environment(
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        version(),
        git("rev-parse", "HEAD").filter(commit -> !commit.isEmpty()),
        git("status", "--porcelain").map(changes -> !changes.isEmpty()),
        ciUrl(System.getenv()));
  }

  /** GitHub Actions, GitLab, Jenkins, Azure Pipelines, CircleCI, Bitbucket. */
  static Optional<String> ciUrl(Map<String, String> environment) {
    @Nullable String github = environment.get("GITHUB_RUN_ID");
    if (github != null) {
      return Optional.of(
          environment.getOrDefault("GITHUB_SERVER_URL", "")
              + "/"
              + environment.getOrDefault("GITHUB_REPOSITORY", "")
              + "/actions/runs/"
              + github);
    }
    @Nullable String azure = environment.get("BUILD_BUILDID");
    if (azure != null) {
      return Optional.of(
          environment.getOrDefault("SYSTEM_COLLECTIONURI", "")
              + environment.getOrDefault("SYSTEM_TEAMPROJECT", "")
              + "/_build/results?buildId="
              + azure);
    }
    @Nullable String bitbucket = environment.get("BITBUCKET_BUILD_NUMBER");
    if (bitbucket != null) {
      return Optional.of(
          environment.getOrDefault("BITBUCKET_GIT_HTTP_ORIGIN", "")
              + "/pipelines/results/"
              + bitbucket);
    }
    for (String name : List.of("CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL")) {
      @Nullable String url = environment.get(name);
      if (url != null && !url.isEmpty()) {
        return Optional.of(url);
      }
    }
    return Optional.empty();
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

  private static Optional<String> git(String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(output.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static File nullDevice() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }
}
