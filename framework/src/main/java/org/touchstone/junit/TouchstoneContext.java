package org.touchstone.junit;

import java.util.Optional;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/**
 * What a node is given when it runs.
 *
 * @param settings what the configuration parameters say
 * @param cancellation whether the run shall stop
 * @param run the suite that runs; empty above the suites
 */
record TouchstoneContext(
    RunSettings settings, CancellationToken cancellation, Optional<SuiteRun> run)
    implements EngineExecutionContext {

  static TouchstoneContext of(ExecutionRequest request) {
    ConfigurationParameters parameters = request.getConfigurationParameters();
    return new TouchstoneContext(
        RunSettings.of(parameters), request.getCancellationToken(), Optional.empty());
  }

  TouchstoneContext with(SuiteRun suite) {
    return new TouchstoneContext(settings, cancellation, Optional.of(suite));
  }
}
