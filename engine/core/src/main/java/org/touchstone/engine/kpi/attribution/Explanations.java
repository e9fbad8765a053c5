package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.SequenceSubject;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.model.WrappingClassifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.Attributions;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.Explainer;
import org.touchstone.engine.shapley.InterventionalTreeShap;
import org.touchstone.engine.shapley.KernelShap;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.shapley.Provenance;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.timeshap.SequenceAttribution;
import org.touchstone.engine.timeshap.SequenceBackground;
import org.touchstone.engine.timeshap.SequencePlayer;
import org.touchstone.engine.timeshap.TimeShap;
import org.touchstone.engine.timeshap.TimeShapOptions;

/**
 * Attributions of an audit's rows, or sequences, to features: by interventional TreeSHAP for tree
 * ensembles, by TimeSHAP at the feature level without pruning for sequences, else by KernelSHAP.
 * Each repeat has a background of its own, drawn with replacement from the training data if the
 * audit has them, else from the test data, and coalitions of its own. Computed once for each
 * repeat, and shared.
 *
 * @param method how they were computed
 * @param features whom the output is attributed to
 * @param sample which rows were explained
 * @param rows what was found, in the order of the sample
 */
record Explanations(String method, List<String> features, AuditSample sample, List<Row> rows) {

  /**
   * One row.
   *
   * @param id its id
   * @param base output without any feature, on the scale of the explanation
   * @param values one for each feature
   * @param logOdds whether the scale is that of log odds; else it is that of probabilities
   */
  record Row(String id, double base, double[] values, boolean logOdds) {

    /** The probability without any feature. */
    double baseProbability() {
      return probability(base);
    }

    /** The probability that base and values add up to. */
    double sumProbability() {
      return probability(base + Arrays.stream(values).sum());
    }

    private double probability(double output) {
      return logOdds ? 1 / (1 + Math.exp(-output)) : output;
    }
  }

  /** The explanations of one repeat, from 0. */
  static Explanations of(Audit audit, AttributionSettings settings, int repeat) {
    return audit.shared(
        new Key(settings, repeat),
        explained ->
            explained
                .sequences()
                .map(subject -> ofSequences(explained, subject, settings, repeat))
                .orElseGet(() -> ofTable(explained, settings, repeat)));
  }

  private static Explanations ofTable(Audit audit, AttributionSettings settings, int repeat) {
    Classifier model = WrappingClassifier.innermost(audit.model());
    Players players =
        model instanceof EncodedClassifier encoded
            ? Players.of(encoded.encoder())
            : Players.of(audit.schema().names());
    Dataset reference = audit.training().orElse(audit.test());
    int[] drawn =
        drawn(reference.rowCount(), settings.background(), seed(audit, repeat, "background"));
    Explainer explainer =
        explainer(
            model,
            players,
            Background.of(reference.select(drawn)),
            KernelShap.Options.DEFAULT
                .withBudget(settings.nsamples())
                .withSeed(seed(audit, repeat, "coalitions")));
    AuditSample sample = new AuditSample(audit, settings.maxRows(), false);
    Dataset rows = audit.test().select(sample.all());
    Attributions found = explainer.explain(rows, new Execution(1, audit.monitor()));
    boolean logOdds = explainer.provenance().scale() == Provenance.Scale.LOG_ODDS;
    List<Row> explained = new ArrayList<>();
    for (Attribution row : found.rows()) {
      explained.add(new Row(rows.rowId(row.row()), row.baseValue(), row.values(), logOdds));
    }
    return new Explanations(explainer.provenance().method(), players.names(), sample, explained);
  }

  private static Explainer explainer(
      Classifier model, Players players, Background background, KernelShap.Options options) {
    Classifier inner = model instanceof EncodedClassifier encoded ? encoded.model() : model;
    return WrappingClassifier.innermost(inner) instanceof TreeEnsemble
        ? new InterventionalTreeShap(model, players, background)
        : new KernelShap(model, players, background, options);
  }

  private static Explanations ofSequences(
      Audit audit, SequenceSubject subject, AttributionSettings settings, int repeat) {
    Sequences reference = subject.reference();
    int[] drawn =
        drawn(reference.count(), settings.background(), seed(audit, repeat, "background"));
    int features = reference.schema().size();
    int nsamples = settings.nsamples() == 0 ? 2 * features + 2048 : settings.nsamples();
    long seed = seed(audit, repeat, "coalitions");
    SequenceBackground background =
        SequenceBackground.averageEvent(repeated(reference, drawn), SequenceBackground.Center.MEAN);
    AuditSample sample = new AuditSample(audit, settings.maxRows(), false);
    Sequences sequences = subject.test().select(sample.all());
    String task = "explaining the features of " + sequences.count() + " sequences";
    List<Row> explained = new ArrayList<>();
    for (int s = 0; s < sequences.count(); s++) {
      audit.monitor().progress(task, s, sequences.count());
      long own = RandomSeeds.derive(seed, sequences.id(s));
      TimeShapOptions options = new TimeShapOptions(OptionalDouble.empty(), nsamples, own);
      SequenceAttribution found =
          new TimeShap(subject.model(), background, options)
              .explainFeatures(sequences.events(s), 0);
      explained.add(new Row(sequences.id(s), found.baseValue(), values(found, features), false));
    }
    audit.monitor().progress(task, sequences.count(), sequences.count());
    return new Explanations(
        "TimeSHAP of features (at most " + nsamples + " coalitions)",
        sequences.schema().names(),
        sample,
        explained);
  }

  private static double[] values(SequenceAttribution attribution, int features) {
    double[] values = new double[features];
    for (int i = 0; i < attribution.players().size(); i++) {
      if (attribution.players().get(i) instanceof SequencePlayer.FeatureRow row) {
        values[row.feature()] = attribution.value(i);
      }
    }
    return values;
  }

  /** The drawn sequences under new ids: one may be there several times. */
  private static Sequences repeated(Sequences reference, int[] drawn) {
    int[] lengths = Arrays.stream(drawn).map(reference::length).toArray();
    double[] values = new double[Arrays.stream(lengths).sum() * reference.schema().size()];
    List<String> ids = new ArrayList<>();
    int at = 0;
    for (int s : drawn) {
      double[] events = reference.events(s);
      System.arraycopy(events, 0, values, at, events.length);
      at += events.length;
      ids.add(Integer.toString(ids.size()));
    }
    return Sequences.of(reference.schema(), values, lengths, ids);
  }

  private static int[] drawn(int units, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[size];
    Arrays.setAll(drawn, i -> random.nextInt(units));
    return drawn;
  }

  private static long seed(Audit audit, int repeat, String what) {
    return RandomSeeds.derive(audit.seed(), "attributions", what, Integer.toString(repeat));
  }

  private record Key(AttributionSettings settings, int repeat) {}
}
