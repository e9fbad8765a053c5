package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.run.RunMonitor;

/**
 * How a feed-forward network is trained: mini-batches of shuffled rows, softmax cross entropy, and
 * the Adam optimiser with decoupled weight decay (Kingma and Ba 2015, Algorithm 1; Loshchilov and
 * Hutter 2019, Algorithm 2).
 *
 * <p>The inputs are standardised with the mean and the standard deviation of the training rows; a
 * constant input is centred only. Weights start uniform in {@code +-sqrt(6 / (inputs + outputs))}
 * (Glorot and Bengio 2010, Eq. 16), for ReLU in {@code +-sqrt(6 / inputs)} (He et al. 2015, Eq.
 * 10), biases at 0. Training is a function of its arguments alone: the same seed gives the same
 * network, to the last digit.
 *
 * @param hidden units of each hidden layer, from input to output; none gives logistic regression
 * @param activation of the hidden units
 * @param epochs how often all rows are seen, 1 or more
 * @param batchSize rows of one step, 1 or more
 * @param learningRate step size of Adam, above 0
 * @param weightDecay share of each weight that is taken away per step and unit of learning rate, 0
 *     or more; biases do not decay
 * @param seed of the first weights and the order of the rows
 */
public record MlpTraining(
    List<Integer> hidden,
    Activation activation,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    long seed) {

  /**
   * Copies the list and checks the numbers.
   *
   * @throws IllegalArgumentException that names the first number which cannot be
   */
  public MlpTraining {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException("A hidden layer needs at least 1 unit, found " + hidden);
    }
    if (epochs < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "Training needs at least 1 epoch and 1 row per batch, found "
              + epochs
              + " and "
              + batchSize);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
        || !(weightDecay >= 0 && weightDecay * learningRate < 1)) {
      throw new IllegalArgumentException(
          "A learning rate is above 0, a weight decay at least 0 and below 1 / learning rate; found "
              + learningRate
              + " and "
              + weightDecay);
    }
  }

  /** With these hidden layers of erf units: 100 epochs, batches of 32, rate 0.003, no decay. */
  public static MlpTraining of(List<Integer> hidden, long seed) {
    return new MlpTraining(hidden, Activation.ERF, 100, 32, 0.003, 0, seed);
  }

  /** The same with another activation of the hidden units. */
  public MlpTraining withActivation(Activation function) {
    return new MlpTraining(hidden, function, epochs, batchSize, learningRate, weightDecay, seed);
  }

  /** The same with another number of epochs. */
  public MlpTraining withEpochs(int count) {
    return new MlpTraining(hidden, activation, count, batchSize, learningRate, weightDecay, seed);
  }

  /** The same with another number of rows per step. */
  public MlpTraining withBatchSize(int rows) {
    return new MlpTraining(hidden, activation, epochs, rows, learningRate, weightDecay, seed);
  }

  /** The same with another step size. */
  public MlpTraining withLearningRate(double rate) {
    return new MlpTraining(hidden, activation, epochs, batchSize, rate, weightDecay, seed);
  }

  /** The same with another weight decay. */
  public MlpTraining withWeightDecay(double decay) {
    return new MlpTraining(hidden, activation, epochs, batchSize, learningRate, decay, seed);
  }

  /** The same with another seed. */
  public MlpTraining withSeed(long other) {
    return new MlpTraining(hidden, activation, epochs, batchSize, learningRate, weightDecay, other);
  }

  /** Trains a network of two classes; see {@link #train(double[], int, double[], RunMonitor)}. */
  public Mlp train(double[] rows, int width, double[] positive) {
    return train(rows, width, positive, RunMonitor.NONE);
  }

  /**
   * Trains a network of two classes.
   *
   * @param rows row-major inputs, {@code positive.length * width} long, finite
   * @param width number of inputs of a row
   * @param positive the label of each row as the probability of the positive class: 1 or 0, or
   *     between them for a soft label, 0.5 for a flip label
   * @param monitor is told after each epoch, and may stop the training
   * @return the network, with softmax over two outputs, on unscaled inputs
   * @throws IllegalArgumentException if lengths do not agree, an input is not finite, or a label is
   *     outside of [0, 1]
   * @throws ModelException if the weights do not stay finite: the learning rate is too high
   */
  public Mlp train(double[] rows, int width, double[] positive, RunMonitor monitor) {
    double[] targets = new double[2 * positive.length];
    for (int i = 0; i < positive.length; i++) {
      targets[2 * i] = 1 - positive[i];
      targets[2 * i + 1] = positive[i];
    }
    InputScaling scaling = scaling(rows, width, positive.length);
    List<DenseLayer> layers = layers(rows, targets, 2, scaling, monitor);
    return new Mlp(layers, means(scaling), scales(scaling));
  }

  /**
   * Trains a network of several classes.
   *
   * @param rows row-major inputs, {@code classOf.length * width} long, finite
   * @param width number of inputs of a row
   * @param classOf the class of each row, counted from 0
   * @param classes number of classes, 2 or more
   * @param monitor is told after each epoch, and may stop the training
   * @throws IllegalArgumentException if lengths do not agree, an input is not finite, or a class
   *     does not exist
   * @throws ModelException if the weights do not stay finite: the learning rate is too high
   */
  public MulticlassMlp trainClasses(
      double[] rows, int width, int[] classOf, int classes, RunMonitor monitor) {
    double[] targets = new double[classOf.length * classes];
    for (int i = 0; i < classOf.length; i++) {
      if (classOf[i] < 0 || classOf[i] >= classes) {
        throw new IllegalArgumentException(
            "Row " + i + " has class " + classOf[i] + "; there are " + classes + ", from 0");
      }
      targets[i * classes + classOf[i]] = 1;
    }
    InputScaling scaling = scaling(rows, width, classOf.length);
    List<DenseLayer> layers = layers(rows, targets, classes, scaling, monitor);
    return new MulticlassMlp(layers, means(scaling), scales(scaling));
  }

  private List<DenseLayer> layers(
      double[] rows, double[] targets, int outputs, InputScaling scaling, RunMonitor monitor) {
    for (int i = 0; i < targets.length; i++) {
      if (!(targets[i] >= 0 && targets[i] <= 1)) {
        throw new IllegalArgumentException(
            "Row " + i / outputs + " has the label " + targets[i] + "; a label lies in [0, 1]");
      }
    }
    int count = targets.length / outputs;
    double[] scaled = new double[rows.length];
    scaling.apply(rows, 0, count, scaled);
    int[] widths = new int[hidden.size() + 2];
    widths[0] = scaling.width();
    for (int l = 0; l < hidden.size(); l++) {
      widths[l + 1] = hidden.get(l);
    }
    widths[widths.length - 1] = outputs;
    return new AdamTrainer(this, new NetworkLoss(widths, activation))
        .train(scaled, targets, monitor);
  }

  private static InputScaling scaling(double[] rows, int width, int count) {
    if (width < 1 || count < 1 || rows.length != (long) count * width) {
      throw new IllegalArgumentException(
          "Training on "
              + count
              + " rows of "
              + width
              + " inputs needs "
              + (long) count * width
              + " numbers and at least one row, found "
              + rows.length);
    }
    double[] mean = new double[width];
    double[] scale = new double[width];
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        double value = rows[i * width + j];
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "Row " + i + ", input " + j + " is " + value + "; training needs finite inputs");
        }
        sum += value;
      }
      mean[j] = sum / count;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double difference = rows[i * width + j] - mean[j];
        squares += difference * difference;
      }
      double deviation = Math.sqrt(squares / count);
      // Below this a constant column's rounding errors would be blown up to size 1.
      scale[j] = deviation > 1e-12 * Math.abs(mean[j]) ? deviation : 1;
    }
    return new InputScaling(mean, scale);
  }

  private static double[] means(InputScaling scaling) {
    double[] values = new double[scaling.width()];
    Arrays.setAll(values, scaling::mean);
    return values;
  }

  private static double[] scales(InputScaling scaling) {
    double[] values = new double[scaling.width()];
    Arrays.setAll(values, scaling::scale);
    return values;
  }
}
