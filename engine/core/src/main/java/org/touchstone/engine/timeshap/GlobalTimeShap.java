package org.touchstone.engine.timeshap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.run.RunMonitor;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Explains many sequences, one after the other: pruning, events and features of each. The random
 * coalitions of a sequence depend on the seed and its id, not on what was explained before.
 */
public final class GlobalTimeShap {

  private final TimeShap shap;
  private final String modelId;

  /**
   * A global explainer.
   *
   * @param shap explains each sequence
   * @param modelId tells the model from others, for example the SHA-256 of its file; a journal is
   *     resumed only with the same one
   */
  public GlobalTimeShap(TimeShap shap, String modelId) {
    this.shap = shap;
    this.modelId = modelId;
  }

  /** Explains sequences; see {@link #explain(Sequences, Path, RunMonitor, Consumer)}. */
  public GlobalExplanation explain(Sequences sequences, RunMonitor monitor) {
    return explain(sequences, Optional.empty(), monitor, summary -> {});
  }

  /**
   * Explains sequences and writes each to a journal as soon as it is done. If the journal is there
   * already, what it holds is not computed again: a run that was interrupted goes on where it was.
   *
   * @param sequences what is explained
   * @param journal a file of JSON lines; the first says what run it belongs to
   * @param monitor is told how many sequences are done, and may stop the run
   * @param each receives every sequence when it is done, those of the journal first
   * @return all sequences together, in their order
   * @throws IllegalArgumentException if the journal belongs to another model, background, option or
   *     data, or is no journal
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the run; what is done
   *     is in the journal
   */
  public GlobalExplanation explain(
      Sequences sequences, Path journal, RunMonitor monitor, Consumer<SequenceSummary> each) {
    return explain(sequences, Optional.of(journal), monitor, each);
  }

  private GlobalExplanation explain(
      Sequences sequences,
      Optional<Path> path,
      RunMonitor monitor,
      Consumer<SequenceSummary> each) {
    List<SequenceSummary> done = new ArrayList<>();
    int count = sequences.count();
    String task = "explaining " + count + " sequences";
    try (ExplanationJournal journal = ExplanationJournal.open(path, run(sequences))) {
      for (SequenceSummary summary : journal.recorded()) {
        done.add(summary);
        each.accept(summary);
      }
      for (int s = done.size(); s < count; s++) {
        monitor.progress(task, s, count);
        SequenceSummary summary = explain(sequences, s);
        journal.append(summary);
        done.add(summary);
        each.accept(summary);
      }
      monitor.progress(task, count, count);
    }
    return new GlobalExplanation(done, sequences.schema().names());
  }

  private SequenceSummary explain(Sequences sequences, int s) {
    double[] events = sequences.events(s);
    long seed = RandomSeeds.derive(shap.options().seed(), "TimeSHAP", sequences.id(s));
    TimeShap own = new TimeShap(shap.model(), shap.background(), shap.options().withSeed(seed));
    int pruned = own.prunedEvents(events);
    return SequenceSummary.of(
        sequences.id(s),
        sequences.length(s),
        pruned,
        own.explainEvents(events, pruned),
        own.explainFeatures(events, pruned));
  }

  private ExplanationJournal.Run run(Sequences sequences) {
    return ExplanationJournal.Run.of(modelId, shap.background(), shap.options(), sequences);
  }
}
