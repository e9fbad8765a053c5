package org.touchstone.engine.kpi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.kpi.Audit;

/** A class of its own, since the mutation run leaves it out: instrumented classes allocate more. */
class PredictionStatesMemoryTest {

  @Test
  void keeps_one_sorted_copy_of_the_predictions_and_nothing_else_that_grows_with_the_rows() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported())
        .as("the JVM counts what a thread allocates")
        .isTrue();
    long few = allocated(threads, ScoredRows.audit(ScoredRows.rows(100_000)));
    long many = allocated(threads, ScoredRows.audit(ScoredRows.rows(300_000)));

    double perRow = (many - few) / 200_000.0;

    assertThat(perRow).isBetween(8.0, 8.5);
  }

  private static long allocated(ThreadMXBean threads, Audit audit) {
    audit.probabilities();
    long before = threads.getCurrentThreadAllocatedBytes();
    PredictionStates.of(audit);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
