package org.touchstone.profile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds profile files by id, on the class path and in the file system. */
final class ProfileLocator {

  /** A profile cannot be found or read; the message says what was looked for and where. */
  static final class NotFound extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotFound(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private static final String CLASSPATH = "classpath:";
  private static final String SHIPPED = "org/touchstone/profile/";
  private static final Pattern ID = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  private final ClassLoader loader;

  ProfileLocator(ClassLoader loader) {
    this.loader = loader;
  }

  /** Whether a reference is an id, and not a location. */
  static boolean isId(String reference) {
    return ID.matcher(reference).matches() && !reference.endsWith(".json");
  }

  /** Finds a profile by id, {@code classpath:} location, or path from {@code base}. */
  ProfileSource find(String reference, ProfileSource.Base base) throws NotFound {
    if (isId(reference)) {
      return resource(reference, SHIPPED + reference + ".rag.json")
          .orElseThrow(
              () ->
                  new NotFound(
                      "no profile has the id \""
                          + reference
                          + "\" (a file is named by its path, as in ./"
                          + reference
                          + ".rag.json); "
                          + Suggestions.hint(reference, RagProfiles.shippedIds())));
    }
    if (reference.startsWith(CLASSPATH)) {
      return requiredResource(normalise(reference.substring(CLASSPATH.length()), reference));
    }
    if (base instanceof ProfileSource.ResourceFolder folder) {
      return requiredResource(normalise(folder.path() + "/" + reference, reference));
    }
    return file(reference, ((ProfileSource.Folder) base).path());
  }

  private ProfileSource requiredResource(String path) throws NotFound {
    return resource(CLASSPATH + path, path)
        .orElseThrow(
            () ->
                new NotFound(
                    "no resource \""
                        + path
                        + "\" is on the class path; check its name and folder"));
  }

  private Optional<ProfileSource> resource(String name, String path) throws NotFound {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try {
      for (ClassLoader from : List.of(loader, RagProfiles.class.getClassLoader())) {
        for (URL url : Collections.list(from.getResources(path))) {
          contents.put(url.toString(), read(url));
        }
      }
    } catch (IOException e) {
      throw new NotFound("\"" + path + "\" cannot be read from the class path: " + e);
    }
    if (contents.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<String, byte[]> first = contents.entrySet().iterator().next();
    // Which one comes first depends on the build: a threshold must not.
    for (byte[] other : contents.values()) {
      if (!Arrays.equals(first.getValue(), other)) {
        throw new NotFound(
            "\""
                + path
                + "\" is on the class path more than once, with different contents: "
                + String.join(", ", contents.keySet())
                + "; rename your own");
      }
    }
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    return Optional.of(
        new ProfileSource(
            name, CLASSPATH + path, new ProfileSource.ResourceFolder(folder), first.getValue()));
  }

  private static ProfileSource file(String reference, Path folder) throws NotFound {
    Path path;
    try {
      path = folder.resolve(reference).normalize();
    } catch (InvalidPathException e) {
      throw new NotFound("\"" + reference + "\" is not a path: " + e.getMessage());
    }
    try {
      byte[] bytes = Files.readAllBytes(path);
      Path parent = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
      return new ProfileSource(
          path.toString(), path.toRealPath().toString(), new ProfileSource.Folder(parent), bytes);
    } catch (NoSuchFileException e) {
      throw new NotFound(
          "no file \""
              + path
              + "\"; a path starts at "
              + (folder.toString().isEmpty() ? "the working directory" : "\"" + folder + "\"")
              + ", a resource is written classpath:...");
    } catch (IOException e) {
      throw new NotFound("\"" + path + "\" cannot be read: " + e);
    }
  }

  private static byte[] read(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    // A cached jar stays open, and keeps its old content when it is built again.
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private static String normalise(String path, String reference) throws NotFound {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          throw new NotFound("\"" + reference + "\" leaves the class path; remove a \"..\"");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
