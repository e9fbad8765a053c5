package org.touchstone.examples.adult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.MlpTraining;

/**
 * The Adult table with the inputs of Section 5.3: 5 whole numbers and 83 levels; an unknown level,
 * "?", has no input. Training and test rows are those of the UCI repository.
 */
final class AdultTable {

  /** Features with an unknown level, which no flip point may enter. */
  static final Set<String> MAY_BE_UNKNOWN = Set.of("workclass", "occupation", "native_country");

  static final String UNKNOWN = "?";

  /** Units of the hidden layers, Table C1. */
  private static final List<Integer> HIDDEN = List.of(40, 32, 24, 20, 16, 14);

  private static final List<String> NUMBERS =
      List.of("age", "education_num", "capital_gain", "capital_loss", "hours_per_week");

  final Encoder encoder;
  final Dataset training;
  final Dataset test;

  AdultTable(Path file) {
    Map<String, List<String>> levels = levels();
    List<Feature> features = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (String name : NUMBERS) {
      features.add(
          new Feature.Continuous(name, 0, Double.POSITIVE_INFINITY, true, Feature.Attributes.NONE));
      inputs.add(Input.Number.passthrough(name, name));
    }
    levels.forEach(
        (name, all) -> {
          features.add(new Feature.Categorical(name, all, Feature.Attributes.NONE));
          all.stream()
              .filter(level -> !level.equals(UNKNOWN))
              .forEach(level -> inputs.add(new Input.Indicator(name + "=" + level, name, level)));
        });
    features.add(
        new Feature.Categorical("split", List.of("train", "test"), Feature.Attributes.NONE));
    features.add(
        new Feature.Categorical("income", List.of("<=50K", ">50K"), Feature.Attributes.NONE));
    Dataset all = CsvDatasets.read(file, Schema.of(features), CsvFormat.DEFAULT);
    Map<String, Set<String>> noInput = new LinkedHashMap<>();
    MAY_BE_UNKNOWN.forEach(name -> noInput.put(name, Set.of(UNKNOWN)));
    this.encoder =
        Encoder.of(
            all.schema(),
            new Encoding(
                inputs, noInput, Encoding.MissingNumber.ERROR, Encoding.MissingLevel.ERROR));
    int[] split = all.codes("split");
    this.training = all.select(rows(split, 0));
    this.test = all.select(rows(split, 1));
  }

  private static int[] rows(int[] split, int part) {
    return IntStream.range(0, split.length).filter(row -> split[row] == part).toArray();
  }

  private static Map<String, List<String>> levels() {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    levels.put(
        "workclass",
        words(
            "? Federal-gov Local-gov Never-worked Private Self-emp-inc Self-emp-not-inc State-gov"
                + " Without-pay"));
    levels.put(
        "marital_status",
        words(
            "Divorced Married-AF-spouse Married-civ-spouse Married-spouse-absent Never-married"
                + " Separated Widowed"));
    levels.put(
        "occupation",
        words(
            "? Adm-clerical Armed-Forces Craft-repair Exec-managerial Farming-fishing"
                + " Handlers-cleaners Machine-op-inspct Other-service Priv-house-serv"
                + " Prof-specialty Protective-serv Sales Tech-support Transport-moving"));
    levels.put(
        "relationship", words("Husband Not-in-family Other-relative Own-child Unmarried Wife"));
    levels.put("race", words("Amer-Indian-Eskimo Asian-Pac-Islander Black Other White"));
    levels.put("sex", words("Female Male"));
    levels.put(
        "native_country",
        words(
            "? Cambodia Canada China Columbia Cuba Dominican-Republic Ecuador El-Salvador England"
                + " France Germany Greece Guatemala Haiti Holand-Netherlands Honduras Hong Hungary"
                + " India Iran Ireland Italy Jamaica Japan Laos Mexico Nicaragua"
                + " Outlying-US(Guam-USVI-etc) Peru Philippines Poland Portugal Puerto-Rico"
                + " Scotland South Taiwan Thailand Trinadad&Tobago United-States Vietnam"
                + " Yugoslavia"));
    return levels;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /** Whether each row's income is above 50K. */
  static boolean[] above(Dataset rows) {
    int[] codes = rows.codes("income");
    boolean[] above = new boolean[codes.length];
    for (int i = 0; i < codes.length; i++) {
      above[i] = codes[i] == 1;
    }
    return above;
  }

  /** Trains the erf network of the paper's size on all training rows. */
  EncodedClassifier train(int epochs, long seed) {
    double[] values = new double[training.rowCount() * training.schema().size()];
    training.copyRows(0, training.rowCount(), values);
    double[] inputs = new double[training.rowCount() * encoder.inputWidth()];
    encoder.encode(values, training.rowCount(), inputs);
    boolean[] above = above(training);
    double[] labels = new double[above.length];
    for (int i = 0; i < above.length; i++) {
      labels[i] = above[i] ? 1 : 0;
    }
    return EncodedClassifier.of(
        encoder,
        MlpTraining.of(HIDDEN, seed)
            .withEpochs(epochs)
            .withWeightDecay(0.01)
            .train(inputs, encoder.inputWidth(), labels));
  }

  /** A finder that goes from the row itself, as the paper does, and lets every feature change. */
  FlipPoints finder(EncodedClassifier model, Set<String> immutable) {
    FlipPoints.Builder builder =
        FlipPoints.of(model, training).search(FlipSearch.SINGLE).immutable(immutable);
    MAY_BE_UNKNOWN.forEach(name -> builder.forbid(name, Set.of(UNKNOWN)));
    return builder.build();
  }
}
