package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedRunsTest {

  @ParameterizedTest(name = "{0} runs of up to {1} numbers of {2} values")
  @CsvSource({
    "0, 0, 1",
    "1, 100, 1000000",
    "2, 10000, 1000000",
    "3, 10000, 3",
    "5, 20000, 1000000",
    "5, 20000, 1",
    "8, 5000, 10",
    "300, 100, 1000000",
    "1000, 3, 2",
  })
  void gives_the_same_numbers_as_sorting_them_all(int runs, int longest, int values) {
    SplittableRandom random = new SplittableRandom(31L * runs + values);
    double[][] sorted = new double[runs][];
    int[] lengths = new int[runs];
    double[] all = new double[0];
    for (int r = 0; r < runs; r++) {
      lengths[r] = random.nextInt(longest + 1);
      // Behind the numbers stands what is not to be read.
      sorted[r] = new double[lengths[r] + 3];
      for (int i = 0; i < lengths[r]; i++) {
        sorted[r][i] = random.nextInt(values) / (double) values;
      }
      Arrays.sort(sorted[r], 0, lengths[r]);
      Arrays.fill(sorted[r], lengths[r], lengths[r] + 3, -1);
      int before = all.length;
      all = Arrays.copyOf(all, before + lengths[r]);
      System.arraycopy(sorted[r], 0, all, before, lengths[r]);
    }
    Arrays.sort(all);

    assertThat(merge(sorted, lengths, all.length)).isEqualTo(all);
  }

  @Test
  void reads_runs_that_do_not_overlap_one_after_the_other() {
    double[][] runs = new double[3][5000];
    int[] lengths = {5000, 5000, 5000};
    for (int i = 0; i < 5000; i++) {
      runs[0][i] = 2;
      runs[1][i] = 1;
      runs[2][i] = 3;
    }

    double[] merged = merge(runs, lengths, 15_000);

    assertThat(Arrays.copyOfRange(merged, 0, 5000)).containsOnly(1);
    assertThat(Arrays.copyOfRange(merged, 5000, 10_000)).containsOnly(2);
    assertThat(Arrays.copyOfRange(merged, 10_000, 15_000)).containsOnly(3);
  }

  @Test
  void keeps_back_what_the_last_number_of_a_run_may_still_precede() {
    // Two runs give up to 2,048 numbers to a chunk; one number of the first run is left for the
    // next chunk, and the second run has to wait for it.
    double[] counting = new double[2049];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = i;
    }
    double[][] runs = {counting, {5000}};

    double[] merged = merge(runs, new int[] {2049, 1}, 2050);

    assertThat(merged).isSorted().startsWith(0, 1).endsWith(2048, 5000);
  }

  private static double[] merge(double[][] runs, int[] lengths, int total) {
    MergedRuns merged = new MergedRuns(runs, lengths);
    double[] out = new double[total];
    int at = 0;
    for (double[] chunk = merged.next(); merged.length() > 0; chunk = merged.next()) {
      System.arraycopy(chunk, 0, out, at, merged.length());
      at += merged.length();
    }
    assertThat(at).isEqualTo(total);
    return out;
  }
}
