package org.touchstone.engine.kpi;

import java.util.List;

/** Placeholder of this commit's thin path. */
public interface Audit {
  /** The scopes a KPI of this subject is measured on. */
  List<Scope> scopes(KpiDescriptor.Subject subject);
}
