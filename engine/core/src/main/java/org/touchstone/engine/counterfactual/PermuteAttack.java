package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * PermuteAttack: a genetic search for rows that the model decides otherwise on, with few features
 * changed, each to a value of the training data. A feature with levels is one feature, however the
 * model encodes it.
 *
 * <p>Algorithm 1 finds a counterfactual; a minimality pass then takes back what need not be
 * changed, looks for one with fewer changes, and of ordered features takes the value nearest to the
 * original that still changes the decision. Of several counterfactuals of a row none changes all
 * features that another one changes. Where the constraints leave few rows to choose from, all of
 * them are looked at instead. What is handed out was given to the model once more and decided
 * otherwise, satisfies the constraints and has training values only.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack: Counterfactual Explanation of Machine Learning
 * Credit Scorecards, 2020, Eqs. 5 and 6, Algorithm 1 and section 3.2.
 */
public final class PermuteAttack implements CounterfactualGenerator {

  private final DecisionModel model;
  private final Schema schema;
  private final SearchSpace space;
  private final Builder settings;
  private final Optional<ConditionalTable> table;

  private PermuteAttack(Builder settings) {
    this.settings = new Builder(settings);
    this.model = settings.model;
    this.schema = settings.training.schema();
    this.space = new SearchSpace(settings.training, settings.varied(), settings.constraints);
    this.table =
        settings.realistic.map(
            sampling ->
                new ConditionalTable(
                    space, settings.training, settings.features, sampling, settings.seed));
  }

  /**
   * Starts a generator.
   *
   * @param model decides
   * @param training X_train: the rows that values are taken from; their schema is that of the rows
   *     to explain
   * @param features the features of the model; other columns, for example the label, are kept
   */
  public static Builder of(DecisionModel model, Dataset training, List<String> features) {
    return new Builder(model, training, features);
  }

  @Override
  public String name() {
    return settings.realistic.isPresent() ? "PermuteAttack with Gibbs sampling" : "PermuteAttack";
  }

  @Override
  public List<String> features() {
    return space.names;
  }

  @Override
  public void generate(Dataset rows, Execution execution, Consumer<CounterfactualSet> sink) {
    RowColumns.require(schema, rows);
    execution.run(
        "counterfactuals of " + rows.rowCount() + " rows by " + name(),
        rows.rowCount(),
        1,
        (from, to) -> attack(rows, from),
        sink);
  }

  private CounterfactualSet attack(Dataset rows, int row) {
    long stream = RandomSeeds.derive(settings.seed, "PermuteAttack", rows.rowId(row));
    double[] original = new double[schema.size()];
    rows.copyRows(row, row + 1, original);
    BudgetedModel budgeted =
        new BudgetedModel(model, space, settings.maxModelCalls, rows.rowId(row));
    RowAttack attack =
        new RowAttack(
            space,
            original,
            budgeted,
            settings.targetClass.orElse(-1),
            settings.maxChanges,
            settings.maxDistance);
    Search search = new Search(attack, new SplittableRandom(stream));
    List<double[]> found = search.run();
    found.sort(
        Comparator.<double[]>comparingInt(row1 -> attack.changed(row1, 0).length)
            .thenComparingDouble(attack::distance));
    Confirmed confirmed = Confirmed.of(attack, found);
    return new CounterfactualSet(
        schema,
        row,
        rows.rowId(row),
        CounterfactualSet.Scored.of(model, original, 1, attack.originalProbabilities()),
        confirmed.counterfactuals(),
        features(),
        new SearchRecord(
            name(), stream, budgeted.calls(), budgeted.rowsScored(), search.shortfall(confirmed)));
  }

  /** The search for one row, and the account of it. */
  private final class Search {
    private final RowAttack attack;
    private final SplittableRandom random;
    private final List<String> tried = new ArrayList<>();

    Search(RowAttack attack, SplittableRandom random) {
      this.attack = attack;
      this.random = random;
    }

    List<double[]> run() {
      if (attack.isThere()) {
        tried.add("nothing: the model decides for the target class " + attack.target + " already");
        return new ArrayList<>();
      }
      if (attack.row.open().length == 0) {
        tried.add(
            attack.space.size() == 0
                ? "nothing: no feature may change"
                : "nothing: the constraints leave no training value other than the row's own");
        return new ArrayList<>();
      }
      SmallSpace all = new SmallSpace(attack);
      if (settings.realistic.isEmpty()
          && all.size() <= settings.exhaustiveUpTo
          && attack.model.affords(all.calls())) {
        tried.add("all " + all.size() + " rows that the constraints allow");
        return all.best(settings.counterfactuals);
      }
      return genetic();
    }

    private List<double[]> genetic() {
      Proposals proposals =
          table
              .<Proposals>map(
                  rows ->
                      new ConditionalProposals(
                          rows, space, attack.original, settings.realistic.orElseThrow().sweeps()))
              .orElseGet(() -> new Proposals.Marginal(attack.row, space));
      SingleChanges singles = new SingleChanges(attack, proposals);
      MinimalityPass pass = new MinimalityPass(attack, proposals, singles);
      List<double[]> found = new ArrayList<>();
      int generations = 0;
      while (found.size() < settings.counterfactuals && attack.model.affords()) {
        Optional<double[]> next =
            singles.complete() ? singles.nearest() : Optional.<double[]>empty();
        if (next.isEmpty()) {
          GeneticSearch search =
              new GeneticSearch(attack, proposals, settings.genetic, random.split());
          next = search.run();
          generations += search.generations();
          if (settings.minimalityPass) {
            next = next.map(pass::minimal).or(singles::nearest).or(singles::pair);
          }
        }
        if (next.isEmpty()) {
          break;
        }
        attack.take(next.get());
        // One that changes all that the new one changes, and more, says nothing besides it.
        int[] changed = attack.changed(next.get(), 0);
        found.removeIf(earlier -> attack.changesAll(changed, earlier, 0));
        found.add(next.get());
      }
      tried.add(
          generations
              + (generations == 1 ? " generation of " : " generations of ")
              + settings.genetic.populationSize()
              + " rows"
              + (singles.size() > 0 ? ", " + singles.size() + " single changes" : "")
              + (singles.pairs() > 0 ? ", " + singles.pairs() + " combinations of changes" : ""));
      return found;
    }

    Optional<String> shortfall(Confirmed confirmed) {
      int handedOut = confirmed.counterfactuals().decisions().length;
      if (handedOut >= settings.counterfactuals) {
        return Optional.empty();
      }
      return Optional.of(
          "Found "
              + handedOut
              + " of "
              + settings.counterfactuals
              + "; tried "
              + String.join(", ", tried)
              + ", "
              + attack.model.calls()
              + (attack.model.calls() == 1 ? " model call of at most " : " model calls of at most ")
              + settings.maxModelCalls
              + confirmed.toText());
    }
  }

  /** Collects the settings of a generator. */
  public static final class Builder {

    private final DecisionModel model;
    private final Dataset training;
    private final List<String> features;
    private Optional<List<String>> vary = Optional.empty();
    private Constraints constraints;
    private GeneticParameters genetic = GeneticParameters.PAPER;
    private Optional<RealisticSampling> realistic = Optional.empty();
    private OptionalInt targetClass = OptionalInt.empty();
    private int counterfactuals = 1;
    private int maxChanges = Integer.MAX_VALUE;
    private double maxDistance = Double.POSITIVE_INFINITY;
    private int maxModelCalls = 1000;
    private int exhaustiveUpTo = 1000;
    private boolean minimalityPass = true;
    private long seed;

    private Builder(DecisionModel model, Dataset training, List<String> features) {
      if (model.inputWidth() != training.schema().size()) {
        throw new DataException(
            "The model takes "
                + model.inputWidth()
                + " inputs, a row of the data has "
                + training.schema().size()
                + " columns; wrap the model in an encoder that turns one into the other");
      }
      this.model = model;
      this.training = training;
      this.features = List.copyOf(features);
      this.constraints = Constraints.of(training.schema());
    }

    private Builder(Builder other) {
      this(other.model, other.training, other.features);
      this.vary = other.vary;
      this.constraints = other.constraints;
      this.genetic = other.genetic;
      this.realistic = other.realistic;
      this.targetClass = other.targetClass;
      this.counterfactuals = other.counterfactuals;
      this.maxChanges = other.maxChanges;
      this.maxDistance = other.maxDistance;
      this.maxModelCalls = other.maxModelCalls;
      this.exhaustiveUpTo = other.exhaustiveUpTo;
      this.minimalityPass = other.minimalityPass;
      this.seed = other.seed;
    }

    /**
     * The features to vary; by default all features of the model that the constraints do not call
     * immutable. Columns that are computed from others follow them.
     */
    public Builder vary(List<String> names) {
      this.vary = Optional.of(List.copyOf(names));
      return this;
    }

    /**
     * What may be changed and to what; by default {@link Constraints#of} the schema. The paper's
     * experiment has {@link Constraints#NONE}.
     */
    public Builder constraints(Constraints limits) {
      this.constraints = limits;
      return this;
    }

    /** The parameters of Algorithm 1; by default {@link GeneticParameters#PAPER}. */
    public Builder genetic(GeneticParameters parameters) {
      this.genetic = parameters;
      return this;
    }

    /** Values are drawn given all other features, by Gibbs sampling; see section 3.2.7. */
    public Builder realistic(RealisticSampling sampling) {
      this.realistic = Optional.of(sampling);
      return this;
    }

    /** The class t to reach; by default any other than the row's own. */
    public Builder targetClass(int target) {
      this.targetClass = OptionalInt.of(target);
      return this;
    }

    /** How many counterfactuals k of a row are looked for; 1 by default. */
    public Builder counterfactuals(int k) {
      this.counterfactuals = k;
      return this;
    }

    /** The largest number of changed features, delta_0,max of Eq. 5; unlimited by default. */
    public Builder maxChanges(int most) {
      this.maxChanges = most;
      return this;
    }

    /**
     * The largest Euclidean distance in standard deviations, delta_2,max of Eq. 5; a feature
     * without an order counts 1. Unlimited by default.
     */
    public Builder maxDistance(double most) {
      this.maxDistance = most;
      return this;
    }

    /**
     * The budget of one row: calls of the model, each with a batch of rows, the first for the row
     * itself and the last for the check included. 1,000 by default.
     */
    public Builder maxModelCalls(int most) {
      this.maxModelCalls = most;
      return this;
    }

    /**
     * Up to how many rows that the constraints allow are all looked at instead of a genetic search;
     * 1,000 by default, 0 for never. It has no meaning for the realistic variant.
     */
    public Builder exhaustiveUpTo(int rows) {
      this.exhaustiveUpTo = rows;
      return this;
    }

    /** Whether what need not be changed is taken back; {@code true} by default. */
    public Builder minimalityPass(boolean on) {
      this.minimalityPass = on;
      return this;
    }

    /** The seed of the random streams of all rows; 0 by default. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * The generator.
     *
     * @throws DataException if data, features and constraints do not fit together
     * @throws IllegalArgumentException if a number is out of range
     */
    public PermuteAttack build() {
      require(counterfactuals >= 1, "counterfactuals", counterfactuals, "1 or more");
      require(maxChanges >= 1, "maxChanges", maxChanges, "1 or more");
      require(maxDistance > 0, "maxDistance", maxDistance, "above 0");
      require(maxModelCalls >= 3, "maxModelCalls", maxModelCalls, "3 or more");
      require(
          exhaustiveUpTo >= 0 && exhaustiveUpTo <= 1_000_000,
          "exhaustiveUpTo",
          exhaustiveUpTo,
          "from 0 to 1,000,000");
      require(
          targetClass.isEmpty()
              || (targetClass.getAsInt() >= 0 && targetClass.getAsInt() < model.classes()),
          "targetClass",
          targetClass.orElse(0),
          "a class of the model, from 0 to " + (model.classes() - 1));
      require(
          realistic.isEmpty() || genetic.mutationRange() == 1,
          "mutationRange",
          genetic.mutationRange(),
          "1 for the realistic variant, where the other features say what is near");
      return new PermuteAttack(this);
    }

    private List<String> varied() {
      Schema schema = training.schema();
      features.forEach(schema::indexOf);
      Set<String> immutable = constraints.within(schema).immutable();
      for (String name : vary.orElse(List.of())) {
        if (!features.contains(name)) {
          throw new DataException(
              "\"" + name + "\" is to vary, but is no feature of the model: " + features);
        }
      }
      return vary.orElseGet(
          () ->
              features.stream()
                  .filter(name -> schema.derivation(name).isEmpty())
                  .filter(name -> !immutable.contains(name))
                  .toList());
    }

    private static void require(boolean holds, String name, Number value, String range) {
      if (!holds) {
        throw new IllegalArgumentException(name + " is " + value + "; it is " + range);
      }
    }
  }
}
