package org.touchstone.profile;

import java.nio.file.Path;
import java.util.List;

/** Loads RAG profiles. */
public final class RagProfiles {

  private static final List<String> SHIPPED =
      List.of("bhaumik-dey-2023", "eu-ai-act-high-risk", "touchstone-extended");

  private RagProfiles() {}

  /**
   * Loads a profile with everything that it extends.
   *
   * <p>A profile is named by
   *
   * <ul>
   *   <li>its id, for the profiles of {@link #shippedIds} and for others that a jar has at {@code
   *       org/touchstone/profile/<id>.rag.json};
   *   <li>{@code classpath:} and the name of a resource;
   *   <li>a path, absolute or from the working directory.
   * </ul>
   *
   * <p>{@code extends} in a file names the other profile in the same way, but a relative location
   * starts at the folder of the file.
   *
   * @param idOrLocation the profile
   * @param loader where resources are looked for, beside this class's own loader
   * @throws ProfileException if the profile cannot be found or read, is not JSON in UTF-8, does not
   *     fit the schema, breaks a rule of its bands, or extends itself; it lists everything that is
   *     wrong in the file, with line and column
   */
  public static RagProfile load(String idOrLocation, ClassLoader loader) {
    return load(idOrLocation, loader, Path.of(""));
  }

  /**
   * Loads a profile as {@link #load(String, ClassLoader)} does, with relative paths from another
   * folder than the working directory.
   *
   * @param idOrLocation the profile
   * @param loader where resources are looked for, beside this class's own loader
   * @param folder where a relative path starts, for example the folder of the suite that names it
   * @throws ProfileException as above
   */
  public static RagProfile load(String idOrLocation, ClassLoader loader, Path folder) {
    return new ProfileLoader(loader).load(idOrLocation, folder);
  }

  /** The ids of the profiles that come with Touchstone. */
  public static List<String> shippedIds() {
    return SHIPPED;
  }
}
