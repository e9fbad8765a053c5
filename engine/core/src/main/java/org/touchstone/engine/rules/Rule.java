package org.touchstone.engine.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conditions on different features that have to hold together.
 *
 * @param conditions one or more, no feature twice
 */
public record Rule(List<Condition> conditions) {

  /**
   * Copies the conditions.
   *
   * @throws IllegalArgumentException if there is none, or a feature is there twice
   */
  public Rule {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("A rule needs at least one condition");
    }
    Set<String> features = new HashSet<>();
    for (Condition condition : conditions) {
      if (!features.add(condition.feature())) {
        throw new IllegalArgumentException(
            "A rule has two conditions on \"" + condition.feature() + "\"; it may have one");
      }
    }
  }

  /** The names of the features that the rule asks about, in its order. */
  public List<String> features() {
    return conditions.stream().map(Condition::feature).toList();
  }

  /** Reads like {@code age:28.5_to_inf AND body_mass_index:29.65_to_inf}. */
  @Override
  public String toString() {
    return conditions.stream().map(Condition::token).collect(Collectors.joining(" AND "));
  }
}
