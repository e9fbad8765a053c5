package org.touchstone.junit;

import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.ParallelHierarchicalTestExecutorServiceFactory;
import org.junit.platform.engine.support.hierarchical.ParallelHierarchicalTestExecutorServiceFactory.ParallelExecutorServiceType;
import org.junit.platform.engine.support.hierarchical.SameThreadHierarchicalTestExecutorService;

/** Chooses what runs the tests: the calling thread, or JUnit's pool of worker threads. */
final class Parallelism {

  private Parallelism() {}

  static HierarchicalTestExecutorService executorService(ConfigurationParameters parameters) {
    if (!Configuration.parallel(parameters)) {
      return new SameThreadHierarchicalTestExecutorService();
    }
    return ParallelHierarchicalTestExecutorServiceFactory.create(new Prefixed(parameters));
  }

  /** The parameters whose names start with {@link Configuration#PARALLEL_CONFIG_PREFIX}. */
  private record Prefixed(ConfigurationParameters all) implements ConfigurationParameters {

    @Override
    public Optional<String> get(String key) {
      Optional<String> value = all.get(Configuration.PARALLEL_CONFIG_PREFIX + key);
      return key.equals(
              ParallelHierarchicalTestExecutorServiceFactory.EXECUTOR_SERVICE_PROPERTY_NAME)
          ? value.or(() -> Optional.of(ParallelExecutorServiceType.WORKER_THREAD_POOL.name()))
          : value;
    }

    @Override
    public Optional<Boolean> getBoolean(String key) {
      return all.getBoolean(Configuration.PARALLEL_CONFIG_PREFIX + key);
    }

    @Override
    public Set<String> keySet() {
      return all.keySet();
    }
  }
}
