package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "-.5",
        "0.1",
        "1e3",
        "1E-3",
        "1.5e+10",
        "007",
        "0.30000000000000004",
        "9007199254740993",
        "123456789012345",
        "1234567890123456",
        "0.000000000000000000000001",
        "2.2250738585072014E-308",
        "4.9e-324",
        "1e-400",
        "1e400",
        "179769313486231580793e289",
        "0000000000000000000000000000000000000001.5",
        "0.0000000000000000000000",
        "8.41e21"
      })
  void reads_what_the_platform_reads_to_the_last_bit(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void reads_random_numbers_to_the_last_bit() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(parse(Double.toString(value))).isEqualTo(value);
      }
      String decimal = random.nextLong(1_000_000_000_000L) + "." + random.nextInt(1000);
      assertThat(parse(decimal)).isEqualTo(Double.parseDouble(decimal));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1 ",
        " 1",
        "1f",
        "1d",
        "0x10",
        "NaN",
        "Infinity",
        "1,5",
        "1.2.3",
        "1e2.5",
        "--1",
        "1-",
        "１"
      })
  void refuses_everything_else(String text) {
    assertThat(parse(text)).isNaN();
  }

  private static double parse(String text) {
    char[] buffer = ("#" + text + "#").toCharArray();
    return DecimalText.parse(buffer, 1, text.length());
  }
}
