package org.touchstone.engine.counterfactual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;

/**
 * The audit paper's data, the random-intercept model that lme4 fitted to it, and the mesh grids of
 * the reference computation: its random extensions are read from its file, not drawn.
 */
public final class GoldenMesh implements CounterfactualGenerator {

  private static final Path GOLDEN =
      Path.of(System.getProperty("touchstone.shared", "../shared"), "golden", "audit");
  private static final List<String> NUMBERS = List.of("age", "bmi", "children");
  private static final List<String> REGIONS =
      List.of("northeast", "northwest", "southeast", "southwest");

  private final MeshGrid grid;
  private final JsonNode rows;

  /** The reference's grids with random extensions from 0 to this. */
  public GoldenMesh(int extension) throws IOException {
    this.grid = grid(0);
    this.rows = expected(extension).path("rows");
  }

  /** Whether the reference data are on this machine. */
  public static boolean isThere() {
    return Files.isReadable(GOLDEN.resolve("counterfactuals.json"));
  }

  /** The reference's results for the random-intercept model. */
  public static JsonNode expected(int extension) throws IOException {
    return new ObjectMapper()
        .readTree(
            Files.readString(GOLDEN.resolve("counterfactuals.json")).replaceAll(": NaN", ": null"))
        .path("random_intercept")
        .path("rand_" + extension);
  }

  /** The reference's absolute deviations. */
  public static JsonNode deviations() throws IOException {
    return new ObjectMapper()
        .readTree(
            Files.readString(GOLDEN.resolve("counterfactuals.json")).replaceAll(": NaN", ": null"))
        .path("MAD");
  }

  static MeshGrid grid(int extension) throws IOException {
    return new MeshGrid(
        DecisionModel.threshold(model(), 0.5),
        schema(),
        List.of(
            new MeshGrid.Axis("age", 25, 1),
            new MeshGrid.Axis("bmi", 25, 1),
            new MeshGrid.Axis("children", 5, 1)),
        extension,
        7);
  }

  /** An audit of the random-intercept model. */
  public static Audit audit() throws IOException {
    return Audit.of(model(), read("test.csv"), Roles.of("y", "1", "1").withGroups("region"))
        .training(read("train.csv"))
        .build();
  }

  static Schema schema() {
    List<Feature> features = new ArrayList<>();
    for (String name : NUMBERS) {
      features.add(
          new Feature.Continuous(
              name,
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              false,
              Feature.Attributes.NONE));
    }
    features.add(new Feature.Categorical("region", REGIONS, Feature.Attributes.NONE));
    features.add(new Feature.Binary("y", List.of("0", "1"), Feature.Attributes.NONE));
    return Schema.of(features);
  }

  static Dataset read(String file) throws IOException {
    Schema schema = schema();
    List<Double> values = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(GOLDEN.resolve(file))) {
      for (NamedCsvRecord row : csv) {
        ids.add(row.getField("row"));
        NUMBERS.forEach(name -> values.add(Double.parseDouble(row.getField(name))));
        for (String name : List.of("region", "y")) {
          values.add((double) schema.feature(name).code(row.getField(name)).orElseThrow());
        }
      }
    }
    return Dataset.of(schema, values.stream().mapToDouble(Double::doubleValue).toArray(), ids);
  }

  private static Classifier model() throws IOException {
    JsonNode fit =
        new ObjectMapper()
            .readTree(GOLDEN.resolve("mlogrm_params.json").toFile())
            .path("random_intercept")
            .path("region_coef");
    double[][] coefficients = new double[REGIONS.size()][];
    for (int region = 0; region < coefficients.length; region++) {
      JsonNode of = fit.path(REGIONS.get(region));
      coefficients[region] =
          new double[] {
            of.path("(Intercept)").asDouble(),
            of.path("age").asDouble(),
            of.path("bmi").asDouble(),
            of.path("children").asDouble()
          };
    }
    return new Classifier() {
      @Override
      public int inputWidth() {
        return 5;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          double[] b = coefficients[(int) rows[5 * i + 3]];
          double z = b[0] + b[1] * rows[5 * i] + b[2] * rows[5 * i + 1] + b[3] * rows[5 * i + 2];
          out[i] = 1 / (1 + Math.exp(-z));
        }
      }
    };
  }

  @Override
  public String name() {
    return "reference mesh grid";
  }

  @Override
  public List<String> features() {
    return grid.features();
  }

  @Override
  public void generate(Dataset data, Execution execution, Consumer<CounterfactualSet> sink) {
    for (int row = 0; row < data.rowCount(); row++) {
      sink.accept(grid.around(data, row, extensions(data.rowId(row)), 0));
    }
  }

  private int[] extensions(String rowId) {
    for (JsonNode row : rows) {
      if (row.path("row").asText().equals(rowId)) {
        JsonNode ext = row.path("ext");
        int[] extensions = new int[6];
        for (int i = 0; i < 6; i++) {
          extensions[i] = ext.path(i / 2).path(i % 2).asInt();
        }
        return extensions;
      }
    }
    throw new AssertionError("The reference has no grid for row " + rowId);
  }
}
