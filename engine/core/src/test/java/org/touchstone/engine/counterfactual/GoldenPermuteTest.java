package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual.Options;
import org.touchstone.engine.run.Execution;

/**
 * PermuteAttack and the exact search on a scikit-learn forest of 10 trees, against an exhaustive
 * search by a program of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenPermuteTest {

  private static final Path SHARED = Path.of(System.getProperty("touchstone.shared", "../shared"));

  private static final Execution TWO_THREADS = Execution.on(2);

  /** Mean number of changes that the exact search proves to be the fewest, of all features. */
  private static final double FEWEST = 1.3825;

  /** The same without checking_status, purpose and credit_history. */
  private static final double FEWEST_WITHOUT_TOP = 1.645;

  private GermanForest german;
  private List<CounterfactualSet> attacked;
  private List<CounterfactualSet> exact;

  @BeforeAll
  void attack() {
    german = new GermanForest();
    attacked = german.attack().build().generate(german.test, TWO_THREADS);
    exact = exact(german.features);
  }

  @Test
  void the_forest_decides_as_scikit_learn() {
    List<NamedCsvRecord> expected = GermanForest.table("exact_one_feature.csv");
    for (int i = 0; i < 400; i++) {
      assertThat(attacked.get(i).originalClass())
          .isEqualTo(Integer.parseInt(expected.get(i).getField("pred")));
    }
  }

  @Test
  void the_forest_scores_as_scikit_learn() throws IOException {
    Path golden = SHARED.resolve("golden").resolve("permute").resolve("rf10_test_proba.csv");
    assumeTrue(Files.isReadable(golden), "skipped: the scores are not part of the project");
    double[] rows = new double[400 * german.schema.size()];
    german.test.copyRows(0, 400, rows);
    double[] out = new double[400];

    german.model.score(rows, 400, out);

    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(golden)) {
      int i = 0;
      for (NamedCsvRecord expected : csv) {
        assertThat(out[i++]).isEqualTo(Double.parseDouble(expected.getField("p1")));
      }
      assertThat(i).isEqualTo(400);
    }
  }

  /** The table says 3 for three and more; the exact search says how many there are. */
  @Test
  void attacks_every_row_with_the_true_minimum_of_changes_for_99_of_100() {
    int atMinimum = 0;

    List<NamedCsvRecord> table = GermanForest.table("exact_min_l0.csv");
    for (int i = 0; i < 400; i++) {
      assertThat(attacked.get(i).size()).isEqualTo(1);
      assertThat(attacked.get(i).valid(0)).isTrue();
      int changes = attacked.get(i).changed(0).size();
      int fewest = Integer.parseInt(table.get(i).getField(1));
      assertThat(changes).as(attacked.get(i).rowId()).isGreaterThanOrEqualTo(fewest);
      atMinimum += changes == (fewest < 3 ? fewest : exact.get(i).changed(0).size()) ? 1 : 0;
    }
    assertThat(atMinimum).isGreaterThanOrEqualTo(396);
  }

  @Test
  void the_exact_search_finds_the_true_minimum_for_every_row() {
    List<NamedCsvRecord> table = GermanForest.table("exact_min_l0.csv");
    for (int i = 0; i < 400; i++) {
      int changes = exact.get(i).changed(0).size();
      assertThat(exact.get(i).valid(0)).isTrue();
      assertThat(Math.min(changes, 3))
          .as(exact.get(i).rowId())
          .isEqualTo(Integer.parseInt(table.get(i).getField(1)));
    }
  }

  /** The table's example pairs: each flips with both features changed, and with neither alone. */
  @Test
  void every_pair_that_the_table_names_flips() {
    List<NamedCsvRecord> table = GermanForest.table("exact_min_l0.csv");
    int pairs = 0;
    for (int i = 0; i < 400; i++) {
      for (String pair : table.get(i).getField(2).split("\\|")) {
        if (pair.isEmpty()) {
          continue;
        }
        CounterfactualSet set =
            ExactTreeCounterfactual.argmax(
                    german.model,
                    german.training,
                    GermanForest.features(pair, '+'),
                    Constraints.NONE,
                    Options.DEFAULT)
                .generate(german.test.select(new int[] {i}), Execution.SINGLE)
                .get(0);
        assertThat(set.changed(0)).as("%s of row %s", pair, set.rowId()).hasSize(2);
        pairs++;
      }
    }
    assertThat(pairs).isGreaterThan(139);
  }

  /**
   * The table counts each training value of a feature that flips the row alone. Of credit_amount,
   * which has 571, it counts one for each cell of the forest: values between the same two
   * thresholds.
   */
  @Test
  void as_many_single_changes_flip_a_row_as_the_exhaustive_search_counts() {
    SearchSpace space = new SearchSpace(german.training, german.features, Constraints.NONE);
    TreeCells cells = new TreeCells(space, german.forest, Optional.of(german.model.encoder()));
    int amount = german.features.indexOf("credit_amount");
    assertThat(space.values[amount]).hasSize(571);
    assertThat(cells.cells[amount]).isEqualTo(87);

    List<NamedCsvRecord> table = GermanForest.table("exact_one_feature.csv");
    int grouped = 0;
    for (int i = 0; i < 400; i++) {
      double[] original = attacked.get(i).original();
      RowSpace row = new RowSpace(space, original);
      int values = 0;
      int counted = 0;
      for (int j = 0; j < space.size(); j++) {
        double[] flipping = flipping(row, j, original);
        values += flipping.length;
        counted += j == amount ? cellsOf(cells, j, flipping) : flipping.length;
      }
      assertThat(counted)
          .as(attacked.get(i).rowId())
          .isEqualTo(Integer.parseInt(table.get(i).getField("n_single_flips")));
      grouped += counted == values ? 0 : 1;
    }
    assertThat(grouped).as("rows with two flipping amounts in one cell").isEqualTo(90);
  }

  private static int cellsOf(TreeCells cells, int j, double[] values) {
    return (int)
        Arrays.stream(values)
            .mapToInt(value -> cells.cellOf[j][Arrays.binarySearch(cells.space.values[j], value)])
            .distinct()
            .count();
  }

  private double[] flipping(RowSpace row, int j, double[] original) {
    double[] candidates = row.candidates(j);
    int width = original.length;
    double[] rows = new double[(candidates.length + 1) * width];
    for (int c = 0; c <= candidates.length; c++) {
      System.arraycopy(original, 0, rows, c * width, width);
      if (c < candidates.length) {
        rows[c * width + german.schema.indexOf(german.features.get(j))] = candidates[c];
      }
    }
    double[] scores = new double[candidates.length + 1];
    german.model.score(rows, scores.length, scores);
    boolean own = scores[candidates.length] > 0.5;
    return IntStream.range(0, candidates.length)
        .filter(c -> scores[c] > 0.5 != own)
        .mapToDouble(c -> candidates[c])
        .toArray();
  }

  @Test
  void the_exact_search_finds_every_feature_that_flips_a_row_alone() {
    List<Set<String>> flipping = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      flipping.add(new HashSet<>());
    }
    for (String feature : german.features) {
      List<CounterfactualSet> sets = exact(List.of(feature));
      for (int i = 0; i < 400; i++) {
        if (sets.get(i).size() == 1) {
          flipping.get(i).add(feature);
        }
      }
    }

    List<NamedCsvRecord> table = GermanForest.table("exact_one_feature.csv");
    for (int i = 0; i < 400; i++) {
      assertThat(flipping.get(i))
          .containsExactlyInAnyOrderElementsOf(
              GermanForest.features(table.get(i).getField("features"), '|'));
      assertThat(flipping.get(i)).hasSize(Integer.parseInt(table.get(i).getField(4)));
    }
  }

  @Test
  void the_exact_search_is_never_farther_than_the_attack_with_as_many_changes() {
    SearchSpace space = new SearchSpace(german.training, german.features, Constraints.NONE);
    for (int i = 0; i < 400; i++) {
      double[] original = attacked.get(i).original();
      if (attacked.get(i).changed(0).size() == exact.get(i).changed(0).size()) {
        assertThat(space.distance(exact.get(i).counterfactual(0), 0, original))
            .isLessThanOrEqualTo(
                space.distance(attacked.get(i).counterfactual(0), 0, original) + 1e-12);
      }
    }
  }

  /** The paper reports 105 of 400; an exhaustive search of its 423 rows says what is possible. */
  @Test
  void sensitive_features_alone_succeed_where_an_exhaustive_search_does() {
    SearchSpace space = new SearchSpace(german.training, GermanForest.SENSITIVE, Constraints.NONE);
    List<CounterfactualSet> sensitive =
        german
            .attack()
            .vary(GermanForest.SENSITIVE)
            .build()
            .generate(german.test, Execution.SINGLE);
    List<CounterfactualSet> genetic =
        german
            .attack()
            .vary(GermanForest.SENSITIVE)
            .exhaustiveUpTo(0)
            .build()
            .generate(german.test, Execution.SINGLE);
    List<CounterfactualSet> proven = exact(GermanForest.SENSITIVE);
    int successes = 0;
    int byGenes = 0;

    for (int i = 0; i < 400; i++) {
      int fewest = fewestOfAll(space, sensitive.get(i).original());
      assertThat(sensitive.get(i).size()).isEqualTo(fewest > 0 ? 1 : 0);
      assertThat(proven.get(i).size()).isEqualTo(fewest > 0 ? 1 : 0);
      if (fewest > 0) {
        assertThat(sensitive.get(i).changed(0)).hasSize(fewest);
        assertThat(proven.get(i).changed(0)).hasSize(fewest);
        successes++;
      }
      byGenes += genetic.get(i).size();
    }
    assertThat(successes).isEqualTo(147);
    assertThat(byGenes).isEqualTo(147);
  }

  /** The fewest changes of any of the rows with other sensitive features; 0 if none flips. */
  private int fewestOfAll(SearchSpace space, double[] original) {
    List<double[]> rows = new ArrayList<>();
    for (double age : with(space.values[0], original[space.columns[0]])) {
      for (double sex : with(space.values[1], original[space.columns[1]])) {
        for (double foreign : with(space.values[2], original[space.columns[2]])) {
          double[] row = original.clone();
          row[space.columns[0]] = age;
          row[space.columns[1]] = sex;
          row[space.columns[2]] = foreign;
          rows.add(row);
        }
      }
    }
    double[] flat = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    double[] scores = new double[rows.size()];
    german.model.score(flat, rows.size(), scores);
    double[] own = new double[1];
    german.model.score(original, 1, own);
    int fewest = 0;
    for (int i = 0; i < scores.length; i++) {
      if ((scores[i] > 0.5) != (own[0] > 0.5)) {
        int changes = space.changes(rows.get(i), 0, original);
        fewest = fewest == 0 ? changes : Math.min(fewest, changes);
      }
    }
    return fewest;
  }

  private static double[] with(double[] values, double own) {
    double[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = own;
    return all;
  }

  /** The paper needs 3.7 changes on average; the fewest are proven by the exact search. */
  @Test
  void without_the_three_top_features_every_row_still_flips() {
    List<String> rest = new ArrayList<>(german.features);
    rest.removeAll(GermanForest.TOP);

    List<CounterfactualSet> sets =
        german.attack().vary(rest).build().generate(german.test, TWO_THREADS);

    assertThat(sets).allMatch(set -> set.size() == 1 && set.valid(0));
    // 254 rows need one change, 139 two, 7 three.
    assertThat(mean(exact)).isEqualTo(FEWEST);
    assertThat(mean(attacked)).isBetween(FEWEST, FEWEST + 0.01);
    assertThat(mean(exact(rest))).isEqualTo(FEWEST_WITHOUT_TOP);
    assertThat(mean(sets)).isBetween(FEWEST_WITHOUT_TOP, FEWEST_WITHOUT_TOP + 0.05);
  }

  private static double mean(List<CounterfactualSet> sets) {
    return sets.stream().mapToInt(set -> set.changed(0).size()).average().orElseThrow();
  }

  @Test
  void none_of_three_counterfactuals_of_a_row_changes_all_that_another_one_changes() {
    for (CounterfactualSet set :
        german.attack().counterfactuals(3).build().generate(german.test, TWO_THREADS)) {
      assertThat(set.size()).isEqualTo(3);
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          assertThat(a != b && set.changed(a).containsAll(set.changed(b))).isFalse();
        }
      }
    }
  }

  @Test
  void the_realistic_variant_takes_values_that_similar_rows_have() {
    List<CounterfactualSet> sets =
        german
            .attack()
            .realistic(RealisticSampling.PAPER)
            .build()
            .generate(german.test.select(IntStream.range(0, 60).toArray()), TWO_THREADS);

    assertThat(sets.stream().filter(set -> set.size() == 1).count()).isGreaterThanOrEqualTo(54);
    assertThat(sets).allMatch(set -> set.size() == 0 || set.valid(0));
    assertThat(sets.stream().filter(set -> set.size() == 0))
        .allMatch(set -> set.search().shortfall().orElseThrow().contains("100 generations of 35"));
  }

  private List<CounterfactualSet> exact(List<String> vary) {
    return ExactTreeCounterfactual.argmax(
            german.model, german.training, vary, Constraints.NONE, Options.DEFAULT)
        .generate(german.test, TWO_THREADS);
  }
}
