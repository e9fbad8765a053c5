package org.touchstone.report;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file under a temporary name and moves it, so that nobody reads half of it. */
final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes {@code content} to {@code file}, making its folder where there is none.
   *
   * @throws ReportException if it cannot be written; what was there before stays as it was
   */
  static void write(Path file, byte[] content) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    // Of its own for each writer: suites run in parallel, and builds in several JVMs.
    Path temporary =
        absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.write(temporary, content);
        move(temporary, absolute);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new ReportException(
          "Cannot write "
              + file
              + ": "
              + e
              + "; make the folder writable and check that the disk has room",
          e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
