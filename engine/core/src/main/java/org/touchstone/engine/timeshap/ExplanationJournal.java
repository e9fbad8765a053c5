package org.touchstone.engine.timeshap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.data.Sequences;

/**
 * The explanations that are done, in a file of JSON lines that survives an interruption: the first
 * line is the {@link Run}, each other one a {@link SequenceSummary}. A line without an end was cut
 * off by the interruption and is removed.
 */
final class ExplanationJournal implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String START = "{\"journal\":";

  private final Optional<OpenFile> file;
  private final List<SequenceSummary> recorded;

  private ExplanationJournal(Optional<OpenFile> file, List<SequenceSummary> recorded) {
    this.file = file;
    this.recorded = recorded;
  }

  /** The file that is written to, locked against other runs. */
  private record OpenFile(Path path, FileChannel channel) {}

  /**
   * What a journal belongs to: what the numbers depend on.
   *
   * @param journal format of the file
   * @param model tells the model from others
   * @param background hash of the background
   * @param options tolerance, number of coalitions and seed
   * @param data hash of ids, lengths and values
   */
  record Run(String journal, String model, String background, String options, String data) {

    static Run of(
        String model, SequenceBackground background, TimeShapOptions options, Sequences data) {
      return new Run(
          "touchstone-timeshap-1", model, background.sha256(), options.toString(), hash(data));
    }

    private static String hash(Sequences data) {
      MessageDigest digest;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
      for (int s = 0; s < data.count(); s++) {
        byte[] id = data.id(s).getBytes(StandardCharsets.UTF_8);
        double[] events = data.events(s);
        ByteBuffer bytes =
            ByteBuffer.allocate(2 * Integer.BYTES + id.length + events.length * Double.BYTES);
        bytes.putInt(id.length).put(id).putInt(events.length);
        for (double value : events) {
          bytes.putDouble(value);
        }
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  static ExplanationJournal open(Optional<Path> path, Run run) {
    if (path.isEmpty()) {
      return new ExplanationJournal(Optional.empty(), List.of());
    }
    Path folder = path.get().toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "Journal "
              + path.get()
              + " cannot be written: there is no folder "
              + folder
              + "; create it, or name another file");
    }
    try {
      return open(path.get(), run);
    } catch (IOException e) {
      throw new UncheckedIOException("Journal " + path.get() + " cannot be used: " + e, e);
    }
  }

  private static ExplanationJournal open(Path path, Run run) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      requireAlone(path, channel);
      return open(path, channel, run);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Two runs that write to one file would spoil it. */
  private static void requireAlone(Path path, FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IllegalStateException(
          "Journal "
              + path
              + " is being written by another run; wait for its end, or name another file");
    }
  }

  private static ExplanationJournal open(Path path, FileChannel channel, Run run)
      throws IOException {
    // A line may be cut off within a character: that is no reason to refuse the others.
    byte[] content = Channels.newInputStream(channel).readAllBytes();
    String text = new String(content, StandardCharsets.UTF_8);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<String> lines = whole.lines().toList();
    List<SequenceSummary> recorded = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (i == 0) {
        requireSame(path, run, read(path, 1, lines.get(0), Run.class));
      } else {
        recorded.add(read(path, i + 1, lines.get(i), SequenceSummary.class));
      }
    }
    if (lines.isEmpty() && !text.startsWith(START) && !START.startsWith(text)) {
      throw new IllegalArgumentException(
          path + " is not a journal of explanations; name another file, or remove it");
    }
    channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    ExplanationJournal journal =
        new ExplanationJournal(Optional.of(new OpenFile(path, channel)), recorded);
    if (lines.isEmpty()) {
      journal.write(run);
    }
    return journal;
  }

  private static <T> T read(Path path, int line, String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          path
              + ", line "
              + line
              + ", is not of a journal of explanations ("
              + e.getOriginalMessage()
              + "); name another file, or remove it",
          e);
    }
  }

  private static void requireSame(Path path, Run expected, Run found) {
    List<String> differences = new ArrayList<>();
    addDifference("format", found.journal(), expected.journal(), differences);
    addDifference("model", found.model(), expected.model(), differences);
    addDifference("background", found.background(), expected.background(), differences);
    addDifference("options", found.options(), expected.options(), differences);
    addDifference("data", found.data(), expected.data(), differences);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "Journal "
              + path
              + " belongs to another run: "
              + String.join(", ", differences)
              + "; name another file, or remove it");
    }
  }

  private static void addDifference(
      String what, String found, String expected, List<String> differences) {
    if (!expected.equals(found)) {
      differences.add(what + " " + found + " (here " + expected + ")");
    }
  }

  /** The explanations that were there when the journal was opened. */
  List<SequenceSummary> recorded() {
    return recorded;
  }

  /** Writes an explanation; it is on the disk when this returns. */
  void append(SequenceSummary summary) {
    write(summary);
  }

  private void write(Object value) {
    if (file.isEmpty()) {
      return;
    }
    FileChannel channel = file.get().channel();
    try {
      byte[] line = (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Journal " + file.get().path() + " cannot be written: " + e, e);
    }
  }

  /** Closes the file and gives it free for other runs. */
  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
