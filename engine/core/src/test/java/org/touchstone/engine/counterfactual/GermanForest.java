package org.touchstone.engine.counterfactual;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;

/**
 * The reference of PermuteAttack: German Credit, scikit-learn's forest of 10 trees on its 61
 * one-hot inputs, and what an exhaustive search found on the rows that the forest did not learn.
 * See the README beside the tables.
 */
final class GermanForest {

  /** By the names of the data: age, personal_status_sex and foreign_worker of the paper. */
  static final List<String> SENSITIVE = List.of("age", "personal_status", "foreign_worker");

  /** The paper's account_check_status, purpose and credit_history. */
  static final List<String> TOP = List.of("checking_status", "purpose", "credit_history");

  /** What the tables call the columns of the data; other names are the same. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("duration_in_month", "duration"),
          Map.entry("installment_as_income_perc", "installment_commitment"),
          Map.entry("present_res_since", "residence_since"),
          Map.entry("credits_this_bank", "existing_credits"),
          Map.entry("people_under_maintenance", "num_dependents"),
          Map.entry("account_check_status", "checking_status"),
          Map.entry("savings", "savings_status"),
          Map.entry("present_emp_since", "employment"),
          Map.entry("personal_status_sex", "personal_status"),
          Map.entry("other_debtors", "other_parties"),
          Map.entry("property", "property_magnitude"),
          Map.entry("other_installment_plans", "other_payment_plans"),
          Map.entry("telephone", "own_telephone"));

  final Schema schema;
  final Dataset training;
  final Dataset test;
  final TreeEnsemble forest;
  final EncodedClassifier model;
  final List<String> features;

  GermanForest() {
    schema = Schema.read(file("/german-credit/german_credit.schema.json"));
    Encoder encoder = Encoder.read(file("rf10.encoding.json"), schema);
    features = encoder.features();
    forest = (TreeEnsemble) Models.load(file("../model/rf10.json")).classifier();
    model =
        EncodedClassifier.of(
            encoder, new TreeEnsemble(encoder.inputWidth(), forest.trees(), forest.rules()));
    Dataset data =
        CsvDatasets.read(file("/german-credit/german_credit.csv"), schema, CsvFormat.DEFAULT);
    int[] tested =
        table("exact_min_l0.csv").stream()
            .mapToInt(row -> Integer.parseInt(row.getField("row")))
            .toArray();
    boolean[] isTested = new boolean[data.rowCount()];
    for (int row : tested) {
      isTested[row] = true;
    }
    test = data.select(tested);
    training =
        data.select(IntStream.range(0, isTested.length).filter(row -> !isTested[row]).toArray());
  }

  DecisionModel decision() {
    return DecisionModel.argmax(model);
  }

  PermuteAttack.Builder attack() {
    return PermuteAttack.of(decision(), training, features).constraints(Constraints.NONE);
  }

  /** The features that a cell of the tables lists, by the names of the data. */
  static List<String> features(String cell, char separator) {
    List<String> names = new ArrayList<>();
    for (String name : cell.split(java.util.regex.Pattern.quote(String.valueOf(separator)))) {
      if (!name.isEmpty()) {
        names.add(NAMES.getOrDefault(name, name));
      }
    }
    return names;
  }

  /**
   * The exhaustive search's tables, one record for each test row, in the order of the test rows.
   */
  static List<NamedCsvRecord> table(String name) {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file(name))) {
      return csv.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name) {
    try {
      return Path.of(GermanForest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
