package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomSeedsTest {

  @Test
  void differs_by_seed_and_by_every_name_and_by_where_names_are_cut() {
    assertThat(
            java.util.Set.of(
                RandomSeeds.derive(1, "F1", "overall"),
                RandomSeeds.derive(2, "F1", "overall"),
                RandomSeeds.derive(1, "FM", "overall"),
                RandomSeeds.derive(1, "F1", "housing=own"),
                RandomSeeds.derive(1, "F1o", "verall")))
        .hasSize(5);
  }

  @Test
  void stays_the_same_for_ever() {
    // First eight bytes of SHA-256 of the seed (8 bytes, big-endian), then length (4) and UTF-8.
    assertThat(RandomSeeds.derive(42, "F1", "overall")).isEqualTo(794347798331169523L);
  }
}
