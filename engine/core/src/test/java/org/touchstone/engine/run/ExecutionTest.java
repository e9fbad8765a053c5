package org.touchstone.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void hands_results_over_in_order_on_the_calling_thread(int threads) {
    // given
    List<String> results = new ArrayList<>();
    Set<Thread> sinks = ConcurrentHashMap.newKeySet();

    // when
    Execution.on(threads)
        .run(
            "counting",
            10,
            3,
            (from, to) -> from + "-" + to,
            result -> {
              sinks.add(Thread.currentThread());
              results.add(result);
            });

    // then
    assertThat(results).containsExactly("0-3", "3-6", "6-9", "9-10");
    assertThat(sinks).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void tells_the_monitor_how_far_it_is(int threads) {
    // given
    List<String> progress = new ArrayList<>();
    Execution execution =
        new Execution(threads, (task, done, total) -> progress.add(task + done + "/" + total));

    // when
    execution.run("rows ", 5, 2, (from, to) -> from, result -> {});

    // then
    assertThat(progress).containsExactly("rows 0/5", "rows 2/5", "rows 4/5", "rows 5/5");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void stops_where_the_monitor_stops_it(int threads) {
    // given
    AtomicInteger running = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    Execution execution =
        new Execution(
            threads,
            (task, done, total) -> {
              if (done >= 3) {
                throw new CancelledException("stopped at " + done);
              }
            });

    // when / then
    assertThatThrownBy(
            () ->
                execution.run(
                    "rows",
                    1000,
                    1,
                    (from, to) -> {
                      running.incrementAndGet();
                      begun.incrementAndGet();
                      return running.decrementAndGet();
                    },
                    result -> {}))
        .isInstanceOf(CancelledException.class)
        .hasMessage("stopped at 3");
    assertThat(running).hasValue(0);
    assertThat(begun).hasValueLessThanOrEqualTo(3 + 2 * threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void throws_what_the_work_throws(int threads) {
    assertThatThrownBy(
            () ->
                Execution.on(threads)
                    .run(
                        "rows",
                        10,
                        1,
                        (from, to) -> {
                          if (from == 4) {
                            throw new IllegalStateException("row " + from);
                          }
                          return from;
                        },
                        result -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 4");
  }

  @Test
  void does_nothing_without_units() {
    List<Integer> results = new ArrayList<>();
    Execution.on(2).run("nothing", 0, 1, (from, to) -> from, results::add);
    assertThat(results).isEmpty();
  }

  @Test
  void refuses_to_run_without_threads() {
    assertThatThrownBy(() -> Execution.on(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Work needs at least 1 thread, found 0");
  }
}
