package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.RunMonitor;

/**
 * The subject of a suite: a model, the data it is audited on, what the columns mean, the decision
 * threshold and the seed.
 *
 * <p>Results that several KPIs need are computed once, on first use, also when several threads ask
 * at the same time. Closing the audit closes the model.
 */
public final class Audit implements AutoCloseable {

  private final Classifier model;
  private final Dataset test;
  private final Optional<Dataset> training;
  private final Roles roles;
  private final double decisionThreshold;
  private final long seed;
  private final RunMonitor monitor;
  private final boolean[] labels;
  private final ConcurrentMap<Object, Object> shared = new ConcurrentHashMap<>();

  private Audit(Builder builder) {
    this.model = builder.model;
    this.test = builder.test;
    this.training = builder.training;
    this.roles = builder.roles;
    this.decisionThreshold = builder.decisionThreshold;
    this.seed = builder.seed;
    this.monitor = builder.monitor;
    check();
    this.labels = readLabels();
  }

  /**
   * Starts an audit.
   *
   * @param model scores rows of the schema's columns: readable rows, not encoded ones
   * @param test the rows it is audited on
   * @param roles what the columns mean
   */
  public static Builder of(Classifier model, Dataset test, Roles roles) {
    return new Builder(model, test, roles);
  }

  /** The model; it scores rows of {@link #schema}. */
  public Classifier model() {
    return model;
  }

  /** The rows that the model is audited on. */
  public Dataset test() {
    return test;
  }

  /** The rows that the model was trained on, where the suite names them. */
  public Optional<Dataset> training() {
    return training;
  }

  /** The columns of both tables. */
  public Schema schema() {
    return test.schema();
  }

  /** What the columns mean. */
  public Roles roles() {
    return roles;
  }

  /** A row is predicted positive where its probability is at least this. */
  public double decisionThreshold() {
    return decisionThreshold;
  }

  /** The one seed that every random stream of this audit is derived from. */
  public long seed() {
    return seed;
  }

  /** Is told how far long work is, and may stop it. */
  public RunMonitor monitor() {
    return monitor;
  }

  /** Whether each test row's label is the positive class; do not change the array. */
  public boolean[] labels() {
    return labels;
  }

  /**
   * The model's probability of the positive class of each test row; do not change the array.
   *
   * @throws org.touchstone.engine.model.ModelException if the model fails, or returns something
   *     that is not a probability; the message names the row
   */
  public double[] probabilities() {
    return shared("probabilities", audit -> Scoring.score(audit));
  }

  /** The groups that are measured one by one: each level of {@link Roles#groups}, in code order. */
  public List<Scope.Group> groups() {
    List<Scope.Group> groups = new ArrayList<>();
    roles
        .groups()
        .ifPresent(
            name ->
                schema()
                    .feature(name)
                    .levels()
                    .forEach(level -> groups.add(new Scope.Group(name, level))));
    return groups;
  }

  /** The scopes that a KPI about this subject is measured on, in the order of its measurements. */
  public List<Scope> scopes(KpiDescriptor.Subject subject) {
    List<Scope> whole =
        switch (subject) {
          case ALL_ROWS, MODEL -> List.of(Scope.OVERALL);
          case SENSITIVE_FEATURE ->
              roles.sensitive().stream().map(s -> Scope.ofSensitive(s.feature())).toList();
        };
    List<Scope> scopes = new ArrayList<>();
    for (Scope scope : whole) {
      scopes.add(scope);
      if (subject != KpiDescriptor.Subject.ALL_ROWS) {
        groups().forEach(group -> scopes.add(scope.within(group)));
      }
    }
    return scopes;
  }

  /**
   * A result that several KPIs share: computed on first use, once, and kept until the audit is
   * closed.
   *
   * @param key names the result; the same key always goes with the same type and computation
   * @param compute computes it; may ask for other shared results, but not for this one
   */
  @SuppressWarnings("unchecked")
  public <T> T shared(Object key, Function<Audit, T> compute) {
    return ((Once<T>) shared.computeIfAbsent(key, absent -> new Once<T>())).get(this, compute);
  }

  /** Releases the model and the shared results. */
  @Override
  public void close() {
    shared.clear();
    model.close();
  }

  private void check() {
    if (model.inputWidth() != schema().size()) {
      throw new DataException(
          "The model takes "
              + model.inputWidth()
              + " inputs, a row of the data has "
              + schema().size()
              + " columns; wrap the model in an encoder that turns one into the other");
    }
    training.ifPresent(
        data -> {
          if (!data.schema().names().equals(schema().names())) {
            throw new DataException(
                "Training and test data have different columns: "
                    + data.schema().names()
                    + " and "
                    + schema().names());
          }
          for (Feature feature : schema().features()) {
            // Of another order of levels, the same code would mean another level.
            List<String> levels = data.schema().feature(feature.name()).levels();
            if (!levels.equals(feature.levels())) {
              throw new DataException(
                  "Column \""
                      + feature.name()
                      + "\" has the levels "
                      + levels
                      + " in the training data and "
                      + feature.levels()
                      + " in the test data; read both with one schema");
            }
          }
        });
    requireLevel(roles.label(), roles.positiveClass(), "positive class");
    requireLevel(roles.label(), roles.favourableOutcome(), "favourable outcome");
    Feature label = schema().feature(roles.label());
    if (label.levels().size() != 2) {
      throw new DataException(
          "Label \"" + label.name() + "\" needs two classes, its schema has " + label.levels());
    }
    Set<String> seen = new HashSet<>();
    for (Roles.SensitiveFeature sensitive : roles.sensitive()) {
      requireLevel(sensitive.feature(), sensitive.reference(), "reference group");
      requireNotTheLabel(sensitive.feature(), "as sensitive");
      if (!seen.add(sensitive.feature())) {
        throw new DataException(
            "\""
                + sensitive.feature()
                + "\" is named twice as sensitive; name it once, with one reference group");
      }
      if (roles.groups().filter(sensitive.feature()::equals).isPresent()) {
        throw new DataException(
            "\""
                + sensitive.feature()
                + "\" is named both as sensitive and as groups: within one of its own groups there"
                + " is nothing to compare; name another column as groups");
      }
    }
    roles
        .groups()
        .ifPresent(
            name -> {
              requireNotTheLabel(name, "as groups");
              if (schema().feature(name).levels().isEmpty()) {
                throw new DataException(
                    "Groups column \"" + name + "\" has no levels; name a column that has");
              }
            });
  }

  private void requireNotTheLabel(String column, String role) {
    if (column.equals(roles.label())) {
      throw new DataException(
          "\""
              + column
              + "\" is named both as label and "
              + role
              + ": rows of one class alone have no error rates to compare; name another column");
    }
  }

  private void requireLevel(String column, String level, String role) {
    Feature feature = schema().feature(column);
    if (feature.code(level).isEmpty()) {
      throw new DataException(
          "Column \""
              + column
              + "\" has no level \""
              + level
              + "\" to be the "
              + role
              + "; its levels are "
              + feature.levels());
    }
  }

  private boolean[] readLabels() {
    test.requireClasses(roles.label());
    int positive = schema().feature(roles.label()).code(roles.positiveClass()).orElseThrow();
    int column = schema().indexOf(roles.label());
    boolean[] positives = new boolean[test.rowCount()];
    for (int i = 0; i < positives.length; i++) {
      positives[i] = test.value(i, column) == positive;
    }
    return positives;
  }

  /** Computes a value once, whoever asks first; a failure is thrown to everyone who asks. */
  private static final class Once<T> {
    private Optional<T> value = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    synchronized T get(Audit audit, Function<Audit, T> compute) {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (value.isEmpty()) {
        try {
          value = Optional.of(compute.apply(audit));
        } catch (RuntimeException e) {
          failure = Optional.of(e);
          throw e;
        }
      }
      return value.get();
    }
  }

  /** Collects the settings of an audit. */
  public static final class Builder {
    private final Classifier model;
    private final Dataset test;
    private final Roles roles;
    private Optional<Dataset> training = Optional.empty();
    private double decisionThreshold = 0.5;
    private long seed = 0;
    private RunMonitor monitor = RunMonitor.NONE;

    private Builder(Classifier model, Dataset test, Roles roles) {
      this.model = model;
      this.test = test;
      this.roles = roles;
    }

    /** The rows that the model was trained on; same columns as the test data. */
    public Builder training(Dataset data) {
      this.training = Optional.of(data);
      return this;
    }

    /**
     * A row is predicted positive where its probability is at least this; 0.5 by default.
     *
     * @throws IllegalArgumentException if it is not in (0, 1)
     */
    public Builder decisionThreshold(double threshold) {
      if (!(threshold > 0 && threshold < 1)) {
        throw new IllegalArgumentException(
            "A decision threshold lies in (0, 1), found " + threshold);
      }
      this.decisionThreshold = threshold;
      return this;
    }

    /** The seed of every random stream; 0 by default. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Is told how far long work is, and may stop it. */
    public Builder monitor(RunMonitor watcher) {
      this.monitor = watcher;
      return this;
    }

    /**
     * The audit.
     *
     * @throws DataException if roles, model and data do not fit together; the message says which
     */
    public Audit build() {
      return new Audit(this);
    }
  }
}
