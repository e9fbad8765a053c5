package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileLocationTest {

  private static final String EXTENDS_SHIPPED = "\"extends\": \"bhaumik-dey-2023\", \"kpis\": {}";

  @TempDir Path folder;

  @Test
  void every_shipped_id_loads() {
    assertThat(RagProfiles.shippedIds())
        .allSatisfy(id -> assertThat(Profiles.load(id).id()).isEqualTo(id));
  }

  @Test
  void a_class_path_resource_extends_a_neighbour_in_its_own_jar() throws IOException {
    Path base = Profiles.write(folder.resolve("files"), "base", EXTENDS_SHIPPED);
    Path child =
        Profiles.write(
            folder.resolve("files"), "child", "\"extends\": \"../base.rag.json\", \"kpis\": {}");
    Path jar = folder.resolve("profiles.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("acme/base.rag.json"));
      Files.copy(base, out);
      out.putNextEntry(new JarEntry("acme/motor/child.rag.json"));
      Files.copy(child, out);
    }

    try (URLClassLoader loader = loaderOf(jar)) {
      RagProfile profile = RagProfiles.load("classpath:acme/motor/child.rag.json", loader);

      assertThat(profile.chain())
          .extracting(ProfileOrigin::location)
          .containsExactly(
              "classpath:acme/motor/child.rag.json",
              "classpath:acme/base.rag.json",
              "bhaumik-dey-2023");
    }
  }

  @Test
  void a_jar_may_bring_profiles_with_ids() throws IOException {
    Profiles.write(folder.resolve("org/touchstone/profile"), "bank-group", EXTENDS_SHIPPED);

    try (URLClassLoader loader = loaderOf(folder)) {
      assertThat(RagProfiles.load("bank-group", loader).id()).isEqualTo("bank-group");
    }
  }

  @Test
  void finds_a_circle_whose_files_are_named_in_two_ways() throws IOException {
    Path jar = folder.resolve("org/touchstone/profile");
    Profiles.write(
        jar,
        "bank-group",
        "\"extends\": \"classpath:org/touchstone/profile/bank-unit.rag.json\", \"kpis\": {}");
    Profiles.write(
        jar,
        "bank-unit",
        "\"extends\": \"classpath:org/touchstone/profile/bank-group.rag.json\", \"kpis\": {}");

    try (URLClassLoader loader = loaderOf(folder)) {
      assertThatThrownBy(() -> RagProfiles.load("bank-group", loader))
          .isInstanceOf(ProfileException.class)
          .hasMessageContaining(
              "profiles extend each other in a circle: bank-group extends"
                  + " classpath:org/touchstone/profile/bank-unit.rag.json extends bank-group;");
    }
  }

  @Test
  void rejects_a_second_file_that_claims_a_shipped_id() throws IOException {
    Profiles.write(
        folder.resolve("org/touchstone/profile"), "eu-ai-act-high-risk", EXTENDS_SHIPPED);

    try (URLClassLoader loader = loaderOf(folder)) {
      assertThatThrownBy(() -> RagProfiles.load("eu-ai-act-high-risk", loader))
          .isInstanceOf(ProfileException.class)
          .hasMessageContaining("is on the class path more than once, with different contents");
    }
  }

  @Test
  void rejects_a_file_whose_id_is_not_the_one_asked_for() throws IOException {
    Path file = Profiles.write(folder.resolve("org/touchstone/profile"), "other", EXTENDS_SHIPPED);
    Files.move(file, file.resolveSibling("wanted.rag.json"));

    try (URLClassLoader loader = loaderOf(folder)) {
      assertThatThrownBy(() -> RagProfiles.load("wanted", loader))
          .hasMessage(
              "wanted:1:8 /id: found the id \"other\" in the file of \"wanted\"; they are the same");
    }
  }

  @Test
  void says_what_was_looked_for_if_nothing_is_there() {
    assertThatThrownBy(() -> Profiles.load("eu-ai-act-highrisk"))
        .hasMessageContaining("did you mean \"eu-ai-act-high-risk\"?");
    assertThatThrownBy(() -> Profiles.load("nothing-like-it"))
        .hasMessageContaining("known are \"bhaumik-dey-2023\", \"eu-ai-act-high-risk\"");
    assertThatThrownBy(() -> Profiles.load("classpath:/acme/missing.rag.json"))
        .hasMessage(
            "classpath:/acme/missing.rag.json: no resource \"acme/missing.rag.json\" is on the class"
                + " path; check its name and folder");
    assertThatThrownBy(() -> Profiles.load(folder.resolve("missing.rag.json")))
        .hasMessageContaining("no file \"");
    assertThatThrownBy(() -> Profiles.load("classpath:../x.rag.json"))
        .hasMessageContaining("leaves the class path");
    assertThatThrownBy(() -> Profiles.load(folder.toString() + "/."))
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void a_path_starts_at_the_folder_that_the_caller_names() throws IOException {
    Profiles.write(folder.resolve("suites"), "acme", EXTENDS_SHIPPED);

    RagProfile profile = RagProfiles.load("suites/acme.rag.json", Profiles.LOADER, folder);

    assertThat(profile.id()).isEqualTo("acme");
    assertThat(RagProfiles.load("bhaumik-dey-2023", Profiles.LOADER, folder).id())
        .isEqualTo("bhaumik-dey-2023");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_profile() throws IOException {
    Path file = Profiles.write(folder, "acme", EXTENDS_SHIPPED);
    Files.write(file, ("\uFEFF" + Files.readString(file)).getBytes(StandardCharsets.UTF_8));

    assertThat(Profiles.load(file).id()).isEqualTo("acme");
  }

  private static URLClassLoader loaderOf(Path place) throws MalformedURLException {
    return new URLClassLoader(new URL[] {place.toUri().toURL()}, Profiles.LOADER);
  }
}
