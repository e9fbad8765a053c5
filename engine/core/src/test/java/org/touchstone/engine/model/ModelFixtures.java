package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that the tests of models read; see the README beside them for their sources. */
final class ModelFixtures {

  private ModelFixtures() {}

  static Path resource(String name) {
    try {
      return Path.of(ModelFixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of the reference data that is not part of the project; skips the test without it. */
  static Path shared(String name) {
    Path file = Path.of(System.getProperty("touchstone.shared", "shared")).resolve(name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }

  static Path write(Path folder, String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LoadedModel<?> load(Path file) {
    return Models.load(file);
  }

  /** Columns {@code from} to {@code to} of a CSV file with a header, row-major. */
  static double[] columns(Path file, int from, int to) {
    List<CsvRecord> records = records(file);
    double[] values = new double[(records.size() - 1) * (to - from)];
    int at = 0;
    for (CsvRecord record : records.subList(1, records.size())) {
      for (int j = from; j < to; j++) {
        values[at++] = Double.parseDouble(record.getField(j));
      }
    }
    return values;
  }

  /** A column of a CSV file with a header, as texts. */
  static List<String> texts(Path file, String name) {
    int column = header(file).indexOf(name);
    List<CsvRecord> records = records(file);
    return records.subList(1, records.size()).stream().map(r -> r.getField(column)).toList();
  }

  static List<String> header(Path file) {
    return records(file).get(0).getFields();
  }

  static double[] score(Classifier model, double[] rows) {
    assertThat(rows.length % model.inputWidth()).isZero();
    double[] out = new double[rows.length / model.inputWidth()];
    model.score(rows, out.length, out);
    return out;
  }

  private static List<CsvRecord> records(Path file) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
