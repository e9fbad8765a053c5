package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;

/**
 * Path-dependent TreeSHAP: exact Shapley values of a tree ensemble without background data.
 *
 * <p>In the game of a row, a split whose player takes part sends the row its way; at all others
 * both ways are taken, weighed with the share of the training rows that took them (the cover of the
 * child over that of both children). What is attributed is the margin: the probability for forests,
 * the log odds for boosted trees with a logistic link. The probability of the latter has no exact
 * values of this kind; use {@link KernelShap} or {@link ExactShapley} for it.
 *
 * <p>A categorical feature is one player even if the trees look at its one-hot inputs: a split on
 * any of them belongs to it. That is exact for the game of features; the sum of the inputs' own
 * values is not.
 *
 * <p>Every row is checked: the values add up to the model's margin within 1e-9.
 *
 * <p>Source of the game: S. Lundberg et al., From local explanations to global understanding with
 * explainable AI for trees, Nature Machine Intelligence 2, 2020, algorithm 1. Algorithm: Linear
 * TreeSHAP (P. Yu et al., NeurIPS 2022) with Gauss-Legendre points; {@code O(leaves * depth)} for
 * each tree and row.
 */
public final class PathDependentTreeShap implements Explainer {

  private final TreeGame game;
  private final List<PathTree> trees;
  private final List<UnitQuadrature> rules;
  private final double baseValue;
  private final int depth;
  private final int points;
  private final Provenance provenance;

  /**
   * Prepares the explanation of a tree ensemble.
   *
   * @param model a {@link org.touchstone.engine.model.TreeEnsemble}, or an {@link
   *     org.touchstone.engine.model.EncodedClassifier} over one
   * @param players over the columns that the model takes
   * @throws IllegalArgumentException if the model is no tree ensemble, the players do not fit, or
   *     the cover of a node is not known or 0 where it is needed
   */
  public PathDependentTreeShap(Classifier model, Players players) {
    game = TreeGame.of(model, players);
    trees = new ArrayList<>();
    rules = new ArrayList<>();
    double expectation = 0;
    int deepest = 0;
    int mostPoints = 1;
    for (int t = 0; t < game.ensemble().trees().size(); t++) {
      PathTree tree = PathTree.of(game, t);
      UnitQuadrature rule = UnitQuadrature.forDegree(Math.max(0, tree.players - 1));
      trees.add(tree);
      rules.add(rule);
      expectation += tree.expectation;
      deepest = Math.max(deepest, tree.depth);
      mostPoints = Math.max(mostPoints, rule.size());
    }
    depth = deepest;
    points = mostPoints;
    baseValue = expectation * game.factor() + game.baseMargin();
    provenance =
        new Provenance(
            "path-dependent TreeSHAP",
            game.scale(),
            players.names(),
            Optional.empty(),
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

  /** The mean margin of the training rows, as the covers tell it; the same for every row. */
  public double baseValue() {
    return baseValue;
  }

  @Override
  public void explain(double[] rows, int count, Execution execution, Consumer<Attribution> sink) {
    RowBatch.require(rows, count, players().rowWidth());
    execution.run(
        "explaining " + count + " rows by path-dependent TreeSHAP",
        count,
        PathWalker.BLOCK,
        (from, to) -> explain(rows, from, to),
        block -> block.forEach(sink));
  }

  private List<Attribution> explain(double[] rows, int from, int to) {
    int count = to - from;
    double[] inputs = game.inputs(rows, from, to);
    double[] margins = game.margins(inputs, count, from);
    double[] columns = game.columns(inputs, count, count);
    double[] phi = new double[players().size() * count];
    boolean addsLeaves = !game.marginIsDouble();
    double[] sums = new double[count];
    PathWalker.Space space = new PathWalker.Space(depth, points, count);
    for (int t = 0; t < trees.size(); t++) {
      PathWalker walker = new PathWalker(trees.get(t), rules.get(t), columns, count, phi, space);
      walker.walk();
      if (addsLeaves) {
        walker.addLeaves(sums);
      }
    }
    List<Attribution> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double[] values = new double[players().size()];
      for (int player = 0; player < values.length; player++) {
        values[player] = phi[player * count + i] * game.factor();
      }
      double sum = addsLeaves ? sums[i] * game.factor() + game.baseMargin() : margins[i];
      results.add(game.checked(provenance, from + i, baseValue, sum, values, margins[i]));
    }
    return results;
  }

  /**
   * Explains rows by Shapley interaction values and hands each result over in order; see {@link
   * Interactions} for what they are. A row costs {@code O(leaves * depth^3)} for each tree.
   *
   * @param rows row-major values, at least {@code count * players().rowWidth()} long
   * @param count number of rows
   * @param execution threads and monitor
   * @param sink receives the results in the order of the rows, on the calling thread
   */
  public void interactions(
      double[] rows, int count, Execution execution, Consumer<Interactions> sink) {
    RowBatch.require(rows, count, players().rowWidth());
    execution.run(
        "explaining the interactions of " + count + " rows by path-dependent TreeSHAP",
        count,
        1,
        (from, to) -> interactions(rows, from),
        sink);
  }

  private Interactions interactions(double[] rows, int row) {
    Attribution main = explain(rows, row, row + 1).get(0);
    int size = players().size();
    double[] columns = game.columns(game.inputs(rows, row, row + 1), 1, 1);
    double[] matrix = new double[size * size];
    for (int t = 0; t < trees.size(); t++) {
      new PathInteractions(trees.get(t), rules.get(t), columns, matrix, size).walk();
    }
    Arrays.setAll(matrix, i -> matrix[i] * game.factor() / 2);
    for (int i = 0; i < size; i++) {
      double rest = main.value(i);
      for (int j = 0; j < size; j++) {
        rest -= i == j ? 0 : matrix[i * size + j];
      }
      matrix[i * size + i] = rest;
    }
    return new Interactions(main, matrix);
  }
}
