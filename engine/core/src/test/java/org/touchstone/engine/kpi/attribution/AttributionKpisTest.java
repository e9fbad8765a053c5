package org.touchstone.engine.kpi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.measure;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.TreeEnsemble;

/** Additivity and stability, on tables and sequences. */
class AttributionKpisTest {

  @Test
  void explanations_of_a_proper_model_add_up() {
    assertThat(value(measure(new AdditivityErrorKpi(), TableAudits.linear(), Map.of()).get(0)))
        .isLessThan(1e-13);
    Sequences sequences = SequenceAudits.sequences(30, 9, 1);
    Audit audit = SequenceAudits.audit(SequenceAudits.gru(3, 3, 4), sequences).build();
    List<Measurement> measured = measure(new AdditivityErrorKpi(), audit, Map.of());
    assertThat(measured).hasSize(3).allMatch(m -> value(m) < 1e-13);
    assertThat(measured.get(0).sampleSize().rows()).isEqualTo(30);
    assertThat(measured.get(0).evidence().get(0).title()).contains("TimeSHAP of features");
  }

  /** A model that standardises its batch: its score of a row depends on the other rows. */
  @Test
  void a_model_whose_score_depends_on_the_batch_is_found() {
    Classifier batch =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 4;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            double mean = 0;
            for (int i = 0; i < count; i++) {
              mean += rows[4 * i] / count;
            }
            for (int i = 0; i < count; i++) {
              out[i] = 1 / (1 + Math.exp(-(rows[4 * i] - mean)));
            }
          }
        };

    Measurement measured =
        measure(new AdditivityErrorKpi(), TableAudits.audit(batch, 100, 0), Map.of()).get(0);

    assertThat(value(measured)).isGreaterThan(0.05);
    assertThat(measured.evidence().get(0).rows()).hasSize(10);
  }

  @Test
  void the_error_is_relative_to_the_output_and_the_explanation_stands_on_the_training_data() {
    // given: all rows are scored together at first, and halved wherever fewer come
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 4;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            for (int i = 0; i < count; i++) {
              out[i] = (count == 120 ? 0.02 : 0.01) * (1 + rows[4 * i]) / 2;
            }
          }
        };
    Dataset test = TableAudits.audit(model, 120, 0).test();
    double[] training = new double[30 * 4];
    for (int i = 0; i < 30; i++) {
      training[4 * i] = 0.5;
    }
    Audit audit =
        Audit.of(model, test, Roles.of("class", "bad", "good"))
            .training(Dataset.of(test.schema(), training))
            .build();

    // when
    Measurement measured = measure(new AdditivityErrorKpi(), audit, Map.of()).get(0);

    // then: base value of the training rows; |p/2 - p| / p where p is above the base value
    assertThat(value(measured)).isCloseTo(0.5, within(1e-12));
    assertThat(measured.evidence().get(0).rows())
        .allSatisfy(
            row -> assertThat(Double.parseDouble(row.get(1))).isCloseTo(0.0075, within(1e-12)));
  }

  /** A stateful model has to give the same score whether it is run at once or in parts. */
  @Test
  void a_sequence_model_whose_score_depends_on_the_batch_is_found() {
    Sequences sequences = SequenceAudits.sequences(30, 9, 1);
    SequenceClassifier counts =
        new SequenceClassifier() {
          @Override
          public int eventWidth() {
            return 3;
          }

          @Override
          public void score(double[] events, int count, int max, int[] lengths, double[] out) {
            for (int s = 0; s < count; s++) {
              out[s] = Math.min(1, 0.3 + 0.1 * Math.abs(events[s * max * 3]) + 0.01 * count);
            }
          }
        };

    assertThat(
            value(
                measure(
                        new AdditivityErrorKpi(),
                        SequenceAudits.audit(counts, sequences).build(),
                        Map.of())
                    .get(0)))
        .isGreaterThan(0.1);
  }

  @Test
  void trees_are_explained_on_the_margin_and_compared_on_the_probability() {
    SplittableRandom random = new SplittableRandom(4);
    List<DecisionTree> trees = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      trees.add(stump(random.nextInt(3), random.nextDouble() - 0.5, random.nextDouble() - 0.5));
    }
    EnsembleRules rules =
        new EnsembleRules(
            EnsembleRules.Comparison.LESS,
            EnsembleRules.Precision.DOUBLE,
            EnsembleRules.Missing.NOT_SUPPORTED,
            EnsembleRules.Aggregation.SUM,
            0.3,
            EnsembleRules.Precision.DOUBLE,
            EnsembleRules.Link.LOGISTIC);
    Audit audit = TableAudits.audit(new TreeEnsemble(4, trees, rules), 150, 0);

    Measurement error = measure(new AdditivityErrorKpi(), audit, Map.of()).get(0);
    Measurement stability = measure(new ShapStabilityKpi(), audit, Map.of()).get(0);

    assertThat(value(error)).isLessThan(1e-12);
    assertThat(error.evidence().get(0).title()).contains("interventional TreeSHAP");
    assertThat(value(stability)).isBetween(0.5, 1.0);
  }

  private static DecisionTree stump(int feature, double threshold, double value) {
    return new DecisionTree(
        new int[] {feature, DecisionTree.LEAF, DecisionTree.LEAF},
        new double[] {threshold, 0, 0},
        new int[] {1, 0, 0},
        new int[] {2, 0, 0},
        new boolean[3],
        new double[] {0, -value, value},
        new double[0]);
  }

  /** scipy 1.17.1, spearmanr of absolute values: 0.97468, 0.71818, 0.6; ties share their rank. */
  @Test
  void stability_is_the_mean_rank_correlation_of_absolute_values() {
    double[][] values = {{3, -1, 0.5, 0.5, 0}, {2.5, -1.5, 0.1, 0.7, 0}, {1, -2, 0.4, 0.2, 0.3}};

    assertThat(ShapStabilityKpi.stability(values).orElseThrow())
        .isCloseTo(0.7642880936468348, within(1e-12));
    double[][] rounded = {{1, 2, 1e-12, 0}, {-1, 3, 0, -1e-12}};
    assertThat(ShapStabilityKpi.stability(rounded).orElseThrow())
        .as("rounding is no order")
        .isEqualTo(1, within(1e-12));
    assertThat(ShapStabilityKpi.stability(new double[][] {{1, 2, 3}, {2, 2, 2}})).isEmpty();
  }

  @Test
  void features_of_clearly_different_influence_are_ranked_alike() {
    // |phi| = weight times distance from the mean; of weights 1 : 1000 the order hardly changes.
    Audit clear = TableAudits.audit((a, b, c) -> 0.5 + 0.4 * a + 4e-4 * b + 4e-7 * c, 200, 0);
    Audit even = TableAudits.audit((a, b, c) -> 0.5 + 0.1 * a + 0.1 * b + 0.1 * c, 200, 0);

    Measurement measured = measure(new ShapStabilityKpi(), clear, Map.of()).get(0);

    assertThat(value(measured)).isGreaterThan(0.97);
    double few = value(measure(new ShapStabilityKpi(), even, Map.of("background", "3")).get(0));
    double many = value(measure(new ShapStabilityKpi(), even, Map.of("background", "200")).get(0));
    assertThat(few).isLessThan(many - 0.05);
    assertThat(many).isLessThan(value(measured));
    Measurement.Value result = (Measurement.Value) measured.result();
    assertThat(result.interval().orElseThrow().contains(result.value())).isTrue();
    assertThat(measured.evidence().get(0).rows().get(0).get(0)).isEqualTo("a");
    assertThat(measured.parameters())
        .containsEntry("repeats", "5")
        .containsEntry("maxRows", "50")
        .containsEntry("background", "100")
        .containsEntry("nsamples", "0");
  }

  @Test
  void features_are_shown_by_their_mean_absolute_value_the_largest_first() {
    Audit audit = TableAudits.audit((a, b, c) -> 0.5 + 0.01 * a + 0.1 * b + 0.3 * c, 200, 0);

    Measurement measured =
        measure(
                new ShapStabilityKpi(),
                audit,
                Map.of("background", "2000", "maxRows", "200", "repeats", "3"))
            .get(0);

    // A value is weight times distance from the mean of the background; over [-1, 1] the mean
    // distance is 0.5 up to sampling.
    List<List<String>> features = measured.evidence().get(0).rows();
    assertThat(features).extracting(row -> row.get(0)).startsWith("c", "b", "a");
    double[] weights = {0.3, 0.1, 0.01};
    int[] columns = {2, 1, 0};
    for (int j = 0; j < 3; j++) {
      double[] column = audit.test().column(List.of("a", "b", "c").get(columns[j]));
      double mean = Arrays.stream(column).average().orElseThrow();
      double distance =
          Arrays.stream(column).map(value -> Math.abs(value - mean)).average().orElseThrow();
      assertThat(Double.parseDouble(features.get(j).get(1)))
          .isCloseTo(weights[j] * distance, within(0.05 * weights[j]));
      assertThat(Double.parseDouble(features.get(j).get(2))).isBetween(0.0, 0.05 * weights[j]);
    }
    assertThat(measured.evidence().get(1).title()).isEqualTo("Least stable rows, of 200");
    assertThat(measured.evidence().get(1).rows()).hasSize(10);
    assertThat(((Measurement.Value) measured.result()).seed()).isPresent();
  }

  @Test
  void a_sequence_of_average_events_is_its_own_base_value() {
    // given: every event is the same, so that the average of any sequences is too
    Sequences drawn = SequenceAudits.sequences(30, 9, 1);
    int[] lengths = IntStream.range(0, 30).map(drawn::length).toArray();
    double[] values = new double[Arrays.stream(lengths).sum() * 3];
    for (int at = 0; at < values.length; at += 3) {
      values[at] = 0.7;
      values[at + 1] = 0.4;
      values[at + 2] = 0.9;
    }
    List<String> ids = IntStream.range(0, 30).mapToObj(drawn::id).toList();
    Sequences same = Sequences.of(drawn.schema(), values, lengths, ids);
    Audit audit = SequenceAudits.audit(SequenceAudits.gru(3, 3, 4), same).build();

    Measurement measured = measure(new AdditivityErrorKpi(), audit, Map.of()).get(0);

    assertThat(measured.evidence().get(0).title())
        .isEqualTo("Largest errors, by TimeSHAP of features (at most 2054 coalitions)");
    assertThat(measured.evidence().get(0).rows())
        .hasSize(10)
        .allSatisfy(
            row ->
                assertThat(Double.parseDouble(row.get(1)))
                    .isCloseTo(Double.parseDouble(row.get(3)), within(1e-12)));
    assertThat(measured.parameters()).containsKeys("maxRows", "background", "nsamples", "level");
  }

  @Test
  void sequences_are_measured_too_and_groups_one_by_one() {
    Sequences sequences = SequenceAudits.sequences(60, 9, 1);
    Audit audit = SequenceAudits.audit(SequenceAudits.gru(3, 3, 4), sequences).build();

    List<Measurement> measured =
        measure(new ShapStabilityKpi(), audit, Map.of("maxRows", "20", "repeats", "3"));

    assertThat(measured)
        .hasSize(3)
        .allSatisfy(m -> assertThat(value(m)).isBetween(0.3, 1.0))
        .allMatch(m -> m.sampleSize().rows() == 20);
    assertThat(measure(new ShapStabilityKpi(), audit, Map.of("maxRows", "20", "repeats", "3")))
        .isEqualTo(measured);
  }

  @Test
  void a_model_that_uses_nothing_has_no_ranks() {
    Audit audit = TableAudits.audit((a, b, c) -> 0.25, 40, 0);

    assertThat(measure(new ShapStabilityKpi(), audit, Map.of()).get(0).result())
        .isInstanceOf(Measurement.NotComputable.class);
    assertThat(value(measure(new AdditivityErrorKpi(), audit, Map.of()).get(0))).isZero();
  }

  @Test
  void a_group_without_rows_is_not_computable() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("a", 0, 1, false, Feature.Attributes.NONE),
                new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
                new Feature.Categorical(
                    "region", List.of("east", "west"), Feature.Attributes.NONE)));
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 3;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            for (int i = 0; i < count; i++) {
              out[i] = rows[3 * i];
            }
          }
        };
    Audit audit =
        Audit.of(
                model,
                Dataset.of(schema, new double[] {0.1, 0, 0, 0.7, 1, 0, 0.4, 0, 0}),
                Roles.of("class", "bad", "good").withGroups("region"))
            .build();

    assertThat(measure(new AdditivityErrorKpi(), audit, Map.of()).get(2).result())
        .isEqualTo(new Measurement.NotComputable("There is no row of region=west to explain"));
    assertThat(measure(new ShapStabilityKpi(), audit, Map.of()).get(2).result())
        .isEqualTo(new Measurement.NotComputable("There is no row of region=west to explain"));
  }

  @Test
  void wrong_parameters_are_refused() {
    assertThatThrownBy(
            () -> measure(new ShapStabilityKpi(), TableAudits.linear(), Map.of("repeats", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"repeats\" is \"1\"; it is a whole number from 2");
    assertThatThrownBy(
            () -> measure(new AdditivityErrorKpi(), TableAudits.linear(), Map.of("eta", "0.1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no parameter \"eta\"");
  }
}
