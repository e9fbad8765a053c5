package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/rag-profiles.md does what the page says. */
class UserGuideTest {

  private static final Path PAGE = Path.of("..", "docs", "rag-profiles.md");

  @TempDir Path folder;
  private String page = "";
  private Path file = PAGE;

  @BeforeEach
  void extractTheExample() throws IOException {
    page = Files.readString(PAGE);
    int start = page.indexOf("```json\n") + "```json\n".length();
    file = folder.resolve("acme-motor.rag.json");
    Files.writeString(file, page.substring(start, page.indexOf("```", start)));
  }

  @Test
  void the_example_loads_and_changes_what_it_states() {
    RagProfile profile = Profiles.load(file);

    assertThat(Profiles.rule(profile, "AUC").green()).hasToString("[0.75, 1]");
    assertThat(Profiles.rule(profile, "F1").confidenceLevel()).isEqualTo(0.99);
    assertThat(Profiles.rule(profile, "SP").minimumSample().denominator()).hasValue(200);
    assertThat(profile.exclusions()).containsOnlyKeys("TSVR");
  }

  @Test
  void the_refusal_that_the_page_shows_is_the_one_that_is_given() throws IOException {
    Files.writeString(file, Files.readString(file).replace("[0.65, 0.75)", "[0.65, 0.74]"));

    assertThatThrownBy(() -> Profiles.load(file))
        .satisfies(
            refusal ->
                assertThat(page)
                    .contains(
                        String.valueOf(refusal.getMessage())
                            .replace(
                                folder.toString() + folder.getFileSystem().getSeparator(), "")));
  }
}
