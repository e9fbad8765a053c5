package org.touchstone.suite;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files of a suite that lie on the class path. */
public final class SuiteResources {

  private SuiteResources() {}

  /**
   * A resource as a path, for loaders that need one. A resource inside a jar is copied to a
   * temporary file, which is deleted when the JVM ends.
   *
   * @param anchor the class whose package the name is relative to
   * @param name the resource's name; absolute with a leading slash
   * @throws SuiteException if there is no such resource; the message says where it was looked for
   */
  public static Path path(Class<?> anchor, String name) {
    SuiteLocation location = SuiteLocation.resource(anchor, name);
    return path(location.loader(), location.name());
  }

  static Path path(@Nullable ClassLoader loader, String name) {
    URL url =
        Objects.requireNonNullElse(loader, ClassLoader.getSystemClassLoader()).getResource(name);
    if (url == null) {
      throw new SuiteException(
          "There is no resource "
              + name
              + " on the class path; put the file into src/test/resources/"
              + name);
    }
    try {
      return url.getProtocol().equals("file") ? Path.of(url.toURI()) : copy(url, name);
    } catch (URISyntaxException | IOException e) {
      throw new SuiteException("The resource " + name + " cannot be read: " + e, e);
    }
  }

  private static Path copy(URL url, String name) throws IOException {
    Path folder = Files.createTempDirectory("touchstone");
    Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
    file.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    try (InputStream in = url.openStream()) {
      Files.copy(in, file);
    }
    return file;
  }
}
