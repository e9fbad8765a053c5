package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandTest {

  private static final double BELOW = Math.nextDown(0.8);
  private static final double ABOVE = Math.nextUp(0.8);

  @Test
  void a_closed_end_belongs_to_the_band_and_its_neighbour_does_not() {
    Band band = Band.parse("[0.8, 1.0]");

    assertThat(band.contains(0.8)).isTrue();
    assertThat(band.contains(1.0)).isTrue();
    assertThat(band.contains(BELOW)).isFalse();
    assertThat(band.contains(Math.nextUp(1.0))).isFalse();
  }

  @Test
  void an_open_end_does_not_belong_to_the_band_and_its_neighbour_does() {
    Band band = Band.parse("(0.8, 1)");

    assertThat(band.contains(0.8)).isFalse();
    assertThat(band.contains(ABOVE)).isTrue();
    assertThat(band.contains(Math.nextDown(1.0))).isTrue();
    assertThat(band.contains(1)).isFalse();
  }

  @Test
  void a_point_contains_itself_only() {
    Band band = Band.parse("{0.8}");

    assertThat(band.contains(0.8)).isTrue();
    assertThat(band.contains(BELOW)).isFalse();
    assertThat(band.contains(ABOVE)).isFalse();
    // 0.1 + 0.2 is not 0.3 in doubles: there is no tolerance.
    assertThat(Band.parse("{0.3}").contains(0.1 + 0.2)).isFalse();
  }

  @Test
  void nan_is_in_no_band() {
    Band everything = Band.parse("(-inf, inf)");

    assertThat(everything.contains(Double.NaN)).isFalse();
    assertThat(everything.containsAll(Double.NaN, 1)).isFalse();
    assertThat(everything.containsAll(0, Double.NaN)).isFalse();
  }

  @Test
  void an_unbounded_band_contains_infinity() {
    Band band = Band.parse("(10, inf)");

    assertThat(band.contains(Double.POSITIVE_INFINITY)).isTrue();
    assertThat(band.containsAll(11, Double.POSITIVE_INFINITY)).isTrue();
    assertThat(band.containsAll(10, Double.POSITIVE_INFINITY)).isFalse();
    assertThat(Band.parse("(-inf, 0)").contains(Double.NEGATIVE_INFINITY)).isTrue();
    assertThat(Band.parse("[10, 11]").contains(Double.POSITIVE_INFINITY)).isFalse();
  }

  @Test
  void an_interval_is_contained_only_if_no_part_of_it_is_in_a_hole() {
    Band band = Band.parse("[0, 0.5) u (0.9, 1]");

    assertThat(band.containsAll(0, 0.4)).isTrue();
    assertThat(band.containsAll(0.4, 0.95)).isFalse();
    assertThat(band.containsAll(0, 0.5)).isFalse();
    assertThat(Band.parse("[0, 0.5) u [0.5, 1]").containsAll(0.2, 0.8)).isTrue();
    assertThat(Band.parse("[0, 0.5) u (0.5, 1]").containsAll(0.2, 0.8)).isFalse();
  }

  @Test
  void both_zeros_are_one_point() {
    assertThat(Band.parse("[-0, 1]")).isEqualTo(Band.parse("[0, 1]"));
    assertThat(Band.parse("[-1, -0.0]")).isEqualTo(Band.parse("[-1, 0]"));
    assertThat(Band.parse("{0}").contains(-0.0)).isTrue();
  }

  @Test
  void limits_in_the_wrong_order_are_an_error() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Band.parse("[0, 1]").containsAll(0.7, 0.3))
        .withMessage("An interval needs low <= high, found [0.7, 0.3]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0.80,1.0]          | [0.8, 1]",
        "( 10 , inf )        | (10, inf)",
        "(-inf, -0]          | (-inf, 0]",
        "{0.8}               | {0.8}",
        "[0.8, 0.8]          | {0.8}",
        "{2, 1}              | {1} u {2}",
        "(0.9,1] u [0,0.5)   | [0, 0.5) u (0.9, 1]",
        "[0, 1) u {1}        | [0, 1]",
        "[0,1)u(1,2]u{1}     | [0, 2]",
        "{}                  | {}",
        "(1e-9, 2.5E3)       | (0.000000001, 2500)",
        "(-inf, inf)         | (-inf, inf)",
        "[0.1234567890123456, 1] | [0.1234567890123456, 1]",
        "[1e300, inf)        | [1E+300, inf)",
      })
  void prints_in_canonical_notation_that_reads_back(String text, String canonical) {
    Band band = Band.parse(text);

    assertThat(band).hasToString(canonical);
    assertThat(Band.parse(canonical)).isEqualTo(band).hasSameHashCodeAs(band);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``              | 1 | the text ends; a band looks like [0.8, 1.0], (10, inf), {0.8} or {}",
        "0.8             | 1 | found \"0.8\"; a part starts with [, ( or {",
        "[0.8            | 5 | found the end of the text; a comma separates the two ends",
        "[0.8, 1         | 8 | found the end of the text; an interval ends with ] or )",
        "[0.8; 1]        | 2 | found \"0.8;\"; a number looks like 0.8, -1 or 2.5e-3",
        "[0.8, 1] [2, 3] | 10 | found \"[\"; join parts with \"u\", as in [0, 1) u {2}",
        "[0.8, 1] u      | 11 | found the end of the text; a part starts with [, ( or {",
        "(1, 1)          | 1 | the interval is empty; one point is written {1}, the empty band {}",
        "[1, 1)          | 1 | the interval is empty; one point is written {1}, the empty band {}",
        "(10, inf]       | 9 | found ] after inf; write inf)",
        "[-inf, 0]       | 1 | found [ before -inf; write (-inf",
        "(inf, 3]        | 2 | found inf as the lower end; it is a number or -inf",
        "(3, -inf)       | 5 | found -inf as the upper end; it is a number or inf",
        "{inf}           | 2 | found inf as a point; a point is a number",
        "{1 2}           | 4 | found \"2\"; points are separated by commas and end with }",
        "[.5, 1]         | 2 | found \".5\"; expected a number, inf or -inf",
        "[0.8%, 1]       | 2 | found \"0.8%\"; a number looks like 0.8, -1 or 2.5e-3",
        "[0, 1e999)      | 5 | 1e999 is too large for a double; unbounded is written inf",
        "(1e-999, 1)     | 2 | 1e-999 is too small for a double",
        "[0, 2] u [1, 3] | 10 | [1, 3] overlaps the part before it in [1, 2]",
        "[0.80000000000000001, 1] | 2 | a double cannot hold 0.80000000000000001; the nearest it"
            + " can hold is 0.8",
      })
  void says_where_a_text_is_wrong_and_what_is_right(String text, int character, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Band.parse(text))
        .withMessage("\"" + text + "\" is not a band: at character " + character + ", " + problem);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void set_operations_agree_with_membership(long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < 500; trial++) {
      Band a = randomBand(random);
      Band b = randomBand(random);
      // Ends are multiples of 1/2: halves and quarters see every end, every side and every middle.
      for (double x = -1; x <= 5; x += 0.25) {
        boolean inA = a.contains(x);
        boolean inB = b.contains(x);
        assertThat(a.union(b).contains(x)).isEqualTo(inA || inB);
        assertThat(a.intersect(b).contains(x)).isEqualTo(inA && inB);
        assertThat(a.minus(b).contains(x)).isEqualTo(inA && !inB);
      }
      assertThat(a.minus(b).union(a.intersect(b))).isEqualTo(a);
      assertThat(a.encloses(a.intersect(b))).isTrue();
      assertThat(Band.parse(a.toString())).isEqualTo(a);
    }
  }

  private static Band randomBand(Random random) {
    Band band = Band.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      double low = random.nextInt(8) / 2.0;
      double high = random.nextInt(6) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(8) / 2.0;
      if (low < high) {
        band =
            band.union(
                Band.of(
                    List.of(new Interval(low, random.nextBoolean(), high, random.nextBoolean()))));
      } else if (low == high) {
        band = band.union(Band.closed(low, low));
      }
    }
    return band;
  }
}
