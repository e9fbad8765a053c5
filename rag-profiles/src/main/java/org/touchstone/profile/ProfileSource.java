package org.touchstone.profile;

import java.nio.file.Path;

/**
 * The bytes of a profile file and how to find its neighbours.
 *
 * @param name how messages and evidence name it
 * @param identity the same for the same file, however it is named
 * @param base where relative locations in it start
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never leaves the package.
record ProfileSource(String name, String identity, Base base, byte[] bytes) {

  /** Where relative locations start. */
  sealed interface Base {}

  /** A folder of the file system. */
  record Folder(Path path) implements Base {}

  /** A package folder of the class path, without slashes at its ends; empty for the root. */
  record ResourceFolder(String path) implements Base {}
}
