package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.run.Execution;

/**
 * Interventional TreeSHAP: exact Shapley values of a tree ensemble against background data.
 *
 * <p>The game of a row is that of {@link ExactShapley} on the margin: the mean over the background
 * rows of the margin where the columns of the players who take part are the row's. The margin is
 * the probability for forests, the log odds for boosted trees with a logistic link; the probability
 * of the latter is not additive over trees, use {@link KernelShap} or {@link ExactShapley} for it.
 *
 * <p>A leaf of value v that a row x and a background row b reach together if exactly the players A
 * take x's side and the players C take b's adds {@code v (a - 1)! c! / (a + c)!} to each player in
 * A, and {@code -v a! (c - 1)! / (a + c)!} to each in C, with a and c their numbers. Rows with the
 * same pattern at a leaf get the same, so it is computed once for each pair of patterns. A
 * categorical feature is one player even if the trees look at its one-hot inputs.
 *
 * <p>Every row is checked: the values add up to the model's margin within 1e-9.
 *
 * <p>Source: Lundberg et al., Nature Machine Intelligence 2, 2020, section "Interventional tree
 * SHAP"; the grouping by patterns as the tables of Fast TreeSHAP v2 (J. Yang, 2021).
 */
public final class InterventionalTreeShap implements Explainer {

  /** Rows that are compared with a tree's splits together. */
  private static final int BLOCK = 256;

  private final TreeGame game;
  private final int backgroundRows;
  private final List<LeafPaths> trees = new ArrayList<>();
  private final List<BackgroundPatterns> backgrounds = new ArrayList<>();
  private final double baseValue;
  private final Provenance provenance;

  /**
   * Prepares the explanation of a tree ensemble.
   *
   * @param model a {@link org.touchstone.engine.model.TreeEnsemble}, or an {@link
   *     org.touchstone.engine.model.EncodedClassifier} over one
   * @param players over the columns that the model takes
   * @param background rows of the same columns
   * @throws IllegalArgumentException if the model is no tree ensemble, players or background do not
   *     fit, or a path has more than 63 players
   * @throws org.touchstone.engine.model.ModelException if a background row has a missing value that
   *     the model does not support
   */
  public InterventionalTreeShap(Classifier model, Players players, Background background) {
    game = TreeGame.of(model, players);
    if (background.width() != players.rowWidth()) {
      throw new IllegalArgumentException(
          "The background rows have "
              + background.width()
              + " columns, the model takes "
              + players.rowWidth());
    }
    backgroundRows = background.count();
    double[] inputs = game.inputs(background.rows(), 0, backgroundRows);
    game.margins(inputs, backgroundRows, 0);
    double[] columns = game.columns(inputs, backgroundRows, backgroundRows);
    double base = 0;
    for (DecisionTree tree : game.ensemble().trees()) {
      LeafPaths paths = LeafPaths.of(game, tree);
      BackgroundPatterns patterns = BackgroundPatterns.of(paths, columns, backgroundRows);
      for (int leaf = 0; leaf < paths.leaves(); leaf++) {
        base += paths.value(leaf) * patterns.reaching(leaf, paths.reached(leaf));
      }
      trees.add(paths);
      backgrounds.add(patterns);
    }
    baseValue = base / backgroundRows * game.factor() + game.baseMargin();
    provenance =
        new Provenance(
            "interventional TreeSHAP",
            game.scale(),
            players.names(),
            Optional.of(background.hash()),
            OptionalLong.empty());
  }

  @Override
  public Players players() {
    return game.players();
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  /** The mean margin of the background rows; the same for every row. */
  public double baseValue() {
    return baseValue;
  }

  @Override
  public void explain(double[] rows, int count, Execution execution, Consumer<Attribution> sink) {
    RowBatch.require(rows, count, players().rowWidth());
    execution.run(
        "explaining " + count + " rows by interventional TreeSHAP",
        count,
        BLOCK,
        (from, to) -> explain(rows, from, to),
        block -> block.forEach(sink));
  }

  private List<Attribution> explain(double[] rows, int from, int to) {
    int count = to - from;
    int size = players().size();
    double[] inputs = game.inputs(rows, from, to);
    double[] margins = game.margins(inputs, count, from);
    LeafGames games = new LeafGames(game.columns(inputs, count, count), count, size);
    for (int t = 0; t < trees.size(); t++) {
      games.add(trees.get(t), backgrounds.get(t));
    }
    List<Attribution> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double[] values = new double[size];
      for (int player = 0; player < size; player++) {
        values[player] = games.value(i, player) / backgroundRows * game.factor();
      }
      double sum = games.sum(i) * game.factor() + game.baseMargin();
      results.add(game.checked(provenance, from + i, baseValue, sum, values, margins[i]));
    }
    return results;
  }
}
