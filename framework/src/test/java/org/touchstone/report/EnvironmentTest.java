package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

  @TempDir Path folder;

  @Test
  void knows_the_java_runtime_the_system_and_the_version_that_the_build_filled_in() {
    Environment environment = Environment.capture();

    assertThat(environment.jdk()).startsWith(System.getProperty("java.version"));
    assertThat(environment.os()).contains(System.getProperty("os.name"));
    assertThat(environment.touchstone()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }

  @Test
  void knows_the_jobs_of_well_known_ci_systems() {
    assertThat(
            Environment.ciUrl(
                Map.of(
                    "GITHUB_SERVER_URL", "https://github.example",
                    "GITHUB_REPOSITORY", "acme/risk",
                    "GITHUB_RUN_ID", "12")))
        .contains("https://github.example/acme/risk/actions/runs/12");
    assertThat(
            Environment.ciUrl(
                Map.of(
                    "SYSTEM_COLLECTIONURI", "https://dev.azure.example/acme/",
                    "SYSTEM_TEAMPROJECT", "risk",
                    "BUILD_BUILDID", "12")))
        .contains("https://dev.azure.example/acme/risk/_build/results?buildId=12");
    assertThat(
            Environment.ciUrl(
                Map.of(
                    "BITBUCKET_GIT_HTTP_ORIGIN", "https://bitbucket.example/acme/risk",
                    "BITBUCKET_BUILD_NUMBER", "12")))
        .contains("https://bitbucket.example/acme/risk/pipelines/results/12");
    for (String variable : List.of("CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL")) {
      assertThat(Environment.ciUrl(Map.of(variable, "https://ci.example/12")))
          .contains("https://ci.example/12");
    }
  }

  @Test
  void says_nothing_where_a_part_of_the_address_is_missing() {
    assertThat(Environment.ciUrl(Map.of())).isEmpty();
    assertThat(Environment.ciUrl(Map.of("GITHUB_RUN_ID", "12"))).isEmpty();
    assertThat(Environment.ciUrl(Map.of("CI_JOB_URL", ""))).isEmpty();
  }

  @Test
  void works_where_git_is_missing() {
    Environment environment =
        Environment.capture(new GitCheckout("no-such-git-command", folder), Map.of());

    assertThat(environment.asMap()).containsOnlyKeys("jdk", "os", "touchstone");
  }

  @Test
  void says_nothing_of_git_outside_of_a_checkout() throws Exception {
    assumeThat(hasGit()).as("git is installed").isTrue();
    // A file of this name ends git's way up to folders above, which may be in a checkout.
    Files.writeString(folder.resolve(".git"), "gitdir: nowhere");
    GitCheckout checkout = new GitCheckout("git", folder);

    assertThat(checkout.commit()).isEmpty();
    assertThat(checkout.isDirty()).isEmpty();
  }

  @Test
  void knows_the_commit_and_whether_something_is_not_committed() throws Exception {
    assumeThat(hasGit()).as("git is installed").isTrue();
    GitCheckout checkout = new GitCheckout("git", folder);
    git("init", "-q");
    assertThat(checkout.commit()).isEmpty();

    Files.writeString(folder.resolve("file"), "1");
    git("add", "file");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first");

    assertThat(checkout.commit().orElseThrow()).matches("[0-9a-f]{40,64}");
    assertThat(checkout.isDirty()).contains(false);

    Files.writeString(folder.resolve("new"), "2");
    assertThat(checkout.isDirty()).contains(true);
  }

  private boolean hasGit() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
