package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.run.RunMonitor;

/** Minimises a {@link NetworkLoss} by Adam with decoupled weight decay over shuffled batches. */
final class AdamTrainer {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final MlpTraining settings;
  private final NetworkLoss loss;

  AdamTrainer(MlpTraining settings, NetworkLoss loss) {
    this.settings = settings;
    this.loss = loss;
  }

  List<DenseLayer> train(double[] rows, double[] targets, RunMonitor monitor) {
    int inputs = loss.inputs();
    int outputs = loss.outputs();
    int count = targets.length / outputs;
    int batch = Math.min(settings.batchSize(), count);
    SplittableRandom random = new SplittableRandom(settings.seed());
    double[] parameters = loss.initial(random.split());
    double[] gradient = new double[parameters.length];
    Moments moments = new Moments(loss.weights());
    double[] batchRows = new double[batch * inputs];
    double[] batchTargets = new double[batch * outputs];
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    String task = "training a network on " + count + " rows";
    monitor.progress(task, 0, settings.epochs());
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      for (int from = 0; from < count; from += batch) {
        int size = Math.min(batch, count - from);
        for (int i = 0; i < size; i++) {
          int row = order[from + i];
          System.arraycopy(rows, row * inputs, batchRows, i * inputs, inputs);
          System.arraycopy(targets, row * outputs, batchTargets, i * outputs, outputs);
        }
        double value = loss.gradient(parameters, batchRows, batchTargets, size, gradient);
        if (!Double.isFinite(value)) {
          throw new ModelException(
              "The loss is "
                  + value
                  + " in epoch "
                  + (epoch + 1)
                  + "; a learning rate below "
                  + settings.learningRate()
                  + " is needed");
        }
        moments.step(parameters, gradient);
      }
      monitor.progress(task, epoch + 1, settings.epochs());
    }
    return loss.layers(parameters);
  }

  /** Fisher-Yates. */
  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[other];
      order[other] = swap;
    }
  }

  /** Adam's two running means of each parameter's gradient. */
  private final class Moments {
    private final boolean[] decays;
    private final double[] first;
    private final double[] second;
    private double power1 = 1;
    private double power2 = 1;

    Moments(boolean[] decays) {
      this.decays = decays;
      this.first = new double[decays.length];
      this.second = new double[decays.length];
    }

    void step(double[] parameters, double[] gradient) {
      power1 *= BETA1;
      power2 *= BETA2;
      double rate = settings.learningRate();
      double kept = 1 - rate * settings.weightDecay();
      for (int i = 0; i < parameters.length; i++) {
        first[i] = BETA1 * first[i] + (1 - BETA1) * gradient[i];
        second[i] = BETA2 * second[i] + (1 - BETA2) * gradient[i] * gradient[i];
        double mean = first[i] / (1 - power1);
        double size = Math.sqrt(second[i] / (1 - power2)) + EPSILON;
        parameters[i] = (decays[i] ? kept * parameters[i] : parameters[i]) - rate * mean / size;
      }
    }
  }
}
