package org.touchstone.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a profile and everything that it extends. */
final class ProfileLoader {

  private final ProfileLocator locator;
  private final List<ProfileSource> open = new ArrayList<>();

  ProfileLoader(ClassLoader loader) {
    this.locator = new ProfileLocator(loader);
  }

  RagProfile load(String reference, Path folder) {
    ProfileSource source;
    try {
      source = locator.find(reference, new ProfileSource.Folder(folder));
    } catch (ProfileLocator.NotFound e) {
      throw new ProfileException(SourceLocation.ofFile(reference), e.reason(), e);
    }
    return load(reference, source).profile();
  }

  private LoadedProfile load(String reference, ProfileSource source) {
    LocatedJson json = LocatedJson.parse(source.name(), source.bytes());
    Problems problems = new Problems();
    SchemaCheck.check(json, problems);
    if (!json.root().isObject()) {
      problems.throwIfAny();
    }
    String id = json.root().path("id").asText();
    if (ProfileLocator.isId(reference) && !id.equals(reference) && !problems.anyUnder("/id")) {
      problems.add(
          json.valueAt("/id"),
          "found the id \"" + id + "\" in the file of \"" + reference + "\"; they are the same");
    }
    open.add(source);
    Optional<LoadedProfile> parent = parent(json, source, problems);
    open.remove(open.size() - 1);
    return new ProfileReader(json, source, parent, problems).read();
  }

  private Optional<LoadedProfile> parent(
      LocatedJson json, ProfileSource source, Problems problems) {
    if (!json.root().has("extends") || problems.anyUnder("/extends")) {
      return Optional.empty();
    }
    SourceLocation at = json.valueAt("/extends");
    String reference = json.root().get("extends").asText();
    ProfileSource found;
    try {
      found = locator.find(reference, source.base());
    } catch (ProfileLocator.NotFound e) {
      problems.add(at, e.reason());
      throw problems.toException();
    }
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).identity().equals(found.identity())) {
        throw new ProfileException(at, "profiles extend each other in a circle: " + circle(i));
      }
    }
    return Optional.of(load(reference, found));
  }

  private String circle(int from) {
    StringBuilder text = new StringBuilder();
    for (ProfileSource source : open.subList(from, open.size())) {
      text.append(source.name()).append(" extends ");
    }
    return text + open.get(from).name() + "; remove one \"extends\"";
  }
}
