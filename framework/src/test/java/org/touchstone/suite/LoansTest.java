package org.touchstone.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LoansTest {

  @Test
  void the_file_holds_the_rows_of_the_generator() throws IOException {
    assertThat(Files.readString(Loans.file("loans.csv"))).isEqualTo(Loans.csv());
  }
}
