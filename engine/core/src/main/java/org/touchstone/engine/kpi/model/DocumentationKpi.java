package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.ModelFamily;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;

/**
 * KPI 1.1.1, presence in the technical documentation: the share of the assumptions of the model's
 * family ({@link ModelFamily#assumptions}) that the technical documentation states. It has no
 * sampling distribution and no interval. Sample size: the assumptions that are stated, of those
 * that are required. Not computable where the audit has no documentation.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1 and section 3.4.1, where it is qualitative; the share is
 * ours.
 */
public final class DocumentationKpi extends ScopedKpi {

  /** Creates the KPI. */
  public DocumentationKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("DOC"),
            "1.1.1",
            "Presence in technical documentation",
            Aspects.MODEL,
            Aspects.ASSUMPTIONS,
            "Model assumptions",
            KpiDescriptor.Subject.ALL_ROWS,
            0,
            1,
            "",
            "The share of the assumptions of the model's family that the technical documentation"
                + " states.",
            "Documentation that was written for another family of models, or not kept up with the"
                + " model.",
            Set.of(),
            Set.of("documentation")));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    ModelFamily known = ModelFamily.of(audit);
    Optional<ModelDocumentation> documentation = audit.documentation();
    if (documentation.isEmpty()) {
      return Measurement.notComputable(
              descriptor().id(),
              scope,
              "The suite names no technical documentation: name the JSON file that states the"
                  + " assumptions of the model",
              SampleSize.of(0, 0, 0))
          .withEvidence(evidence(known, documentation));
    }
    ModelFamily family = family(known, documentation.get());
    long stated =
        family.assumptions().stream()
            .filter(required -> documentation.get().assumptions().containsKey(required.id()))
            .count();
    int required = family.assumptions().size();
    return Measurement.of(
            descriptor().id(),
            scope,
            (double) stated / required,
            SampleSize.of(audit.test().rowCount(), stated, required))
        .withEvidence(evidence(family, documentation));
  }

  /** What the model is decides; the documentation is asked only where the model does not tell. */
  private static ModelFamily family(ModelFamily known, ModelDocumentation documentation) {
    ModelFamily named = documentation.family().orElse(known);
    if (known != ModelFamily.OTHER && named != known) {
      throw new DataException(
          documentation.source()
              + " (/modelFamily): found \""
              + named.id()
              + "\"; the model is a "
              + known.displayName()
              + ", \""
              + known.id()
              + "\"");
    }
    return named;
  }

  private static EvidenceTable evidence(
      ModelFamily family, Optional<ModelDocumentation> documentation) {
    List<List<String>> rows = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (ModelFamily.Assumption required : family.assumptions()) {
      ids.add(required.id());
      Optional<ModelDocumentation.Statement> stated =
          documentation.flatMap(
              document -> Optional.ofNullable(document.assumptions().get(required.id())));
      rows.add(
          stated
              .map(statement -> row(required.id(), "yes", "yes", statement))
              .orElseGet(
                  () -> List.of(required.id(), "yes", "no", required.statement(), "", "", "")));
    }
    documentation.ifPresent(
        document ->
            document
                .assumptions()
                .forEach(
                    (id, statement) -> {
                      if (!ids.contains(id)) {
                        rows.add(row(id, "no", "yes", statement));
                      }
                    }));
    return new EvidenceTable(
        "Assumptions of a " + family.displayName(),
        List.of("assumption", "required", "stated", "statement", "evidence", "author", "date"),
        rows);
  }

  private static List<String> row(
      String id, String required, String stated, ModelDocumentation.Statement statement) {
    return List.of(
        id,
        required,
        stated,
        statement.statement(),
        statement.evidence(),
        statement.author(),
        statement.date().toString());
  }
}
