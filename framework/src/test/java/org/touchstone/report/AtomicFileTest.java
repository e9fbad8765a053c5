package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void makes_the_folder_replaces_the_file_and_leaves_nothing_else() throws Exception {
    Path file = folder.resolve("a/b/report.json");

    AtomicFile.write(file, bytes("old"));
    AtomicFile.write(file, bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(ReportFixture.names(folder.resolve("a/b"))).containsExactly("report.json");
  }

  @Test
  void says_what_cannot_be_written_where_a_file_stands_in_the_way_of_the_folder() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("reports"), "not a folder");
    Path file = inTheWay.resolve("evidence.json");

    assertThatThrownBy(() -> AtomicFile.write(file, bytes("x")))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("Cannot write " + file + ": ")
        .hasMessageEndingWith("make the folder writable and check that the disk has room");
    assertThat(inTheWay).hasContent("not a folder");
  }

  @Test
  void keeps_what_was_there_if_the_new_file_cannot_take_its_place() throws Exception {
    Path inTheWay = Files.createDirectories(folder.resolve("evidence.json/kept"));

    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("evidence.json"), bytes("x")))
        .isInstanceOf(ReportException.class);

    assertThat(inTheWay).exists();
    assertThat(ReportFixture.names(folder)).containsExactly("evidence.json");
  }

  @Test
  void a_reader_sees_one_writer_or_the_other_never_a_mixture() throws Exception {
    Path file = folder.resolve("report.json");
    List<String> contents = List.of("a".repeat(1 << 16), "b".repeat(1 << 16));
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String content = contents.get(i % 2);
        writers.add(pool.submit(() -> AtomicFile.write(file, bytes(content))));
      }
      for (Future<?> writer : writers) {
        writer.get();
        assertThat(contents).contains(Files.readString(file));
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(ReportFixture.names(folder)).containsExactly("report.json");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
