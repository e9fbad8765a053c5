package org.touchstone.examples.accounttakeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures in the documentation are those of the model. */
class AccountTakeoverPlotsTest {

  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final Pattern TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

  @Test
  void the_pictures_of_the_documentation_say_what_the_plots_say(@TempDir Path folder)
      throws IOException {
    // when
    AccountTakeoverPlots.main(new String[] {folder.toString()});

    // then: coordinates have more digits than a platform need agree on, the texts have not
    List<Path> written;
    try (Stream<Path> files = Files.list(folder)) {
      written = files.sorted().toList();
    }
    assertThat(written).hasSize(6);
    for (Path file : written) {
      String committed = Files.readString(IMAGES.resolve(file.getFileName().toString()));
      assertThat(texts(committed)).as(file.toString()).isEqualTo(texts(Files.readString(file)));
    }
  }

  private static List<String> texts(String svg) {
    return TEXT.matcher(svg).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
