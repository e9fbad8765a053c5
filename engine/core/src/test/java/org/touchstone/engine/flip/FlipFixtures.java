package org.touchstone.engine.flip;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.Models;

/** Reference data of flip points. */
final class FlipFixtures {

  private FlipFixtures() {}

  /** A file of the reference data that is not part of the project; skips the test without it. */
  static Path shared(String name) {
    Path file = Path.of(System.getProperty("touchstone.shared", "shared")).resolve(name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }

  /** A file of the reference data that is part of the project. */
  static Path resource(String name) {
    try {
      return Path.of(FlipFixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of golden/flip: those of pima are part of the project, others are not. */
  static Path file(String name) {
    if (!name.startsWith("pima")) {
      return shared("golden/flip/" + name);
    }
    boolean model = name.contains("_net") || name.contains("_test_std");
    return resource(model ? "../model/" + name : name);
  }

  /** A network of golden/flip with its rows. */
  static Golden golden(String name) {
    LoadedModel<?> model = Models.load(file(name + "_net.json"));
    Table rows = Table.read(file(name + "_test_std.csv"));
    return new Golden(
        name,
        ((Mlp) model.classifier()).onStandardizedInputs(),
        model.inputNames().orElseThrow(),
        rows);
  }

  record Golden(String name, Mlp network, List<String> features, Table rows) {

    Table table(String what) {
      return Table.read(file(name + "_" + what + ".csv"));
    }

    double[] row(int i) {
      return rows.numbers(i, features);
    }

    double[] rowOf(String id) {
      for (int i = 0; i < rows.size(); i++) {
        if (rows.text(i, "row").equals(id)) {
          return row(i);
        }
      }
      throw new IllegalArgumentException("No row " + id);
    }

    /** Scale 1 for each standardised feature; the golden rows are the references. */
    FlipPoints.Builder finder() {
      double[] ones = new double[features.size()];
      Arrays.fill(ones, 1);
      FlipPoints.Builder builder = FlipPoints.of(network, features, ones);
      double[] values = new double[rows.size() * features.size()];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(row(i), 0, values, i * features.size(), features.size());
      }
      return builder.references(Dataset.of(builder.build().schema(), values));
    }
  }

  /** A CSV file with a header. */
  record Table(List<String> header, List<List<String>> rows) {

    static Table read(Path file) {
      try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
        List<List<String>> all = reader.stream().map(CsvRecord::getFields).toList();
        return new Table(all.get(0), all.subList(1, all.size()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int size() {
      return rows.size();
    }

    String text(int row, String column) {
      return rows.get(row).get(header.indexOf(column));
    }

    /** All rows, of which the columns are those of a schema. */
    Dataset dataset(Schema schema) {
      double[] values = new double[size() * header.size()];
      for (int i = 0; i < size(); i++) {
        System.arraycopy(numbers(i, header), 0, values, i * header.size(), header.size());
      }
      return Dataset.of(schema, values);
    }

    double number(int row, String column) {
      return Double.parseDouble(text(row, column));
    }

    double[] numbers(int row, List<String> columns) {
      return columns.stream().mapToDouble(column -> number(row, column)).toArray();
    }
  }
}
