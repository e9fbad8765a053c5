package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The KPIs that can be measured: those of this library, and those that other jars name in {@code
 * META-INF/services/org.touchstone.engine.kpi.Kpi}.
 */
public final class KpiCatalogue {

  private final List<Kpi> kpis;
  private final Map<KpiId, Kpi> byId;

  private KpiCatalogue(List<Kpi> kpis, Map<KpiId, Kpi> byId) {
    this.kpis = kpis;
    this.byId = byId;
  }

  /**
   * Finds the KPIs on a class path.
   *
   * @throws IllegalStateException if two KPIs have the same id, or one cannot be loaded; the
   *     message names the classes
   */
  public static KpiCatalogue load(ClassLoader loader) {
    List<Kpi> found = new ArrayList<>();
    try {
      ServiceLoader.load(Kpi.class, loader).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "A KPI named in META-INF/services/"
              + Kpi.class.getName()
              + " cannot be loaded: "
              + e.getMessage(),
          e);
    }
    return of(found);
  }

  /**
   * A catalogue of these KPIs.
   *
   * @throws IllegalStateException if two have the same id; the message names both classes
   */
  public static KpiCatalogue of(List<? extends Kpi> kpis) {
    Map<KpiId, Kpi> byId = new HashMap<>();
    for (Kpi kpi : kpis) {
      KpiId id = kpi.descriptor().id();
      Kpi earlier = byId.putIfAbsent(id, kpi);
      if (earlier != null) {
        throw new IllegalStateException(
            "Two KPIs have the id "
                + id
                + ": "
                + earlier.getClass().getName()
                + " and "
                + kpi.getClass().getName()
                + "; give one of them another id, or remove its jar");
      }
    }
    List<Kpi> sorted = new ArrayList<>(kpis);
    sorted.sort(Comparator.comparing(Kpi::descriptor, KpiOrder.BY_NUMBER));
    return new KpiCatalogue(List.copyOf(sorted), Map.copyOf(byId));
  }

  /** All KPIs, in the order of their numbers; KPIs without a number at the end of their aspect. */
  public List<Kpi> kpis() {
    return kpis;
  }

  /** The ids of all KPIs, in the same order. */
  public List<KpiId> ids() {
    return kpis.stream().map(kpi -> kpi.descriptor().id()).toList();
  }

  /** The KPI of this id, if there is one. */
  public Optional<Kpi> find(KpiId id) {
    return Optional.ofNullable(byId.get(id));
  }
}
