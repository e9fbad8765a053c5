package org.touchstone.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.dataset.DatasetView;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Random forests of two classes: classification trees by the Gini impurity, each grown by Tribuo on
 * a bootstrap sample. Source: L. Breiman, Random Forests, Machine Learning 45, 2001.
 *
 * <p>The forest is a {@link TreeEnsemble} with scikit-learn's rules: inputs are rounded to single
 * precision, in training as in scoring, and the probability is the mean of the leaves' shares of
 * the positive class (Breiman's and Tribuo's own forests count votes, which is the same where
 * leaves are pure). A node's cover is the number of rows of its tree's bootstrap sample, so that
 * {@link org.touchstone.engine.model.GiniImportance#ofForest} and path-dependent TreeSHAP work.
 */
public final class RandomForest {

  private static final String POSITIVE = "1";
  private static final String NEGATIVE = "0";

  private final ForestSettings settings;
  private final int width;
  private final float[] rows;
  private final boolean[] positive;
  private final String[] names;
  private final MutableDataset<Label> data;

  private RandomForest(ForestSettings settings, double[] values, int width, boolean[] positive) {
    this.settings = settings;
    this.width = width;
    this.positive = positive.clone();
    rows = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rows[i] = (float) values[i];
    }
    names = new String[width];
    // Tribuo numbers features by the order of their names.
    Arrays.setAll(names, j -> String.format("%09d", j));
    data =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("training rows", new LabelFactory()),
            new LabelFactory());
    for (int i = 0; i < positive.length; i++) {
      double[] row = new double[width];
      for (int j = 0; j < width; j++) {
        row[j] = rows[i * width + j];
      }
      data.add(new ArrayExample<>(new Label(positive[i] ? POSITIVE : NEGATIVE), names, row));
    }
  }

  /**
   * Grows a forest. The same forest comes out on any number of threads.
   *
   * @param settings how it is grown
   * @param rows row-major inputs, {@code positive.length * width} finite numbers within the range
   *     of single precision
   * @param width number of inputs
   * @param positive whether each row is of the positive class
   * @param execution runs the trees side by side, and is told how far they are
   * @throws IllegalArgumentException if there is no row, the lengths do not agree, a number is not
   *     finite in single precision, all rows are of one class, or the settings ask for more inputs
   *     at a split than there are, or more rows
   */
  public static TreeEnsemble train(
      ForestSettings settings, double[] rows, int width, boolean[] positive, Execution execution) {
    check(settings, rows, width, positive);
    RandomForest forest = new RandomForest(settings, rows, width, positive);
    List<DecisionTree> trees = new ArrayList<>();
    execution.run(
        "growing a random forest",
        settings.trees(),
        1,
        (from, to) -> forest.tree(from),
        trees::add);
    return new TreeEnsemble(
        width, trees, EnsembleRules.scikitLearnForest(EnsembleRules.Missing.NOT_SUPPORTED));
  }

  private static void check(ForestSettings settings, double[] rows, int width, boolean[] positive) {
    if (width < 1 || positive.length == 0 || rows.length != (long) positive.length * width) {
      throw new IllegalArgumentException(
          "A forest needs an input, a row and one label for each, found "
              + rows.length
              + " numbers of "
              + width
              + " inputs and "
              + positive.length
              + " labels");
    }
    if (settings.featuresPerSplit() > width) {
      throw new IllegalArgumentException(
          settings.featuresPerSplit() + " inputs at a split, there are " + width);
    }
    if (settings.minSplitRows() > positive.length) {
      throw new IllegalArgumentException(
          "No node has "
              + settings.minSplitRows()
              + " rows to split, there are "
              + positive.length);
    }
    int count = 0;
    for (boolean one : positive) {
      count += one ? 1 : 0;
    }
    if (count == 0 || count == positive.length) {
      throw new IllegalArgumentException(
          "A forest needs rows of both classes, found "
              + count
              + " positive rows of "
              + positive.length);
    }
    for (int i = 0; i < rows.length; i++) {
      if (!Float.isFinite((float) rows[i])) {
        throw new IllegalArgumentException(
            "Row "
                + i / width
                + ", counted from 0, has "
                + rows[i]
                + " as input "
                + i % width
                + "; fill in a missing value, and scale one that is too large");
      }
    }
  }

  private DecisionTree tree(int number) {
    long seed = RandomSeeds.derive(settings.seed(), "random forest", Integer.toString(number));
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[positive.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = settings.bootstrap() ? random.nextInt(drawn.length) : i;
    }
    Dataset<Label> sample =
        new DatasetView<>(
            data, drawn, data.getFeatureIDMap(), data.getOutputIDInfo(), "bootstrap " + number);
    int tried =
        settings.featuresPerSplit() == 0
            ? Math.max(1, (int) Math.sqrt(width))
            : settings.featuresPerSplit();
    TreeModel<Label> grown =
        new CARTClassificationTrainer(
                settings.maxDepth(),
                settings.minSplitRows(),
                0f,
                (float) tried / width,
                false,
                new GiniIndex(),
                random.nextLong())
            .train(sample, Map.of());
    return new TreeReader(grown, names).read(rows, width, drawn, positive);
  }
}
