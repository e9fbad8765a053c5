package org.touchstone.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.engine.data.CsvEntities;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.CsvSequences;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceModels;

/**
 * Made-up payments of clients and a small GRU of them, in src/test/resources/payments. Large
 * payments at night are fraud more often; the model looks at the client's age as well.
 */
public final class Payments {

  private static final int CLIENTS = 80;
  private static final CsvFormat FORMAT = CsvFormat.DEFAULT.withIdColumn("client");

  private Payments() {}

  /** A file of the example. */
  public static Path file(String name) {
    return SuiteResources.path(Payments.class, "/payments/" + name);
  }

  /** The clients. */
  public static Dataset clients() {
    return CsvEntities.read(file("clients.csv"), Schema.read(file("clients.schema.json")), FORMAT);
  }

  /** The payments of each client. */
  public static Sequences events() {
    return CsvSequences.read(
        file("events.csv"), Schema.read(file("events.schema.json")), FORMAT, Optional.of("minute"));
  }

  /** The model of the file. */
  public static SequenceClassifier model(Schema schema) {
    return EncodedSequenceClassifier.of(
        Encoder.read(file("payments.encoding.json"), schema),
        SequenceModels.load(file("payments.gru.json"), "recurrent-json"));
  }

  /** Copies all files of the example. */
  public static void copyTo(Path folder) {
    Path from = Path.of(String.valueOf(file("events.csv").getParent()));
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(folder);
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator: the text of clients.csv, then that of events.csv, whose rows are shuffled. */
  static List<String> csv() {
    SplittableRandom random = new SplittableRandom(20_260_102);
    StringBuilder clients = new StringBuilder("client,outcome,sex,region\n");
    List<String> rows = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      String client = "C" + (100 + c);
      int age = 18 + random.nextInt(73);
      int minute = random.nextInt(1000);
      int risk = 0;
      int payments = 1 + random.nextInt(9);
      for (int t = 0; t < payments; t++) {
        minute += 1 + random.nextInt(500);
        int amount = random.nextInt(1000) * random.nextInt(1000) / 1000;
        boolean night = random.nextInt(3) == 0;
        risk = risk / 2 + amount + (night ? 200 : 0);
        String value = "0." + (1000 + amount + "").substring(1);
        rows.add(client + "," + minute + "," + value + "," + (night ? "yes" : "no") + "," + age);
      }
      boolean fraud = risk > 300 + random.nextInt(600);
      clients.append(client).append(fraud ? ",fraud," : ",genuine,");
      clients.append(random.nextInt(2) == 0 ? "female," : "male,");
      clients.append(random.nextInt(2) == 0 ? "north" : "south").append('\n');
    }
    Collections.shuffle(rows, new Random(1));
    String events = "client,minute,amount,night,age\n" + String.join("\n", rows) + "\n";
    return List.of(clients.toString(), events);
  }
}
