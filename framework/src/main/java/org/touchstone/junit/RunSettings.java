package org.touchstone.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * What the configuration parameters say, read once per run.
 *
 * @param gate see {@link Configuration#GATE}
 * @param amber see {@link Configuration#AMBER}
 * @param insufficient see {@link Configuration#INSUFFICIENT}
 * @param kpi the terms of {@link Configuration#KPI}
 * @param output see {@link Configuration#OUTPUT}
 * @param color see {@link Configuration#COLOR}
 */
record RunSettings(
    Configuration.Gate gate,
    Configuration.Effect amber,
    Optional<Configuration.Effect> insufficient,
    List<String> kpi,
    Path output,
    Configuration.Color color) {

  static RunSettings of(ConfigurationParameters parameters) {
    ParameterNames.requireNoSlip(parameters);
    return new RunSettings(
        Configuration.gate(parameters),
        Configuration.amber(parameters),
        Configuration.insufficient(parameters),
        Configuration.kpi(parameters),
        Configuration.output(parameters),
        Configuration.color(parameters));
  }
}
