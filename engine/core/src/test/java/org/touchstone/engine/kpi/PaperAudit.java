package org.touchstone.engine.kpi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.MultilevelLogisticRegression;

/**
 * The audit paper's data and its random-intercept model with the parameters that lme4 estimated.
 * They must not be copied into the project: tests are skipped where the system property {@code
 * touchstone.shared} names no folder with them.
 */
public final class PaperAudit {

  static final Path GOLDEN =
      Path.of(System.getProperty("touchstone.shared", "../shared"), "golden", "audit");

  /** The groups. */
  public static final List<String> REGIONS =
      List.of("northeast", "northwest", "southeast", "southwest");

  /** Age, whose bands are a sensitive feature as well, and the others. */
  public static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("age"),
              number("bmi"),
              number("children"),
              new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE),
              new Feature.Categorical("region", REGIONS, Feature.Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Feature.Attributes.NONE),
              new Feature.Ordinal("band", List.of("young", "old"), Feature.Attributes.NONE)),
          Map.of("band", new Derivation.Cut("age", List.of(33.0))));

  /** Sex is sensitive, men are the reference group. */
  public static final Roles ROLES =
      Roles.of("y", "1", "1").withSensitive("sex", "male").withGroups("region");

  private PaperAudit() {}

  /** Skips the test where the reference data are not there. */
  public static void requireReferenceData() {
    assumeTrue(
        Files.isReadable(GOLDEN.resolve("kpis.json")),
        "skipped: the reference data are not part of the project");
  }

  /** The audit of the random-intercept model on the paper's split. */
  public static Audit.Builder randomIntercept() {
    return Audit.of(randomInterceptModel(), test(), ROLES).training(training());
  }

  /** The random-intercept model. */
  public static EncodedClassifier randomInterceptModel() {
    JsonNode fit = json("mlogrm_params.json").path("random_intercept");
    FixedEffects fixed =
        FixedEffects.of(
                fit.at("/fixed/(Intercept)").asDouble(),
                fit.at("/fixed/age").asDouble(),
                fit.at("/fixed/bmi").asDouble(),
                fit.at("/fixed/children").asDouble())
            .withStandardErrors(
                fit.at("/fixed_se/(Intercept)").asDouble(),
                fit.at("/fixed_se/age").asDouble(),
                fit.at("/fixed_se/bmi").asDouble(),
                fit.at("/fixed_se/children").asDouble());
    double[] deviations = new double[REGIONS.size()];
    for (JsonNode effect : fit.path("ranef")) {
      deviations[REGIONS.indexOf(effect.path("grp").asText())] = effect.path("condval").asDouble();
    }
    return EncodedClassifier.of(
        Encoder.of(
            SCHEMA,
            List.of(
                Input.Number.passthrough("age", "age"),
                Input.Number.passthrough("bmi", "bmi"),
                Input.Number.passthrough("children", "children"),
                new Input.Codes(
                    "region",
                    "region",
                    Map.of(
                        "northeast", 0.0, "northwest", 1.0, "southeast", 2.0, "southwest", 3.0)))),
        new MultilevelLogisticRegression(fixed, GroupEffects.intercepts(REGIONS, deviations, 3)));
  }

  /** The 1271 training rows. */
  public static Dataset training() {
    return read("train.csv");
  }

  /** The 67 test rows. */
  public static Dataset test() {
    return read("test.csv");
  }

  /** The rows of a prediction of {@code predictions.csv} where a row is wanted, in its order. */
  public static double[] predictions(String column, Predicate<NamedCsvRecord> wanted) {
    List<Double> values = new ArrayList<>();
    forEach(
        "predictions.csv",
        row -> {
          if (wanted.test(row)) {
            values.add(Double.parseDouble(row.getField(column)));
          }
        });
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A golden file. */
  public static JsonNode json(String file) {
    try {
      return new ObjectMapper().readTree(GOLDEN.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of {@link #SCHEMA} from age, bmi, children, sex, region and label. */
  public static Dataset rows(double... values) {
    int rows = values.length / 6;
    double[] wide = new double[rows * 7];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * 6, wide, row * 7, 6);
    }
    SCHEMA.derive(wide, rows);
    return Dataset.of(SCHEMA, wide);
  }

  private static Dataset read(String file) {
    List<Double> values = new ArrayList<>();
    forEach(
        file,
        row -> {
          for (String column : List.of("age", "bmi", "children")) {
            values.add(Double.parseDouble(row.getField(column)));
          }
          for (String column : List.of("sex", "region", "y")) {
            values.add((double) SCHEMA.feature(column).code(row.getField(column)).orElseThrow());
          }
        });
    return rows(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void forEach(String file, java.util.function.Consumer<NamedCsvRecord> reader) {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(GOLDEN.resolve(file))) {
      rows.forEach(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE);
  }
}
