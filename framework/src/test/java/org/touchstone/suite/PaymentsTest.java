package org.touchstone.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PaymentsTest {

  @Test
  void the_files_are_what_the_generator_writes() throws IOException {
    assertThat(Files.readString(Payments.file("clients.csv"))).isEqualTo(Payments.csv().get(0));
    assertThat(Files.readString(Payments.file("events.csv"))).isEqualTo(Payments.csv().get(1));
  }
}
