package org.touchstone.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Encoding.MissingLevel;
import org.touchstone.engine.data.Encoding.MissingNumber;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipSearch;
import org.touchstone.engine.model.EncodedClassifier;

/**
 * A table of Yousefzadeh and O'Leary, Section 5, with the inputs of their network.
 *
 * @param encoder of the inputs
 * @param training the training rows
 * @param test the test rows
 * @param label the column of the label
 * @param positive the positive level
 * @param hidden units of the hidden layers, Table C1
 * @param unknown levels without an input, by feature; no flip point may enter them
 */
record FlipPaperData(
    Encoder encoder,
    Dataset training,
    Dataset test,
    String label,
    String positive,
    List<Integer> hidden,
    Map<String, Set<String>> unknown) {

  /** Adult, with the column {@code split}; "?" has no input, so that there are 88. */
  static FlipPaperData adult(Path file) {
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
    Set<String> missing = Set.of("?");
    Map<String, Set<String>> unknown =
        Map.of("workclass", missing, "occupation", missing, "native_country", missing);
    List<Feature> others =
        List.of(
            level("split", List.of("train", "test")), level("income", List.of("<=50K", ">50K")));
    List<String> numbers =
        List.of("age", "education_num", "capital_gain", "capital_loss", "hours_per_week");
    Dataset all = CsvDatasets.read(file, schema(numbers, 0, levels, others), CsvFormat.DEFAULT);
    int[] split = all.codes("split");
    return of(
        all,
        row -> split[row] == 1,
        numbers,
        levels,
        unknown,
        "income",
        ">50K",
        List.of(40, 32, 24, 20, 16, 14));
  }

  /**
   * Default of credit card clients; every tenth row is a test row, and rows without an age are left
   * out. What the description of the data does not explain has no input, nor has one of the two
   * sexes, so that there are 28.
   */
  static FlipPaperData credit(Path file) {
    String label = "default.payment.next.month";
    List<String> numbers = new ArrayList<>(List.of("LIMIT_BAL", "AGE"));
    numbers.addAll(words("PAY_0 PAY_2 PAY_3 PAY_4 PAY_5 PAY_6"));
    for (String series : List.of("BILL_AMT", "PAY_AMT")) {
      IntStream.rangeClosed(1, 6).forEach(month -> numbers.add(series + month));
    }
    Map<String, List<String>> levels = new LinkedHashMap<>();
    levels.put("SEX", words("1 2"));
    levels.put("EDUCATION", words("0 1 2 3 4 5 6"));
    levels.put("MARRIAGE", words("0 1 2 3"));
    Map<String, Set<String>> noInput =
        Map.of("SEX", Set.of("1"), "EDUCATION", Set.of("0", "5", "6"), "MARRIAGE", Set.of("0"));
    List<Feature> others = List.of(level(label, List.of("0", "1")));
    // A bill may be negative, and in one of the paper's reports it is.
    double low = Double.NEGATIVE_INFINITY;
    Dataset all = CsvDatasets.read(file, schema(numbers, low, levels, others), CsvFormat.DEFAULT);
    double[] age = all.column("AGE");
    int[] complete =
        IntStream.range(0, age.length).filter(row -> !Double.isNaN(age[row])).toArray();
    return of(
        all.select(complete),
        row -> row % 10 == 9,
        numbers,
        levels,
        noInput,
        label,
        "1",
        List.of(14, 9, 8, 8, 7));
  }

  private static FlipPaperData of(
      Dataset all,
      IntPredicate isTest,
      List<String> numbers,
      Map<String, List<String>> levels,
      Map<String, Set<String>> noInput,
      String label,
      String positive,
      List<Integer> hidden) {
    List<Input> inputs = new ArrayList<>();
    numbers.forEach(name -> inputs.add(Input.Number.passthrough(name, name)));
    levels.forEach(
        (name, of) ->
            of.stream()
                .filter(level -> !noInput.getOrDefault(name, Set.of()).contains(level))
                .forEach(
                    level -> inputs.add(new Input.Indicator(name + "=" + level, name, level))));
    Encoding encoding = new Encoding(inputs, noInput, MissingNumber.ERROR, MissingLevel.ERROR);
    int[] rows = IntStream.range(0, all.rowCount()).toArray();
    // Sex is left out of the unknown levels: that it has one input less leaves nothing unknown.
    Map<String, Set<String>> unknown = new HashMap<>(noInput);
    unknown.remove("SEX");
    return new FlipPaperData(
        Encoder.of(all.schema(), encoding),
        all.select(IntStream.of(rows).filter(isTest.negate()).toArray()),
        all.select(IntStream.of(rows).filter(isTest).toArray()),
        label,
        positive,
        hidden,
        unknown);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static Feature level(String name, List<String> levels) {
    return new Feature.Categorical(name, levels, Feature.Attributes.NONE);
  }

  private static Schema schema(
      List<String> numbers, double low, Map<String, List<String>> levels, List<Feature> others) {
    List<Feature> features = new ArrayList<>();
    for (String name : numbers) {
      features.add(
          new Feature.Continuous(
              name, low, Double.POSITIVE_INFINITY, true, Feature.Attributes.NONE));
    }
    levels.forEach((name, of) -> features.add(level(name, of)));
    features.addAll(others);
    return Schema.of(features);
  }

  double[] inputs(Dataset rows) {
    double[] values = new double[rows.rowCount() * rows.schema().size()];
    rows.copyRows(0, rows.rowCount(), values);
    double[] inputs = new double[rows.rowCount() * encoder.inputWidth()];
    encoder.encode(values, rows.rowCount(), inputs);
    return inputs;
  }

  /** 1 for the positive class, 0 for the other. */
  double[] labels(Dataset rows) {
    int code = rows.schema().feature(label).code(positive).orElseThrow();
    int[] codes = rows.codes(label);
    double[] labels = new double[codes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = codes[i] == code ? 1 : 0;
    }
    return labels;
  }

  /** A finder that enters no unknown level; the training rows are its references. */
  FlipPoints finder(EncodedClassifier model, FlipSearch search) {
    FlipPoints.Builder builder = FlipPoints.of(model, training).search(search);
    unknown.forEach(builder::forbid);
    return builder.build();
  }
}
