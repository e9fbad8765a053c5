package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.timeshap.SequenceBackground.Center;

class SequenceBackgroundTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("amount", 0, 100, false, Feature.Attributes.NONE),
              new Feature.Categorical("type", List.of("x", "y", "z"), Feature.Attributes.NONE),
              new Feature.Ordinal("rank", List.of("l", "m", "h"), Feature.Attributes.NONE)));

  private static final Sequences SEQUENCES =
      Sequences.of(
          SCHEMA,
          new double[] {1, 2, 0, 10, 1, 2, Double.NaN, 2, 1, 4, 1, 2},
          new int[] {2, 2},
          List.of("a", "b"));

  @Test
  void the_average_event_has_means_or_medians_of_numbers_and_modes_of_levels() {
    assertThat(SequenceBackground.averageEvent(SEQUENCES, Center.MEAN).values())
        .containsExactly(5, 1, 1);
    assertThat(SequenceBackground.averageEvent(SEQUENCES, Center.MEDIAN).values())
        .containsExactly(4, 1, 1);
  }

  @Test
  void the_average_sequence_averages_each_event_by_itself() {
    SequenceBackground mean = SequenceBackground.averageSequence(SEQUENCES, Center.MEAN);
    assertThat(mean.values()).containsExactly(1, 2, 0, 7, 1, 2);
    assertThat(mean.isRepeatedEvent()).isFalse();
    assertThat(mean.forLength(2)).isEqualTo(mean.values());
    assertThatThrownBy(() -> mean.forLength(3)).hasMessageContaining("sequence of 2 events");
  }

  @Test
  void an_average_sequence_needs_sequences_of_one_length() {
    Sequences uneven =
        Sequences.of(SCHEMA, new double[9], new int[] {1, 2}, List.of("short", "long"));
    assertThatThrownBy(() -> SequenceBackground.averageSequence(uneven, Center.MEAN))
        .hasMessageContaining("\"short\" has 1 events, another one 2");
  }

  @Test
  void a_feature_without_a_value_has_no_average() {
    Sequences missing =
        Sequences.of(SCHEMA, new double[] {1, Double.NaN, 0}, new int[] {1}, List.of("a"));
    assertThatThrownBy(() -> SequenceBackground.averageEvent(missing, Center.MEAN))
        .hasMessageContaining(
            "\"" + SCHEMA.names().get(1) + "\" has no value in any of the 1 events");
  }

  @Test
  void the_hash_tells_backgrounds_apart() {
    String hash = SequenceBackground.event(new double[] {1, 2}).sha256();
    assertThat(hash).hasSize(64);
    assertThat(SequenceBackground.event(new double[] {1, 2}).sha256()).isEqualTo(hash);
    assertThat(SequenceBackground.event(new double[] {1, 3}).sha256()).isNotEqualTo(hash);
    assertThat(SequenceBackground.sequence(new double[] {1, 2}, 2).sha256()).isNotEqualTo(hash);
  }
}
