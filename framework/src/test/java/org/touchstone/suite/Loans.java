package org.touchstone.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;

/**
 * Made-up loans and a logistic model of them, in src/test/resources/loans. Women earn less here, so
 * that the model, which sees income and age only, disadvantages them: DI and SP are red, AUC is
 * green, F1 is amber.
 */
public final class Loans {

  private static final int ROWS = 400;

  private Loans() {}

  /** A file of the example. */
  public static Path file(String name) {
    return SuiteResources.path(Loans.class, "/loans/" + name);
  }

  /** The rows of the file. */
  public static Dataset data() {
    return CsvDatasets.read(
        file("loans.csv"), Schema.read(file("loans.schema.json")), CsvFormat.DEFAULT);
  }

  /** The model of the file. */
  public static Classifier model(Schema schema) {
    return EncodedClassifier.of(
        Encoder.read(file("loans.encoding.json"), schema),
        Models.load(file("loans.model.json"), "logistic-regression-json"));
  }

  /** Copies all files of the example. */
  public static void copyTo(Path folder) {
    Path from = Path.of(String.valueOf(file("loans.csv").getParent()));
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(folder);
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator of loans.csv. */
  static String csv() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    StringBuilder text = new StringBuilder("income,age,sex,region,repaid\n");
    for (int row = 0; row < ROWS; row++) {
      boolean male = random.nextInt(2) == 0;
      int income = (male ? 1500 : 1000) + random.nextInt(1000) + random.nextInt(1000);
      int age = 18 + random.nextInt(60);
      double risk = 1 / (1 + Math.exp(0.003 * (income - 1900) + 0.01 * (age - 45)));
      text.append(income).append(',').append(age).append(',');
      text.append(male ? "male" : "female").append(',');
      text.append(new String[] {"north", "south", "west"}[random.nextInt(3)]).append(',');
      text.append(random.nextDouble() < risk ? "no" : "yes").append('\n');
    }
    return text.toString();
  }
}
