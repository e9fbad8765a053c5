package org.touchstone.engine.timeshap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Explains many sequences: pruning, events and features of each. The random coalitions of a
 * sequence depend on the seed and its id, not on what else is explained or on the number of
 * threads.
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

  /** Explains sequences; see {@link #explain(Sequences, Path, Execution, Consumer)}. */
  public GlobalExplanation explain(Sequences sequences, Execution execution) {
    return explain(sequences, Optional.empty(), execution, summary -> {});
  }

  /**
   * Explains sequences and writes each to a journal as soon as it and those before it are done. If
   * the journal is there already, what it holds is not computed again: a run that was interrupted
   * goes on where it was.
   *
   * @param sequences what is explained
   * @param journal a file of JSON lines; the first says what run it belongs to
   * @param execution threads, which need memory each, and a monitor, which is told how many
   *     sequences are done and may stop the run
   * @param each receives every sequence when it is done, in their order and on the calling thread,
   *     those of the journal first
   * @return all sequences together, in their order
   * @throws IllegalArgumentException if the journal belongs to another model, background, option or
   *     data, is no journal, or its folder does not exist; or if a sequence cannot be explained
   *     with these options
   * @throws IllegalStateException if another run is writing to the journal
   * @throws ModelException if the model fails on a sequence, which the message names; what was done
   *     before it is in the journal
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the run; what is done
   *     is in the journal
   */
  public GlobalExplanation explain(
      Sequences sequences, Path journal, Execution execution, Consumer<SequenceSummary> each) {
    return explain(sequences, Optional.of(journal), execution, each);
  }

  private GlobalExplanation explain(
      Sequences sequences,
      Optional<Path> path,
      Execution execution,
      Consumer<SequenceSummary> each) {
    List<SequenceSummary> done = new ArrayList<>();
    int count = sequences.count();
    try (ExplanationJournal journal = ExplanationJournal.open(path, run(sequences))) {
      for (SequenceSummary summary : journal.recorded()) {
        requireNext(sequences, done.size(), summary);
        done.add(summary);
        each.accept(summary);
      }
      int first = done.size();
      Execution rest =
          new Execution(
              execution.threads(),
              (task, further, left) -> execution.monitor().progress(task, first + further, count));
      rest.run(
          "explaining " + count + " sequences",
          count - first,
          1,
          (from, to) -> explain(sequences, first + from),
          summary -> {
            journal.append(summary);
            done.add(summary);
            each.accept(summary);
          });
    }
    return new GlobalExplanation(done, sequences.schema().names());
  }

  private static void requireNext(Sequences sequences, int s, SequenceSummary summary) {
    boolean fits =
        s < sequences.count()
            && summary.id().equals(sequences.id(s))
            && summary.length() == sequences.length(s)
            && summary.features().length == sequences.schema().size();
    if (!fits) {
      throw new IllegalArgumentException(
          "Line "
              + (s + 2)
              + " of the journal is of sequence \""
              + summary.id()
              + "\", which is not the next one of the data; the file was changed: remove it, or name"
              + " another one");
    }
  }

  private SequenceSummary explain(Sequences sequences, int s) {
    String name = "Sequence \"" + sequences.id(s) + "\": ";
    try {
      return summary(sequences, s);
    } catch (ModelException e) {
      throw new ModelException(name + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + e.getMessage(), e);
    }
  }

  private SequenceSummary summary(Sequences sequences, int s) {
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
