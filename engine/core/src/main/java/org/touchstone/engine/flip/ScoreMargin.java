package org.touchstone.engine.flip;

import java.util.Arrays;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DifferentiableClassifier;

/**
 * The margin of a model that only tells probabilities, {@code log(p / (1 - p)) - level}, and their
 * gradient where it has one. A probability that is 0 or 1 to the last digit gives the largest
 * margin that doubles can tell from it, {@value #MOST}.
 */
final class ScoreMargin implements Margin {

  /** {@code log(p / (1 - p))} of {@code p = 1 - 2^-53}, the last double below 1. */
  static final double MOST = 36.7368;

  private final Classifier model;
  private final double level;
  private final Gradients gradients;

  ScoreMargin(Classifier model, double level, Gradients gradients) {
    this.model = model;
    this.level = level;
    this.gradients = gradients;
  }

  /** The gradient of the log odds by the variables' scaled changes. */
  interface Gradients {
    void compute(double[] inputs, double probability, Columns columns, double[] gradient);

    /** Whether it is exact up to rounding. */
    boolean exact();
  }

  static Gradients gradientOf(DifferentiableClassifier model) {
    return new Gradients() {
      @Override
      public void compute(double[] inputs, double p, Columns columns, double[] gradient) {
        double[] byInputs = new double[model.inputWidth()];
        model.gradient(inputs, 1, byInputs);
        columns.pull(byInputs, gradient);
        double slope = Math.max(p * (1 - p), Double.MIN_NORMAL);
        for (int j = 0; j < columns.size(); j++) {
          gradient[j] /= slope;
        }
      }

      @Override
      public boolean exact() {
        return true;
      }
    };
  }

  /** Central differences over one thousandth of each variable's scale, all in one batch. */
  static Gradients differencesOf(Classifier model, double level) {
    return new Gradients() {
      private static final double STEP = 1e-3;

      @Override
      public void compute(double[] inputs, double p, Columns columns, double[] gradient) {
        int width = model.inputWidth();
        int n = columns.size();
        double[] rows = new double[2 * n * width];
        for (int j = 0; j < n; j++) {
          System.arraycopy(inputs, 0, rows, 2 * j * width, width);
          System.arraycopy(inputs, 0, rows, (2 * j + 1) * width, width);
          columns.addOne(j, STEP, rows, 2 * j * width);
          columns.addOne(j, -STEP, rows, (2 * j + 1) * width);
        }
        double[] p2 = new double[2 * n];
        model.score(rows, 2 * n, p2);
        for (int j = 0; j < n; j++) {
          gradient[j] =
              (ofProbability(p2[2 * j], level) - ofProbability(p2[2 * j + 1], level)) / (2 * STEP);
        }
      }

      @Override
      public boolean exact() {
        return false;
      }
    };
  }

  static double ofProbability(double p, double level) {
    double logOdds = p <= 0 ? -MOST : p >= 1 ? MOST : Math.log(p / (1 - p));
    return Math.max(-MOST, Math.min(MOST, logOdds)) - level;
  }

  @Override
  public int inputWidth() {
    return model.inputWidth();
  }

  @Override
  public FlipSearch search() {
    return gradients.exact() ? FlipSearch.THOROUGH : FlipSearch.BRIEF;
  }

  @Override
  public void margins(double[] inputs, int count, double[] out) {
    model.score(inputs, count, out);
    for (int i = 0; i < count; i++) {
      out[i] = Double.isNaN(out[i]) ? Double.NaN : ofProbability(out[i], level);
    }
  }

  @Override
  public Family family(Columns columns) {
    return inputs -> new MappedSurface(columns, inputs);
  }

  /** The margin in the variables' scaled changes themselves. */
  private final class MappedSurface implements Surface {
    private final Columns columns;
    private final double[] base;

    MappedSurface(Columns columns, double[] base) {
      this.columns = columns;
      this.base = base.clone();
    }

    @Override
    public int dimension() {
      return columns.size();
    }

    @Override
    public void margins(double[] t, int count, double[] out) {
      int width = inputWidth();
      double[] rows = new double[count * width];
      for (int i = 0; i < count; i++) {
        System.arraycopy(base, 0, rows, i * width, width);
        columns.add(t, i * columns.size(), rows, i * width);
      }
      ScoreMargin.this.margins(rows, count, out);
    }

    @Override
    public double margin(double[] t, double[] gradient) {
      double[] row = Arrays.copyOf(base, base.length);
      columns.add(t, row);
      double[] p = new double[1];
      model.score(row, 1, p);
      gradients.compute(row, p[0], columns, gradient);
      return ofProbability(p[0], level);
    }

    @Override
    public void toChanges(double[] t, double[] changes) {
      System.arraycopy(t, 0, changes, 0, columns.size());
    }

    @Override
    public void fromChanges(double[] changes, double[] t) {
      System.arraycopy(changes, 0, t, 0, columns.size());
    }
  }
}
