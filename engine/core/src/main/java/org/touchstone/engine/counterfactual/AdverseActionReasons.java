package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.shapley.Attribution;

/**
 * The specific reasons of an adverse decision, for example a declined credit: at most four, in the
 * words that the suite has for each feature.
 *
 * <p>A feature is a reason where a counterfactual of the row changes it and that change alone makes
 * the adverse class less probable, or, after those, where its attribution speaks for the adverse
 * class and so does the mean over the training values that it could have had instead (over 1,000
 * quantiles of them where more differ). Each reason is thus checked by calling the model. Sensitive
 * and immutable features, and columns that are computed from them or that they are computed from,
 * are never named.
 *
 * <p>Source: four reasons at most and specific ones are what Regulation B of the U.S. Equal Credit
 * Opportunity Act, 12 CFR 1002.9(b)(2) with its official interpretation, asks for.
 */
public final class AdverseActionReasons {

  /** More reasons than four are not likely to help the applicant: comment 9(b)(2)-1. */
  public static final int MOST = 4;

  /** Different training values of a feature up to which its mean effect is exact. */
  private static final int VALUES = 1000;

  private final DecisionModel model;
  private final int adverseClass;
  private final SearchSpace space;
  private final Map<String, String> texts;

  /** What speaks for a reason. */
  public enum Source {
    /** A counterfactual of the row changes the feature. */
    COUNTERFACTUAL,
    /** The feature's attribution. */
    ATTRIBUTION
  }

  /**
   * A reason.
   *
   * @param feature the feature
   * @param text the suite's words for it
   * @param effect how much less probable the adverse class is with the counterfactual's value of
   *     this feature alone, or on average over its training values; above 0
   * @param source what speaks for it
   */
  public record Reason(String feature, String text, double effect, Source source) {}

  /**
   * Reasons for the adverse decisions of a model; sensitive are the features that the schema calls
   * so. See {@link #AdverseActionReasons(DecisionModel, int, Dataset, List, Set, Map)}.
   */
  public AdverseActionReasons(
      DecisionModel model,
      int adverseClass,
      Dataset training,
      List<String> features,
      Map<String, String> texts) {
    this(model, adverseClass, training, features, Set.of(), texts);
  }

  /**
   * Reasons for the adverse decisions of a model.
   *
   * @param model decides
   * @param adverseClass the class that is bad for the person
   * @param training rows whose values a feature could have had instead
   * @param features the features of the model
   * @param withheld columns that are not named besides those that the schema calls sensitive or
   *     immutable: the sensitive ones of a suite's roles, and what {@link Constraints} of an attack
   *     call immutable
   * @param texts the reason for each feature that may be named, in words for the person that are
   *     true whatever the feature's value: "Length of employment", not "Employed too briefly"
   * @throws DataException if a feature that may be named has no text or a blank one, one that may
   *     not be named has one, or a withheld column is unknown
   * @throws IllegalArgumentException if there is no such class
   */
  public AdverseActionReasons(
      DecisionModel model,
      int adverseClass,
      Dataset training,
      List<String> features,
      Set<String> withheld,
      Map<String, String> texts) {
    if (adverseClass < 0 || adverseClass >= model.classes()) {
      throw new IllegalArgumentException(
          "The adverse class is "
              + adverseClass
              + "; the model's classes are 0 to "
              + (model.classes() - 1));
    }
    Schema schema = training.schema();
    new TreeSet<>(withheld).forEach(schema::indexOf);
    List<String> named =
        features.stream().filter(name -> mayBeNamed(schema, name, withheld)).toList();
    Set<String> without = new TreeSet<>(named);
    without.removeIf(name -> !texts.getOrDefault(name, "").isBlank());
    Set<String> forbidden = new TreeSet<>(texts.keySet());
    forbidden.removeAll(named);
    if (!without.isEmpty() || !forbidden.isEmpty()) {
      throw new DataException(
          (without.isEmpty() ? "" : "There is no reason text for " + without + "; ")
              + (forbidden.isEmpty()
                  ? "give one for each feature that may be named"
                  : "There are texts for "
                      + forbidden
                      + ", which are sensitive, immutable, withheld, computed from such a column, or no"
                      + " features of the model; leave them out"));
    }
    this.model = model;
    this.adverseClass = adverseClass;
    this.space = new SearchSpace(training, named, Constraints.NONE);
    this.texts = Map.copyOf(texts);
  }

  private static boolean mayBeNamed(Schema schema, String name, Set<String> withheld) {
    if (schema.derivation(name).isPresent() || isProtected(schema.feature(name), withheld)) {
      return false;
    }
    // What a sensitive column is computed from says the same in other words.
    return schema.features().stream()
        .filter(other -> isProtected(other, withheld))
        .flatMap(other -> schema.derivation(other.name()).stream())
        .noneMatch(derivation -> derivation.from().equals(name));
  }

  private static boolean isProtected(Feature feature, Set<String> withheld) {
    return feature.attributes().immutable()
        || feature.attributes().sensitive()
        || withheld.contains(feature.name());
  }

  /** The features that may be named. */
  public List<String> features() {
    return space.names;
  }

  /**
   * The reasons of one row, those of counterfactuals first, the largest effect first.
   *
   * @param set the row's counterfactuals; may be empty
   * @param attribution the attribution of the probability or the log odds of class 1 to players
   *     with the names of the features
   * @throws IllegalArgumentException if the model does not decide for the adverse class on the row,
   *     a feature that may be named is no player, or the model has more than two classes, for which
   *     there is no attribution
   */
  public List<Reason> of(CounterfactualSet set, Attribution attribution) {
    if (model.classes() != 2) {
      throw new IllegalArgumentException(
          "Attributions are those of class 1 of two; the model has " + model.classes());
    }
    Map<String, Double> pushes = new LinkedHashMap<>();
    List<String> players = attribution.provenance().players();
    if (!players.containsAll(space.names)) {
      throw new IllegalArgumentException(
          "The attribution is to " + players + "; reasons need one to each of " + space.names);
    }
    for (int i = 0; i < players.size(); i++) {
      pushes.put(players.get(i), (adverseClass == 1 ? 1 : -1) * attribution.value(i));
    }
    return reasons(set, pushes);
  }

  /** The reasons of one row by its counterfactuals alone; see {@link #of}. */
  public List<Reason> of(CounterfactualSet set) {
    return reasons(set, Map.of());
  }

  private List<Reason> reasons(CounterfactualSet set, Map<String, Double> pushes) {
    if (set.originalClass() != adverseClass) {
      throw new IllegalArgumentException(
          "Row "
              + set.rowId()
              + " is of class "
              + set.originalClass()
              + "; reasons are given for class "
              + adverseClass);
    }
    List<Reason> reasons = new ArrayList<>();
    List<Reason> further = new ArrayList<>();
    for (int j = 0; j < space.size(); j++) {
      String name = space.names.get(j);
      double effect = effectOfCounterfactuals(set, j);
      if (effect > 0) {
        reasons.add(new Reason(name, text(name), effect, Source.COUNTERFACTUAL));
      } else if (pushes.getOrDefault(name, 0.0) > 0) {
        double mean = meanEffect(set, j);
        if (mean > 0) {
          further.add(new Reason(name, text(name), mean, Source.ATTRIBUTION));
        }
      }
    }
    Comparator<Reason> largestFirst = Comparator.comparingDouble(Reason::effect).reversed();
    reasons.sort(largestFirst);
    further.sort(largestFirst);
    reasons.addAll(further);
    Set<String> said = new HashSet<>();
    return reasons.stream().filter(reason -> said.add(reason.text())).limit(MOST).toList();
  }

  private String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException("No text for " + name);
    }
    return text;
  }

  /** The largest effect of a value that a counterfactual has; 0 where none changes the feature. */
  private double effectOfCounterfactuals(CounterfactualSet set, int j) {
    int column = space.columns[j];
    double[] values = new double[set.size()];
    int count = 0;
    for (int i = 0; i < set.size(); i++) {
      boolean changes = CounterfactualSet.differ(set.original(column), set.value(i, column));
      if (changes && set.valid(i)) {
        values[count++] = set.value(i, column);
      }
    }
    double best = 0;
    double[] effects = effects(set, j, values, count);
    for (int i = 0; i < count; i++) {
      best = Math.max(best, effects[i]);
    }
    return best;
  }

  /** The mean over the training values; of very many different ones over their quantiles. */
  private double meanEffect(CounterfactualSet set, int j) {
    double[] draws = space.draws[j];
    double[] values = space.values[j];
    double[] counts = new double[values.length];
    if (values.length <= VALUES) {
      for (double draw : draws) {
        counts[Arrays.binarySearch(values, draw)]++;
      }
    } else {
      values = new double[VALUES];
      counts = new double[VALUES];
      Arrays.fill(counts, 1);
      for (int i = 0; i < VALUES; i++) {
        // Quantiles in the middle of equal shares.
        values[i] = draws[(int) ((2L * i + 1) * draws.length / (2L * VALUES))];
      }
    }
    double[] effects = effects(set, j, values, values.length);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counts[i] * effects[i];
    }
    return values.length == 0 ? 0 : sum / Arrays.stream(counts).sum();
  }

  private double[] effects(CounterfactualSet set, int j, double[] values, int count) {
    double[] effects = new double[count];
    if (count == 0) {
      return effects;
    }
    int width = space.schema.size();
    double[] rows = new double[count * width];
    double[] original = set.original();
    for (int i = 0; i < count; i++) {
      System.arraycopy(original, 0, rows, i * width, width);
      rows[i * width + space.columns[j]] = values[i];
    }
    space.derive(rows, count);
    double[] probabilities = new double[count * model.classes()];
    model.probabilities(rows, count, probabilities);
    for (int i = 0; i < count; i++) {
      effects[i] =
          set.originalProbability(adverseClass) - probabilities[i * model.classes() + adverseClass];
    }
    return effects;
  }
}
