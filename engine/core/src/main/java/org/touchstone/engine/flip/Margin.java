package org.touchstone.engine.flip;

import java.util.List;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.DifferentiableClassifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.Mlp;

/**
 * A model's log odds minus those of the decision threshold: positive for the positive class, 0 on
 * the boundary.
 */
interface Margin {

  /** Number of model inputs. */
  int inputWidth();

  /** Where searches begin if nothing else is asked for. */
  FlipSearch search();

  /** The margins of rows of model inputs. */
  void margins(double[] inputs, int count, double[] out);

  /** Surfaces for changes of some variables; safe for several threads. */
  Family family(Columns columns);

  /** Surfaces of one set of variables around any row. */
  interface Family {
    /** The surface around a row of model inputs. */
    Surface around(double[] inputs);
  }

  /**
   * The margin of a model.
   *
   * @param threshold the probability on the boundary, in (0, 1)
   */
  static Margin of(Classifier model, double threshold) {
    double level = Math.log(threshold / (1 - threshold));
    if (model instanceof Mlp network) {
      return new NetworkMargin(network, level);
    }
    if (model instanceof LogisticRegression regression) {
      return new NetworkMargin(oneLayer(regression), level);
    }
    if (model instanceof DifferentiableClassifier smooth) {
      return new ScoreMargin(smooth, level, ScoreMargin.gradientOf(smooth));
    }
    return new ScoreMargin(model, level, ScoreMargin.differencesOf(model, level));
  }

  private static Mlp oneLayer(LogisticRegression regression) {
    double[] mean = new double[regression.inputWidth()];
    double[] scale = new double[mean.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = regression.inputMean(j);
      scale[j] = regression.inputScale(j);
    }
    DenseLayer layer =
        new DenseLayer(
            regression.coefficients(), new double[] {regression.intercept()}, Activation.IDENTITY);
    return new Mlp(List.of(layer), mean, scale);
  }
}
