package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.model.WrappingClassifier;
import org.touchstone.engine.run.Execution;

/**
 * The counterfactual of a tree ensemble with the fewest changed features, and among those the
 * nearest, by an exact search: it looks inside of the trees, where {@link PermuteAttack} asks from
 * outside. Values are those of the training data; the distance is Euclidean in standard deviations,
 * a feature without an order counting 1.
 *
 * <p>Training values that no tree tells apart are one cell. Sets of features are tried by size; a
 * set is left out where even the best leaf of each tree that it could reach, taken together, does
 * not turn the decision, and so are cells of its features. So nothing that is left out is a
 * counterfactual, and what is found has as few changes as there can be.
 *
 * <p>Further counterfactuals of a row each leave alone at least one feature that each earlier one
 * changes.
 */
public final class ExactTreeCounterfactual implements CounterfactualGenerator {

  private final SearchSpace space;
  private final TreeCells cells;
  private final DecisionModel model;
  private final double threshold;
  private final Options options;

  /**
   * How the search is bounded.
   *
   * @param counterfactuals how many counterfactuals k of a row are looked for
   * @param maxChanges the largest number of changed features that is tried
   * @param maxSteps nodes of trees that are visited at most for one counterfactual; where that is
   *     not enough the search ends and the set says so, also if it has one that is not proven to be
   *     the nearest
   */
  public record Options(int counterfactuals, int maxChanges, long maxSteps) {

    /** One counterfactual of at most 6 changes, in at most 500 million steps. */
    public static final Options DEFAULT = new Options(1, 6, 500_000_000L);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Options {
      if (counterfactuals < 1 || maxChanges < 1 || maxSteps < 1) {
        throw new IllegalArgumentException(
            "An exact search needs at least one counterfactual, change and step, found "
                + counterfactuals
                + ", "
                + maxChanges
                + " and "
                + maxSteps);
      }
    }
  }

  private ExactTreeCounterfactual(
      SearchSpace space, TreeCells cells, DecisionModel model, double threshold, Options options) {
    this.space = space;
    this.cells = cells;
    this.model = model;
    this.threshold = threshold;
    this.options = options;
  }

  /**
   * A search that decides for class 1 where its probability is above 0.5, as scikit-learn does; see
   * {@link DecisionModel#argmax}.
   *
   * @param model a tree ensemble, or one behind an encoder
   * @param training the rows that values are taken from
   * @param vary the features that may be changed
   * @param constraints what they may be changed to
   * @param options how the search is bounded
   * @throws org.touchstone.engine.data.DataException if data, features and constraints do not fit
   *     together
   * @throws IllegalArgumentException if the model is no tree ensemble; see {@link #isFor}
   */
  public static ExactTreeCounterfactual argmax(
      Classifier model,
      Dataset training,
      List<String> vary,
      Constraints constraints,
      Options options) {
    return of(model, DecisionModel.argmax(model), 0.5, training, vary, constraints, options);
  }

  /**
   * A search that decides for class 1 where its probability is at least the threshold; see {@link
   * DecisionModel#threshold} and {@link #argmax}.
   */
  public static ExactTreeCounterfactual threshold(
      Classifier model,
      double threshold,
      Dataset training,
      List<String> vary,
      Constraints constraints,
      Options options) {
    return of(
        model,
        DecisionModel.threshold(model, threshold),
        threshold,
        training,
        vary,
        constraints,
        options);
  }

  /** Whether a model is a tree ensemble, or one behind an encoder. */
  public static boolean isFor(Classifier model) {
    return trees(model).isPresent();
  }

  private static ExactTreeCounterfactual of(
      Classifier model,
      DecisionModel decision,
      double threshold,
      Dataset training,
      List<String> vary,
      Constraints constraints,
      Options options) {
    TreeEnsemble trees =
        trees(model)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The exact search looks inside of tree ensembles, the model is a "
                            + WrappingClassifier.innermost(model).getClass().getSimpleName()
                            + "; take PermuteAttack"));
    Optional<Encoder> encoder =
        WrappingClassifier.innermost(model) instanceof EncodedClassifier encoded
            ? Optional.of(encoded.encoder())
            : Optional.empty();
    SearchSpace space = new SearchSpace(training, vary, constraints);
    return new ExactTreeCounterfactual(
        space, new TreeCells(space, trees, encoder), decision, threshold, options);
  }

  private static Optional<TreeEnsemble> trees(Classifier model) {
    Classifier outer = WrappingClassifier.innermost(model);
    Classifier inner = outer instanceof EncodedClassifier encoded ? encoded.model() : outer;
    return WrappingClassifier.innermost(inner) instanceof TreeEnsemble trees
        ? Optional.of(trees)
        : Optional.empty();
  }

  @Override
  public String name() {
    return "exact search over the cells of the trees";
  }

  @Override
  public List<String> features() {
    return space.names;
  }

  @Override
  public void generate(Dataset rows, Execution execution, Consumer<CounterfactualSet> sink) {
    RowColumns.require(space.schema, rows);
    execution.run(
        "counterfactuals of " + rows.rowCount() + " rows by " + name(),
        rows.rowCount(),
        1,
        (from, to) -> search(rows, from),
        sink);
  }

  private CounterfactualSet search(Dataset rows, int row) {
    Schema schema = space.schema;
    double[] original = new double[schema.size()];
    rows.copyRows(row, row + 1, original);
    BudgetedModel budgeted = new BudgetedModel(model, space, Integer.MAX_VALUE, rows.rowId(row));
    RowAttack attack =
        new RowAttack(space, original, budgeted, -1, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    List<double[]> found = new ArrayList<>();
    Optional<String> shortfall = Optional.empty();
    while (found.size() < options.counterfactuals() && shortfall.isEmpty()) {
      ExactSearch search = new ExactSearch(cells, attack, threshold, options.maxSteps());
      Optional<double[]> next = search.run(options.maxChanges());
      if (next.isPresent()) {
        attack.take(next.get());
        found.add(next.get());
      }
      if (next.isEmpty() || !search.complete()) {
        shortfall = Optional.of(shortfall(found.size(), search));
      }
    }
    Confirmed confirmed = Confirmed.of(attack, found);
    return new CounterfactualSet(
        schema,
        row,
        rows.rowId(row),
        CounterfactualSet.Scored.of(model, original, 1, attack.originalProbabilities()),
        confirmed.counterfactuals(),
        features(),
        new SearchRecord(
            name(),
            0,
            budgeted.calls(),
            budgeted.rowsScored(),
            confirmed.refused() == 0
                ? shortfall
                : Optional.of(
                    shortfall.orElse(
                            "Found "
                                + (found.size() - confirmed.refused())
                                + " of "
                                + options.counterfactuals())
                        + confirmed.toText())));
  }

  private String shortfall(int found, ExactSearch search) {
    String start = "Found " + found + " of " + options.counterfactuals() + "; ";
    if (!search.complete()) {
      return start
          + "the search stopped after "
          + search.steps()
          + " steps at "
          + search.size()
          + (search.size() == 1 ? " change" : " changes")
          + (search.found() ? "; a nearer one with as many may exist" : "; there may be more");
    }
    return start
        + (search.exhausted()
            ? "there is no other, whatever is changed"
            : "there is no other with up to " + search.size() + " changes");
  }
}
