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
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;

/**
 * The reference of PermuteAttack: German Credit as readable rows, scikit-learn's forest of 10 trees
 * on its 61 one-hot inputs, and what an exhaustive search found.
 */
final class GermanForest {

  static final Path GOLDEN =
      Path.of(System.getProperty("touchstone.shared", "../shared"), "golden", "permute");

  static final List<String> SENSITIVE = List.of("age", "personal_status_sex", "foreign_worker");

  final Schema schema;
  final Dataset training;
  final Dataset test;
  final TreeEnsemble forest;
  final EncodedClassifier model;
  final List<String> features;

  GermanForest() throws IOException {
    JsonNode encoding = new ObjectMapper().readTree(GOLDEN.resolve("encoding.json").toFile());
    List<Feature> columns = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    List<String> oneHot = texts(encoding.path("ohe_names"));
    features = texts(encoding.path("ord_names"));
    for (String name : features) {
      List<String> of =
          oneHot.stream()
              .filter(input -> input.startsWith(name + "_"))
              .map(input -> input.substring(name.length() + 1))
              .toList();
      columns.add(
          of.isEmpty()
              ? new Feature.Continuous(name, 0, 1e6, true, Feature.Attributes.NONE)
              : new Feature.Categorical(name, of, Feature.Attributes.NONE));
    }
    columns.add(new Feature.Binary("default", List.of("0", "1"), Feature.Attributes.NONE));
    schema = Schema.of(columns);
    for (String input : oneHot) {
      String feature =
          features.stream()
              .filter(name -> input.equals(name) || input.startsWith(name + "_"))
              .reduce((a, b) -> a.length() > b.length() ? a : b)
              .orElseThrow();
      inputs.add(
          input.equals(feature)
              ? Input.Number.passthrough(input, feature)
              : new Input.Indicator(input, feature, input.substring(feature.length() + 1)));
    }
    forest = (TreeEnsemble) Models.load(GOLDEN.resolve("rf10.json")).classifier();
    TreeEnsemble padded = new TreeEnsemble(inputs.size(), forest.trees(), forest.rules());
    model = EncodedClassifier.of(Encoder.of(schema, inputs), padded);
    training = read("german_ord_train.csv");
    test = read("german_ord_test.csv");
  }

  static boolean isThere() {
    return Files.isReadable(GOLDEN.resolve("rf10.json"));
  }

  DecisionModel decision() {
    return DecisionModel.argmax(model);
  }

  PermuteAttack.Builder attack() {
    return PermuteAttack.of(decision(), training, features).constraints(Constraints.NONE);
  }

  /**
   * The exhaustive search's tables, one record for each test row, in the order of the test rows.
   */
  static List<NamedCsvRecord> table(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(GOLDEN.resolve(file))) {
      return csv.stream().toList();
    }
  }

  private Dataset read(String file) throws IOException {
    List<String> ids = new ArrayList<>();
    List<NamedCsvRecord> records = table(file);
    double[] values = new double[records.size() * schema.size()];
    int at = 0;
    for (NamedCsvRecord row : records) {
      ids.add(row.getField("row"));
      for (String name : schema.names()) {
        values[at++] = Double.parseDouble(row.getField(name));
      }
    }
    return Dataset.of(schema, values, ids);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
