package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.MissingValueException;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;
import org.touchstone.engine.flip.FlipSpace.NumberVariable;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.Execution;

/**
 * Finds flip points: the closest point of a row's features where the model's decision flips.
 *
 * <p>The closest flip point of a row x is {@code argmin |x' - x|} subject to {@code p(x') =
 * threshold}, with {@code |x' - x|^2 = sum_j ((x'_j - x_j) / scale_j)^2}; a change of level counts
 * {@code 1 / scale_j}. Numbers stay within their bounds, a feature has exactly one of its levels,
 * immutable features stay. With constrained flip points only some features may change. Source:
 * Yousefzadeh and O'Leary, Sections 3.1 and 3.2.
 *
 * <p>Networks and logistic regression are solved by sequential quadratic programming in the space
 * that the first layer sees; other models with a gradient by the same in the features themselves;
 * models without one by differences of their scores; models whose scores are constant in pieces by
 * a search along their classes. Immutable, safe for several threads.
 */
public final class FlipPoints {

  /** The largest distance of a flip point. */
  static final double DEFAULT_REACH = 10;

  private static final int CHUNK = 16;
  private static final double ON_BOUNDARY = 1e-6;

  private final Classifier model;
  private final Encoder encoder;
  private final double threshold;
  private final FlipSpace space;
  private final double reach;
  private final FlipSearch search;
  private final References references;
  private final Margin margin;
  private final RowProblem.Numbers allNumbers;
  private final RowRequirements requirements;
  private final Optional<TreeCells> cells;
  private final double[] scales;
  private final boolean[] declaredFixed;

  private FlipPoints(Builder builder) {
    this.model = builder.model;
    this.encoder = builder.encoder;
    this.threshold = builder.threshold;
    this.reach = builder.reach;
    this.scales = builder.scales.clone();
    this.space = new FlipSpace(encoder, builder);
    this.margin = Margin.of(model, threshold);
    this.search = builder.search.orElseGet(margin::search);
    this.allNumbers = numbers(Columns.range(space.numbers().size()));
    this.requirements = new RowRequirements(space);
    this.declaredFixed = builder.fixed.clone();
    this.references =
        builder
            .references
            .map(data -> References.of(data, space, model, threshold, search.seed()))
            .orElseGet(() -> References.none(encoder.schema().size()));
    this.cells = TreeCells.of(model, space, threshold);
  }

  /**
   * Starts with a model of a table's columns.
   *
   * @param model the model and the encoder of its inputs
   * @param training rows that the scales are taken from, and that searches walk back from; scores
   *     of up to 2,000 of them are computed
   */
  public static Builder of(EncodedClassifier model, Dataset training) {
    return new Builder(model.model(), model.encoder(), FeatureScales.of(training))
        .references(training);
  }

  /**
   * Starts with a model that takes rows of a table's columns as they are, levels as codes.
   *
   * @param model the model; it has an input for each column
   * @param training rows that the scales are taken from, and that searches walk back from
   * @param fixed columns that stay as they are, for example the label
   */
  public static Builder ofColumns(Classifier model, Dataset training, Set<String> fixed) {
    List<Input> inputs = new ArrayList<>();
    for (Feature feature : training.schema().features()) {
      if (feature instanceof Feature.Categorical) {
        Map<String, Double> codes = new HashMap<>();
        for (int code = 0; code < feature.levels().size(); code++) {
          codes.put(feature.levels().get(code), (double) code);
        }
        inputs.add(new Input.Codes(feature.name(), feature.name(), codes));
      } else {
        inputs.add(Input.Number.passthrough(feature.name(), feature.name()));
      }
    }
    Encoding encoding =
        new Encoding(inputs, Map.of(), Encoding.MissingNumber.NAN, Encoding.MissingLevel.NAN);
    return new Builder(model, Encoder.of(training.schema(), encoding), FeatureScales.of(training))
        .immutable(fixed)
        .references(training);
  }

  /**
   * Starts with a model whose inputs are continuous features.
   *
   * @param model the model
   * @param features a name for each of its inputs
   * @param scales the scale of each input, above 0
   */
  public static Builder of(Classifier model, List<String> features, double[] scales) {
    List<Feature> columns = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (String name : features) {
      columns.add(
          new Feature.Continuous(
              name,
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              false,
              Feature.Attributes.NONE));
      inputs.add(Input.Number.passthrough(name, name));
    }
    if (features.size() != model.inputWidth() || scales.length != features.size()) {
      throw new DataException(
          "The model has "
              + model.inputWidth()
              + " inputs, found "
              + features.size()
              + " names and "
              + scales.length
              + " scales");
    }
    Builder builder = new Builder(model, Encoder.of(Schema.of(columns), inputs), scales);
    for (int j = 0; j < scales.length; j++) {
      builder.scale(features.get(j), scales[j]);
    }
    return builder;
  }

  /** The columns of a row. */
  public Schema schema() {
    return encoder.schema();
  }

  /** The features that may change, in the schema's order. */
  public List<String> features() {
    Set<Integer> columns = new LinkedHashSet<>();
    space.numbers().forEach(variable -> columns.add(variable.column()));
    space.levels().forEach(variable -> columns.add(variable.column()));
    return columns.stream().sorted().map(column -> schema().names().get(column)).toList();
  }

  /** The features that the model reads, also those that may not change. */
  public List<String> inputFeatures() {
    return encoder.features();
  }

  /** The scale of a feature: what its changes are divided by. */
  public double scale(String feature) {
    return scales[schema().indexOf(feature)];
  }

  /** The probability on the decision boundary. */
  public double threshold() {
    return threshold;
  }

  /** The model's probability of the positive class of a row of the schema's columns. */
  public double probability(double[] row) {
    double[] inputs = new double[encoder.inputWidth()];
    encoder.encode(row, 1, inputs);
    double[] p = new double[1];
    model.score(inputs, 1, p);
    return p[0];
  }

  /**
   * Finds the closest flip point; all features that are not immutable may change.
   *
   * @param row values and codes of the schema's columns
   * @throws DataException if the row is outside of its bounds, or misses a value that the model
   *     needs
   * @throws org.touchstone.engine.model.ModelException if the model's score is not a number
   */
  public FlipResult closest(double[] row) {
    requirements.check(row);
    return solve(row, allNumbers, space.levels());
  }

  /**
   * Finds the closest constrained flip point: only the named features may change (Section 3.2).
   *
   * @param row values and codes of the schema's columns
   * @param features the features that may change, at least one
   * @throws DataException if a feature is unknown, is no input of the model, or is immutable; or as
   *     {@link #closest(double[])}
   */
  public FlipResult closest(double[] row, Set<String> features) {
    requirements.check(row);
    Selection selection = select(features);
    return solve(row, numbers(selection.numbers()), selection.levels());
  }

  /**
   * Finds all values of one number, within its bounds, at which the decision flips, in rising
   * order.
   *
   * @param row values and codes of the schema's columns
   * @param feature a feature that the model sees as a number
   * @throws DataException if it is none, or as {@link #closest(double[], Set)}
   */
  public double[] flipValues(double[] row, String feature) {
    requirements.check(row);
    Selection selection = select(Set.of(feature));
    if (selection.numbers().length == 0) {
      throw new DataException("\"" + feature + "\" has levels; flip values are asked of numbers");
    }
    RowProblem problem = problem(row, numbers(selection.numbers()), List.of());
    NumberVariable variable = space.numbers().get(selection.numbers()[0]);
    RowSearch rowSearch = new RowSearch(problem, search, references, this::point);
    double[] values = rowSearch.featureScan(problem.inputs(problem.rowCodes())).roots();
    for (int i = 0; i < values.length; i++) {
      values[i] = row[variable.column()] + values[i] * variable.scale();
    }
    return values;
  }

  /**
   * Finds the closest flip point of each row of a table.
   *
   * @param rows a table with the columns of {@link #schema}
   * @param execution on how many threads, and who watches
   */
  public List<FlipResult> closest(Dataset rows, Execution execution) {
    return each(rows, execution, this::closest);
  }

  /** The same with only the named features allowed to change. */
  public List<FlipResult> closest(Dataset rows, Set<String> features, Execution execution) {
    Selection selection = select(features);
    RowProblem.Numbers numbers = numbers(selection.numbers());
    return each(
        rows,
        execution,
        row -> {
          requirements.check(row);
          return solve(row, numbers, selection.levels());
        });
  }

  private interface RowSolver {
    FlipResult solve(double[] row);
  }

  private List<FlipResult> each(Dataset rows, Execution execution, RowSolver solver) {
    if (!rows.schema().names().equals(schema().names())) {
      throw new DataException(
          "The rows have the columns "
              + rows.schema().names()
              + ", the model's encoder "
              + schema().names());
    }
    List<FlipResult> results = new ArrayList<>();
    execution.run(
        "finding " + rows.rowCount() + " flip points",
        rows.rowCount(),
        CHUNK,
        (from, to) -> {
          List<FlipResult> chunk = new ArrayList<>();
          int width = schema().size();
          double[] values = new double[(to - from) * width];
          rows.copyRows(from, to, values);
          for (int i = 0; i < to - from; i++) {
            String row = "Row " + rows.rowId(from + i) + ": ";
            try {
              chunk.add(solver.solve(Arrays.copyOfRange(values, i * width, (i + 1) * width)));
            } catch (DataException e) {
              throw new DataException(row + e.getMessage(), e);
            } catch (ModelException e) {
              throw new ModelException(row + e.getMessage(), e);
            }
          }
          return chunk;
        },
        results::addAll);
    return results;
  }

  private record Selection(int[] numbers, List<LevelVariable> levels) {}

  private Selection select(Set<String> features) {
    if (features.isEmpty()) {
      throw new DataException("Name at least one feature that may change");
    }
    Set<Integer> columns = new LinkedHashSet<>();
    List<String> free = features();
    for (String feature : features) {
      columns.add(schema().indexOf(feature));
      if (!free.contains(feature)) {
        throw new DataException(
            "\""
                + feature
                + "\" may not change: "
                + whyFixed(feature)
                + "; features that may change are "
                + free);
      }
    }
    int[] numbers = new int[space.numbers().size()];
    int count = 0;
    for (int k = 0; k < numbers.length; k++) {
      if (columns.contains(space.numbers().get(k).column())) {
        numbers[count++] = k;
      }
    }
    List<LevelVariable> levels =
        space.levels().stream().filter(level -> columns.contains(level.column())).toList();
    return new Selection(Arrays.copyOf(numbers, count), levels);
  }

  private String whyFixed(String feature) {
    if (!encoder.features().contains(feature)) {
      return "it is no input of the model";
    }
    return declaredFixed[schema().indexOf(feature)]
        ? "it is immutable; mutable(...) lets it change, for an audit"
        : "it is the same in all training rows, so that its changes have no scale; scale(...) gives"
            + " it one";
  }

  private RowProblem.Numbers numbers(int[] variables) {
    Columns columns = space.columns(variables);
    return new RowProblem.Numbers(variables, columns, margin.family(columns));
  }

  private FlipResult solve(double[] row, RowProblem.Numbers numbers, List<LevelVariable> levels) {
    if (numbers.variables().length == 0 && levels.isEmpty()) {
      return FlipResult.none(Optional.empty(), "Every feature is immutable: nothing may change");
    }
    RowProblem problem = problem(row, numbers, levels);
    RowSearch rowSearch = new RowSearch(problem, search, references, this::point);
    return cells.isPresent() ? rowSearch.run(cells.get()) : rowSearch.run();
  }

  /** A missing value cannot change; the model may still know what to do with it. */
  private RowProblem problem(double[] row, RowProblem.Numbers numbers, List<LevelVariable> levels) {
    boolean missing = false;
    for (int k : numbers.variables()) {
      missing |= Double.isNaN(row[space.numbers().get(k).column()]);
    }
    RowProblem.Numbers known = numbers;
    if (missing) {
      known =
          numbers(
              Arrays.stream(numbers.variables())
                  .filter(k -> !Double.isNaN(row[space.numbers().get(k).column()]))
                  .toArray());
    }
    List<LevelVariable> present =
        levels.stream().filter(level -> !Double.isNaN(row[level.column()])).toList();
    try {
      return new RowProblem(space, margin, row, known, present, reach);
    } catch (MissingValueException e) {
      throw new DataException(
          "The row has no value of \""
              + e.feature()
              + "\", which the model needs; complete the data, or let the encoding say what stands"
              + " for a missing value",
          e);
    }
  }

  /** Columns that the model does not read follow those that they are computed from. */
  private void follow(double[] values) {
    double[] derived = values.clone();
    for (Feature feature : schema().features()) {
      int column = schema().indexOf(feature.name());
      // Between two levels, in a relaxed point, there is nothing to compute from.
      if (!feature.levels().isEmpty()) {
        derived[column] = Math.rint(derived[column]);
      }
    }
    schema().derive(derived, 1);
    for (String name : schema().names()) {
      if (schema().derivation(name).isPresent() && !encoder.features().contains(name)) {
        values[schema().indexOf(name)] = derived[schema().indexOf(name)];
      }
    }
  }

  private FlipPoint point(RowProblem problem, Candidate candidate) {
    double[] changes = candidate.flip().changes();
    double[] values = problem.values(changes, candidate.codes());
    for (int k = 0; k < changes.length; k++) {
      // Whole numbers are exact, not up to rounding of the scaled change.
      int column = problem.number(k).column();
      double whole = Math.rint(values[column]);
      if (problem.number(k).grid() && Math.abs(values[column] - whole) < 1e-7) {
        values[column] = whole;
      }
    }
    cells.ifPresent(trees -> new CellSearch(trees, problem).exact(values, candidate));
    follow(values);
    double p = probability(values);
    boolean boundary = candidate.boundary() || Math.abs(p - threshold) <= ON_BOUNDARY;
    return new FlipPoint(
        schema(),
        problem.row(),
        values,
        problem.scaled(changes, candidate.codes()),
        boundary ? FlipPoint.Kind.BOUNDARY : FlipPoint.Kind.OTHER_CLASS,
        problem.positive(),
        p,
        threshold,
        new FlipPoint.Certainty(
            candidate.flip().kkt(),
            candidate.flip().starts(),
            candidate.flip().agreeing(),
            candidate.proven()));
  }

  /** Collects the settings of a search. */
  public static final class Builder implements FlipSpace.Settings {
    private final Classifier model;
    private final Encoder encoder;
    private final double[] scales;
    private final double[] lows;
    private final double[] highs;
    private final boolean[] fixed;
    private final boolean[][] forbidden;
    private double threshold = 0.5;
    private double reach = DEFAULT_REACH;
    private Optional<FlipSearch> search = Optional.empty();
    private Optional<Dataset> references = Optional.empty();

    private Builder(Classifier model, Encoder encoder, double[] scales) {
      this.model = model;
      this.encoder = encoder;
      this.scales = scales.clone();
      int width = encoder.schema().size();
      this.lows = new double[width];
      this.highs = new double[width];
      this.fixed = new boolean[width];
      this.forbidden = new boolean[width][];
      for (int j = 0; j < width; j++) {
        Feature feature = encoder.schema().features().get(j);
        lows[j] = feature instanceof Feature.Continuous number ? number.min() : 0;
        highs[j] =
            feature instanceof Feature.Continuous number
                ? number.max()
                : feature.levels().size() - 1;
        fixed[j] = feature.attributes().immutable();
        forbidden[j] = new boolean[feature.levels().size()];
      }
    }

    /** The probability on the decision boundary; 0.5 by default. */
    public Builder threshold(double probability) {
      if (!(probability > 0 && probability < 1)) {
        throw new IllegalArgumentException("A threshold lies in (0, 1), found " + probability);
      }
      this.threshold = probability;
      return this;
    }

    /**
     * What changes of a feature are divided by. By default the square root of half the mean squared
     * difference of two training rows: the standard deviation of a number, and of the codes of
     * ordered levels; for levels without an order {@code sqrt((1 - sum_l p_l^2) / 2)}. A feature
     * that is the same in all training rows has none, and stays as it is.
     */
    public Builder scale(String feature, double scale) {
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The scale of \"" + feature + "\" is " + scale + "; it has to be above 0 and finite");
      }
      scales[column(feature)] = scale;
      return this;
    }

    /** The range of a number, beside that of the schema; infinite for none. */
    public Builder bounds(String feature, double low, double high) {
      int column = column(feature);
      Feature declared = encoder.schema().features().get(column);
      if (!(declared instanceof Feature.Continuous) && !(declared instanceof Feature.Ordinal)) {
        throw new DataException(
            "\"" + feature + "\" has levels without an order and no bounds; forbid levels instead");
      }
      if (!(low <= high)) {
        throw new DataException(
            "The bounds of \""
                + feature
                + "\" are ["
                + low
                + ", "
                + high
                + "]; the first may not be above the second");
      }
      if (low > highs[column] || high < lows[column]) {
        throw new DataException(
            "The bounds of \""
                + feature
                + "\" are ["
                + low
                + ", "
                + high
                + "], but by the schema or earlier bounds it lies in ["
                + lows[column]
                + ", "
                + highs[column]
                + "]");
      }
      lows[column] = Math.max(lows[column], low);
      highs[column] = Math.min(highs[column], high);
      return this;
    }

    /** Levels that a flip point may not enter. */
    public Builder forbid(String feature, Set<String> levels) {
      Feature declared = encoder.schema().feature(feature);
      int column = column(feature);
      for (String level : levels) {
        int code =
            declared
                .code(level)
                .orElseThrow(
                    () ->
                        new DataException(
                            "\""
                                + feature
                                + "\" has no level \""
                                + level
                                + "\"; its levels are "
                                + declared.levels()));
        forbidden[column][code] = true;
      }
      return this;
    }

    /** Features that stay as they are, beside those that the schema declares immutable. */
    public Builder immutable(Set<String> features) {
      features.forEach(feature -> fixed[column(feature)] = true);
      return this;
    }

    /** Features that may change although the schema declares them immutable, for an audit. */
    public Builder mutable(Set<String> features) {
      features.forEach(feature -> fixed[column(feature)] = false);
      return this;
    }

    /** The largest distance of a flip point, 10 by default; farther ones count as none. */
    public Builder reach(double distance) {
      if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("A reach is above 0 and finite, found " + distance);
      }
      this.reach = distance;
      return this;
    }

    /**
     * Where searches begin; by default {@link FlipSearch#SINGLE} for logistic regression, whose
     * boundary is flat, {@link FlipSearch#THOROUGH} for other models with a gradient and {@link
     * FlipSearch#BRIEF} for those without.
     */
    public Builder search(FlipSearch starts) {
      this.search = Optional.of(starts);
      return this;
    }

    /** Rows of the schema's columns that searches walk back from. */
    public Builder references(Dataset rows) {
      this.references = Optional.of(rows);
      return this;
    }

    /** The finder. */
    public FlipPoints build() {
      return new FlipPoints(this);
    }

    private int column(String feature) {
      int column = encoder.schema().indexOf(feature);
      if (!encoder.features().contains(feature)) {
        throw new DataException("\"" + feature + "\" is no input of the model");
      }
      return column;
    }

    @Override
    public double scale(int column) {
      return scales[column];
    }

    @Override
    public double low(int column) {
      return lows[column];
    }

    @Override
    public double high(int column) {
      return highs[column];
    }

    @Override
    public boolean fixed(int column) {
      return fixed[column] || scales[column] == 0;
    }

    @Override
    public boolean allowed(int column, int level) {
      Feature feature = encoder.schema().features().get(column);
      boolean within =
          !(feature instanceof Feature.Ordinal)
              || (level >= lows[column] && level <= highs[column]);
      return within && !forbidden[column][level];
    }
  }
}
