package org.touchstone.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * A model's file, read once: the bytes that are parsed are the bytes whose hash goes into the
 * evidence.
 */
public final class ModelFile {

  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private final byte[] content;
  private final String sha256;
  private final Set<String> topLevelKeys;

  private ModelFile(Path path, byte[] content) {
    this.path = path;
    this.content = content;
    this.sha256 = sha256(content);
    this.topLevelKeys = readTopLevelKeys(content);
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it does not exist, is no regular file, is empty, or cannot be read
   */
  public static ModelFile read(Path path) {
    if (!Files.exists(path)) {
      throw new ModelException(
          "Model file "
              + path
              + " does not exist (looked for "
              + path.toAbsolutePath().normalize()
              + "); check the path, which is relative to the working directory");
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelException(
          "Model file " + path + " is not a file; name the file that holds the model");
    }
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new ModelException("Model file " + path + " cannot be read: " + e, e);
    }
    if (content.length == 0) {
      throw new ModelException("Model file " + path + " is empty; save the model again");
    }
    return new ModelFile(path, content);
  }

  /** The path as it was given. */
  public Path path() {
    return path;
  }

  /** The bytes of the file; do not change them. */
  public byte[] content() {
    return content;
  }

  /** The file, the format it is read with, and its hash. */
  public ModelSource source(String format) {
    return new ModelSource(path, format, sha256);
  }

  /** Whether the file's name ends with an extension such as {@code .onnx}, in any case. */
  public boolean hasExtension(String extension) {
    return path.getFileName()
        .toString()
        .toLowerCase(Locale.ROOT)
        .endsWith(extension.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the file starts as a JSON object and has this key at its top level. Keys behind a
   * syntax error are not seen.
   */
  public boolean hasJsonKey(String key) {
    return topLevelKeys.contains(key);
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static Set<String> readTopLevelKeys(byte[] content) {
    Set<String> keys = new HashSet<>();
    if (content[0] != '{' && !Character.isWhitespace(content[0])) {
      return keys;
    }
    try (JsonParser parser = JSON.createParser(content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return keys;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // Whoever reads the file reports the error with its place; here it only ends the keys.
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }
}
