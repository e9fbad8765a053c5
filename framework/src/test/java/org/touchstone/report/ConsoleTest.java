package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong clock = new AtomicLong(-5 * SECOND);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ConsoleProgress progress =
      new ConsoleProgress(new PrintStream(printed, true, StandardCharsets.UTF_8), clock::get);

  @Test
  void says_nothing_about_work_of_a_few_seconds() {
    for (int i = 0; i <= 29; i++) {
      at(i * SECOND / 10, "scoring", i * 100L, 3000);
    }
    at(29 * SECOND / 10, "scoring", 3000, 3000);

    assertThat(text()).isEmpty();
  }

  @Test
  void says_how_far_long_work_is_how_fast_and_how_long_it_takes() {
    at(0, "scoring 1000 rows", 0, 1000);
    at(3 * SECOND, "scoring 1000 rows", 300, 1000);
    at(4 * SECOND, "scoring 1000 rows", 400, 1000);
    at(6 * SECOND, "scoring 1000 rows", 500, 1000);
    at(12 * SECOND, "scoring 1000 rows", 1000, 1000);

    assertThat(text().lines())
        .containsExactly(
            "scoring 1000 rows: 30 %, 100 per second, 7 s left",
            "scoring 1000 rows: 50 %, 83 per second, 6 s left");
  }

  @Test
  void does_not_say_that_all_is_done_before_it_is() {
    at(0, "a", 0, 1000);
    at(3 * SECOND, "a", 999, 1000);

    assertThat(text().lines()).containsExactly("a: 99 %, 333 per second, 1 s left");
  }

  @Test
  void slow_work_has_a_rate_and_minutes() {
    at(0, "slow", 0, 100);
    at(10 * SECOND, "slow", 1, 100);

    assertThat(text().lines()).containsExactly("slow: 1 %, 0.10 per second, 16 min 30 s left");
  }

  @Test
  void counts_the_rate_from_where_it_first_heard_of_the_work() {
    at(0, "resumed", 500, 1000);
    at(5 * SECOND, "resumed", 600, 1000);

    assertThat(text().lines()).containsExactly("resumed: 60 %, 20 per second, 20 s left");
  }

  @Test
  void tasks_at_the_same_time_have_clocks_of_their_own() {
    for (int second = 0; second <= 4; second++) {
      at(second * SECOND, "first", second, 100);
      at(second * SECOND, "second", second * 2L, 100);
    }

    assertThat(text().lines())
        .containsExactly(
            "first: 3 %, 1.0 per second, 1 min 37 s left",
            "second: 6 %, 2.0 per second, 47 s left");
  }

  @Test
  void work_of_no_size_and_work_that_does_not_move_say_nothing() {
    at(0, "empty", 0, 0);
    at(9 * SECOND, "empty", 0, 0);
    at(10 * SECOND, "stuck", 0, 10);
    at(20 * SECOND, "stuck", 0, 10);

    assertThat(text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', xterm, true",
    "true, 1, xterm, false",
    "true, '', dumb, false",
    "false, '', xterm, false"
  })
  void colours_need_a_terminal_that_has_them_and_nobody_who_does_not_want_them(
      boolean terminal, String noColor, String term, boolean expected) {
    assertThat(ConsoleReporter.isColorTerminal(Map.of("NO_COLOR", noColor, "TERM", term), terminal))
        .isEqualTo(expected);
  }

  @Test
  void a_terminal_without_a_name_has_no_colours() {
    assertThat(ConsoleReporter.isColorTerminal(Map.of(), true)).isFalse();
  }

  private void at(long nanos, String task, long done, long total) {
    clock.set(nanos - 5 * SECOND);
    progress.progress(task, done, total);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
