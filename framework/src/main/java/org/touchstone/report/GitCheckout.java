package org.touchstone.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What git says about a folder. Where git is missing, does not answer in time, or the folder is in
 * no checkout, it says nothing; a report is never held up by it.
 *
 * @param git the command
 * @param folder where it is asked
 */
record GitCheckout(String git, Path folder) {

  private static final long SECONDS = 10;

  /** The commit that is checked out. */
  Optional<String> commit() {
    return ask("rev-parse", "HEAD").filter(commit -> !commit.isEmpty());
  }

  /** Whether there are changed or new files that are not committed. */
  Optional<Boolean> isDirty() {
    return ask("status", "--porcelain").map(changes -> !changes.isEmpty());
  }

  private Optional<String> ask(String... arguments) {
    List<String> command = new ArrayList<>(List.of(git));
    command.addAll(List.of(arguments));
    try {
      // A file, not a pipe: reading a pipe waits for as long as git does.
      Path answer = Files.createTempFile("touchstone-git", ".txt");
      try {
        return ask(command, answer);
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> ask(List<String> command, Path answer) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(answer.toFile());
    // To look must not lock: somebody may be committing.
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return Optional.of(Files.readString(answer, StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    return Optional.empty();
  }
}
