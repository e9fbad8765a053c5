package org.touchstone.engine.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a table, schema or encoding is read from, with the name that errors and evidence show. A
 * source can be opened more than once.
 */
public final class InputSource {

  private final String name;
  private final Opener opener;

  private InputSource(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** A file. Its name is the path as it is given. */
  public static InputSource file(Path path) {
    return new InputSource(path.toString(), () -> openFile(path));
  }

  /**
   * A resource of the class path, for example {@code german-credit/german_credit.csv}.
   *
   * @param loader the class loader to ask
   * @param resource the resource's absolute name, without a leading slash
   */
  public static InputSource resource(ClassLoader loader, String resource) {
    return new InputSource(resource, () -> openResource(loader, resource));
  }

  /** A text that is held in memory; it is read as UTF-8. */
  public static InputSource text(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that are held in memory; the caller no longer changes them. */
  public static InputSource bytes(String name, byte[] content) {
    return new InputSource(name, () -> new ByteArrayInputStream(content));
  }

  /** The name that errors and evidence show. */
  public String name() {
    return name;
  }

  /**
   * Opens the source; the caller closes it.
   *
   * @throws DataException if there is no such file or resource, or it cannot be opened
   */
  public InputStream open() {
    try {
      return opener.open();
    } catch (IOException e) {
      throw new DataException(name + " cannot be opened: " + e, e);
    }
  }

  /**
   * The whole content.
   *
   * @throws DataException if there is no such file or resource, or it cannot be read
   */
  byte[] readAll() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + e, e);
    }
  }

  private static InputStream openFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a directory; name a file in it");
    }
    if (!Files.exists(path)) {
      throw new DataException(
          "There is no file " + path + "; looked for " + path.toAbsolutePath().normalize());
    }
    return Files.newInputStream(path);
  }

  private static InputStream openResource(ClassLoader loader, String resource) {
    InputStream in = loader.getResourceAsStream(resource);
    if (in == null) {
      throw new DataException(
          "There is no resource "
              + resource
              + " on the class path; resources have absolute names without a leading slash");
    }
    return in;
  }

  @Override
  public String toString() {
    return name;
  }

  private interface Opener {
    InputStream open() throws IOException;
  }
}
