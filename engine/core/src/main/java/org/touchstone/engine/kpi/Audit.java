package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.run.RunMonitor;

/**
 * The subject of a suite: a model, of table rows or of sequences, the data it is audited on, what
 * the columns mean, the decision threshold and the seed.
 *
 * <p>Results that several KPIs need are computed once, on first use, also when several threads ask
 * at the same time. Closing the audit closes the model.
 */
public final class Audit implements AutoCloseable {

  private final Optional<Classifier> model;
  private final Optional<SequenceSubject> sequences;
  private final Dataset test;
  private final Optional<Dataset> training;
  private final Optional<ModelDocumentation> documentation;
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
    this.documentation = builder.documentation;
    this.roles = builder.roles;
    this.decisionThreshold = builder.decisionThreshold;
    this.seed = builder.seed;
    this.monitor = builder.monitor;
    model.ifPresent(scorer -> AuditChecks.checkTable(scorer, schema(), roles));
    AuditChecks.check(schema(), training, roles);
    this.sequences = builder.sequences.map(parts -> parts.subject(test, roles));
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
    return new Builder(Optional.of(model), Optional.empty(), test, roles);
  }

  /**
   * Starts an audit of a model of sequences. What is known of the entities, one of which each
   * sequence is about, stands in a table: the label, features whose groups are compared, and
   * groups. KPIs that need predictions only are measured as on a table.
   *
   * @param model scores sequences of readable events, not of encoded ones
   * @param sequences what it is audited on, in any order
   * @param entities one row for each sequence, whose id is that of the sequence
   * @param roles what the columns of {@code entities} mean, and which columns of an event are
   *     sensitive
   */
  public static Builder ofSequences(
      SequenceClassifier model, Sequences sequences, Dataset entities, Roles roles) {
    return new Builder(
        Optional.empty(),
        Optional.of(new SequenceParts(model, sequences, Optional.empty())),
        entities,
        roles);
  }

  /**
   * The model; it scores rows of {@link #schema}. A KPI that asks for it says so by {@link
   * ScopedKpi#needsTable}.
   *
   * @throws IllegalStateException if the audit is about sequences, whose model is in {@link
   *     #sequences}
   */
  public Classifier model() {
    return model.orElseThrow(
        () ->
            new IllegalStateException(
                "The audit is about sequences, its model scores no rows of a table; a KPI that"
                    + " needs one returns ScopedKpi.needsTable(audit) in notApplicable"));
  }

  /**
   * The sequences and their model, in an audit about sequences; sequence i is that of row i of
   * {@link #test}. Empty in an audit of a table.
   */
  public Optional<SequenceSubject> sequences() {
    return sequences;
  }

  /** The rows that the model is audited on; in an audit about sequences, their entities. */
  public Dataset test() {
    return test;
  }

  /**
   * The rows that the model was trained on, where the suite names them; empty in an audit about
   * sequences, see {@link SequenceSubject#training}.
   */
  public Optional<Dataset> training() {
    return training;
  }

  /** What the technical documentation of the model states, where the suite names it. */
  public Optional<ModelDocumentation> documentation() {
    return documentation;
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
   * The model's probability of the positive class of each test row, or of each entity's sequence;
   * do not change the array.
   *
   * @throws org.touchstone.engine.model.ModelException if the model fails, or returns something
   *     that is not a probability; the message names the row, or the sequence
   */
  public double[] probabilities() {
    return shared(
        "probabilities",
        audit ->
            sequences
                .map(subject -> SequenceScoring.score(subject, audit))
                .orElseGet(() -> Scoring.score(audit)));
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
          case COEFFICIENT -> coefficientScopes();
        };
    boolean byGroup =
        switch (subject) {
          case ALL_ROWS, COEFFICIENT -> false;
          case MODEL, SENSITIVE_FEATURE -> true;
        };
    List<Scope> scopes = new ArrayList<>();
    for (Scope scope : whole) {
      scopes.add(scope);
      if (byGroup) {
        groups().forEach(group -> scopes.add(scope.within(group)));
      }
    }
    return scopes;
  }

  private List<Scope> coefficientScopes() {
    List<String> columns =
        model.isEmpty() ? List.of() : ModelStructure.of(this).coefficientColumns();
    return columns.isEmpty()
        ? List.of(Scope.OVERALL)
        : columns.stream().map(Scope::ofFeature).toList();
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
    model.ifPresent(Classifier::close);
    sequences.ifPresent(subject -> subject.model().close());
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

  /** The parts of a {@link SequenceSubject}, not yet matched with the entities. */
  private record SequenceParts(
      SequenceClassifier model, Sequences test, Optional<Sequences> training) {

    SequenceSubject subject(Dataset entities, Roles roles) {
      return SequenceMatch.of(model, test, training, entities, roles);
    }
  }

  /** Collects the settings of an audit. */
  public static final class Builder {
    private final Optional<Classifier> model;
    private final Dataset test;
    private final Roles roles;
    private Optional<SequenceParts> sequences;
    private Optional<Dataset> training = Optional.empty();
    private Optional<ModelDocumentation> documentation = Optional.empty();
    private double decisionThreshold = 0.5;
    private long seed = 0;
    private RunMonitor monitor = RunMonitor.NONE;

    private Builder(
        Optional<Classifier> model, Optional<SequenceParts> sequences, Dataset test, Roles roles) {
      this.model = model;
      this.sequences = sequences;
      this.test = test;
      this.roles = roles;
    }

    /**
     * The rows that the model was trained on; same columns as the test data.
     *
     * @throws IllegalStateException if the audit is about sequences
     */
    public Builder training(Dataset data) {
      if (sequences.isPresent()) {
        throw new IllegalStateException(
            "An audit about sequences has training sequences, no table; set trainingSequences");
      }
      this.training = Optional.of(data);
      return this;
    }

    /** What the technical documentation of the model states. */
    public Builder documentation(ModelDocumentation stated) {
      this.documentation = Optional.of(stated);
      return this;
    }

    /**
     * The sequences that the model was trained on; same columns as the test sequences.
     *
     * @throws IllegalStateException if the audit is about a table
     */
    public Builder trainingSequences(Sequences data) {
      SequenceParts parts =
          sequences.orElseThrow(
              () ->
                  new IllegalStateException(
                      "An audit of a table has a training table, no sequences; set training"));
      sequences = Optional.of(new SequenceParts(parts.model(), parts.test(), Optional.of(data)));
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
     * @throws org.touchstone.engine.data.DataException if roles, model and data do not fit
     *     together; the message says which
     */
    public Audit build() {
      return new Audit(this);
    }
  }
}
