package org.touchstone.suite;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.data.InputSource;
import org.touchstone.profile.RagProfile;
import org.touchstone.profile.RagProfiles;

/**
 * Where a suite file lies, on the class path or in the file system, and what lies beside it.
 *
 * @param name the suite file's name, as reports show it
 * @param loader the class loader that has it; null for a file
 */
record SuiteLocation(String name, @Nullable ClassLoader loader) {

  private static final String CLASS_PATH = "classpath:";

  static SuiteLocation file(Path file) {
    return new SuiteLocation(file.toString(), null);
  }

  static SuiteLocation resource(@Nullable ClassLoader loader, String name) {
    return new SuiteLocation(name, loader == null ? ClassLoader.getSystemClassLoader() : loader);
  }

  /** A resource relative to the package of a class, or from the root with a leading slash. */
  static SuiteLocation resource(Class<?> anchor, String name) {
    String folder = anchor.getPackageName().replace('.', '/');
    String absolute =
        name.startsWith("/") ? name.substring(1) : folder.isEmpty() ? name : folder + "/" + name;
    return resource(anchor.getClassLoader(), absolute);
  }

  /** The class loader for KPIs and profiles. */
  ClassLoader loaderOrContext() {
    return loader != null ? loader : Thread.currentThread().getContextClassLoader();
  }

  /** The suite file itself. */
  InputSource source() {
    return source(name);
  }

  /** A file beside the suite file, to be read as a stream. */
  InputSource sibling(String relative) {
    return source(siblingName(relative));
  }

  /**
   * The profile of this name: a shipped one by its id, or a {@code .json} file beside the suite
   * file.
   *
   * @throws org.touchstone.profile.ProfileException if there is none, or it is wrong
   */
  RagProfile profile(String profile) {
    if (!profile.endsWith(".json") || profile.startsWith(CLASS_PATH)) {
      return RagProfiles.load(profile, loaderOrContext());
    }
    String sibling = siblingName(profile);
    return RagProfiles.load(loader == null ? sibling : CLASS_PATH + sibling, loaderOrContext());
  }

  private String siblingName(String relative) {
    if (loader == null) {
      return Path.of(name).resolveSibling(relative).toString();
    }
    if (relative.startsWith("/")) {
      return relative.substring(1);
    }
    String joined = name.substring(0, name.lastIndexOf('/') + 1) + relative;
    return Path.of(joined).normalize().toString().replace('\\', '/');
  }

  /**
   * A file beside the suite file, as a path. A resource inside a jar is copied to a temporary file.
   *
   * @throws SuiteException if there is no such file
   */
  Path siblingPath(String relative) {
    String sibling = siblingName(relative);
    if (loader == null) {
      return Path.of(sibling);
    }
    return SuiteResources.path(loader, sibling);
  }

  private InputSource source(String file) {
    return loader == null ? InputSource.file(Path.of(file)) : InputSource.resource(loader, file);
  }
}
