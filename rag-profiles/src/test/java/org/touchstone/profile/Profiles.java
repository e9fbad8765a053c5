package org.touchstone.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and loads profiles for tests. */
final class Profiles {

  static final ClassLoader LOADER = Profiles.class.getClassLoader();

  private Profiles() {}

  static RagProfile load(String idOrLocation) {
    return RagProfiles.load(idOrLocation, LOADER);
  }

  static RagProfile load(Path file) {
    return load(file.toString());
  }

  /** A profile file whose head is complete; {@code body} is the rest of its fields. */
  static Path write(Path folder, String id, String body) throws IOException {
    Path file = folder.resolve(id + ".rag.json");
    Files.createDirectories(folder);
    return Files.writeString(
        file,
        """
        {"id": "%s", "version": "1.2", "title": "T", "source": "S", %s}
        """
            .formatted(id, body));
  }

  static KpiRule rule(RagProfile profile, String kpi) {
    return profile.rule(kpi).orElseThrow();
  }
}
