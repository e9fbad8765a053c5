package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.engine.run.RunMonitor;

class MlpTrainingTest {

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"ERF", "TANH", "RELU", "SIGMOID"})
  void has_the_gradient_of_the_loss_that_differences_show(Activation activation) {
    // given: a network of three classes, soft labels and random weights and biases
    SplittableRandom random = new SplittableRandom(5);
    NetworkLoss loss = new NetworkLoss(new int[] {4, 5, 3, 3}, activation);
    double[] parameters = random.doubles(loss.parameters(), -1, 1).toArray();
    double[] rows = random.doubles(6 * 4, -2, 2).toArray();
    double[] targets = random.doubles(6 * 3).toArray();
    for (int i = 0; i < 6; i++) {
      double sum = targets[3 * i] + targets[3 * i + 1] + targets[3 * i + 2];
      for (int k = 0; k < 3; k++) {
        targets[3 * i + k] /= sum;
      }
    }
    double[] gradient = new double[parameters.length];
    double[] unused = new double[parameters.length];

    // when
    loss.gradient(parameters, rows, targets, 6, gradient);

    // then
    for (int i = 0; i < parameters.length; i++) {
      double value = parameters[i];
      parameters[i] = value + 1e-5;
      double above = loss.gradient(parameters, rows, targets, 6, unused);
      parameters[i] = value - 1e-5;
      double below = loss.gradient(parameters, rows, targets, 6, unused);
      parameters[i] = value;
      assertThat(gradient[i]).isCloseTo((above - below) / 2e-5, within(1e-8));
    }
  }

  @Test
  void takes_the_first_step_of_adam() {
    // given: logistic regression on two rows; Adam's first step has the size of the learning rate
    MlpTraining training =
        MlpTraining.of(List.of(), 3).withEpochs(1).withBatchSize(2).withLearningRate(0.01);
    double[] rows = {-1, 1};

    Mlp after = training.train(rows, 1, new double[] {0, 1});

    // then: from the seeded start, against the gradient's sign, weights and both biases apart
    NetworkLoss loss = new NetworkLoss(new int[] {1, 2}, Activation.ERF);
    double[] start = loss.initial(new SplittableRandom(3).split());
    DenseLayer layer = after.layers().get(0);
    assertThat(layer.weight(0, 0)).isCloseTo(start[0] - 0.01, within(1e-9));
    assertThat(layer.weight(0, 1)).isCloseTo(start[1] + 0.01, within(1e-9));
  }

  @Test
  void shrinks_weights_but_not_biases_by_the_decay() {
    // given: no gradient at all, where the label is what the network says already
    MlpTraining training =
        MlpTraining.of(List.of(), 3)
            .withEpochs(1)
            .withBatchSize(2)
            .withLearningRate(0.01)
            .withWeightDecay(10);
    double[] rows = {-1, 1};
    Mlp plain = training.withWeightDecay(0).train(rows, 1, new double[] {0, 1});
    Mlp decayed = training.train(rows, 1, new double[] {0, 1});
    double[] start =
        new NetworkLoss(new int[] {1, 2}, Activation.ERF).initial(new SplittableRandom(3).split());

    // then: (1 - 0.01 * 10) of the weight before Adam's step
    assertThat(plain.layers().get(0).weight(0, 0) - decayed.layers().get(0).weight(0, 0))
        .isCloseTo(0.1 * start[0], within(1e-12));
    assertThat(decayed.layers().get(0).bias(0)).isEqualTo(plain.layers().get(0).bias(0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"ERF", "TANH", "RELU"})
  void learns_what_no_line_can_separate(Activation activation) {
    double[] rows = new double[2 * 400];
    double[] labels = new double[400];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      rows[2 * i] = 10 + random.nextDouble();
      rows[2 * i + 1] = -3 + 100 * random.nextDouble();
      labels[i] = rows[2 * i] > 10.5 != rows[2 * i + 1] > 47 ? 1 : 0;
    }

    Mlp model =
        MlpTraining.of(List.of(8), 2)
            .withActivation(activation)
            .withLearningRate(0.02)
            .withEpochs(150)
            .train(rows, 2, labels);

    assertThat(accuracy(model, rows, labels)).isGreaterThan(0.95);
  }

  @Test
  void learns_a_flip_label_as_the_boundary() {
    double[] rows = {-2, -1, 0, 1, 2};
    double[] labels = {0, 0, 0.5, 1, 1};

    Mlp model =
        MlpTraining.of(List.of(3), 4).withLearningRate(0.02).withEpochs(500).train(rows, 1, labels);
    double[] out = new double[5];
    model.score(rows, 5, out);

    assertThat(out[2]).isCloseTo(0.5, within(0.02));
    assertThat(out[0]).isLessThan(0.1);
    assertThat(out[4]).isGreaterThan(0.9);
  }

  @Test
  void is_the_same_for_the_same_seed_and_another_for_another() {
    double[] rows = new SplittableRandom(1).doubles(60).toArray();
    double[] labels = new double[20];
    for (int i = 0; i < 20; i++) {
      labels[i] = i % 2;
    }
    MlpTraining training = MlpTraining.of(List.of(4), 9).withEpochs(5);

    double weight = training.train(rows, 3, labels).layers().get(0).weight(1, 2);

    assertThat(training.train(rows, 3, labels).layers().get(0).weight(1, 2)).isEqualTo(weight);
    assertThat(training.withSeed(8).train(rows, 3, labels).layers().get(0).weight(1, 2))
        .isNotEqualTo(weight);
  }

  @Test
  void separates_three_classes_and_agrees_with_its_pairs() {
    double[] rows = new double[300];
    int[] classes = new int[300];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 300; i++) {
      rows[i] = 3 * random.nextDouble();
      classes[i] = (int) rows[i];
    }
    MulticlassMlp model =
        MlpTraining.of(List.of(6), 1)
            .withLearningRate(0.02)
            .withEpochs(200)
            .trainClasses(rows, 1, classes, 3, RunMonitor.NONE);

    int right = 0;
    for (int i = 0; i < 300; i++) {
      right += model.predict(new double[] {rows[i]}) == classes[i] ? 1 : 0;
    }
    double[] all = new double[3];
    double[] pair = new double[1];
    model.score(new double[] {1.1}, 1, all);
    model.pair(0, 1).score(new double[] {1.1}, 1, pair);

    assertThat(right).isGreaterThan(285);
    assertThat(all[0] + all[1] + all[2]).isCloseTo(1, within(1e-12));
    assertThat(pair[0]).isCloseTo(all[1] / (all[0] + all[1]), within(1e-12));
  }

  @Test
  void refuses_what_cannot_be_trained() {
    MlpTraining training = MlpTraining.of(List.of(2), 1);

    assertThatThrownBy(() -> training.train(new double[] {1, Double.NaN}, 1, new double[] {0, 1}))
        .hasMessage("Row 1, input 0 is NaN; training needs finite inputs");
    assertThatThrownBy(() -> training.train(new double[] {1, 2}, 1, new double[] {0, 2}))
        .hasMessageContaining("a label lies in [0, 1]");
    assertThatThrownBy(() -> training.train(new double[] {1, 2, 3}, 1, new double[] {0, 1}))
        .hasMessageContaining("needs 2 numbers");
    assertThatThrownBy(() -> training.withEpochs(0)).hasMessageContaining("at least 1 epoch");
    assertThatThrownBy(() -> training.withLearningRate(-1)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> MlpTraining.of(List.of(0), 1)).hasMessageContaining("at least 1 unit");
  }

  private static double accuracy(Mlp model, double[] rows, double[] labels) {
    double[] out = new double[labels.length];
    model.score(rows, labels.length, out);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += out[i] >= 0.5 == (labels[i] == 1) ? 1 : 0;
    }
    return right / (double) labels.length;
  }
}
