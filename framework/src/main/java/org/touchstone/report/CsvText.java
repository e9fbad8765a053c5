package org.touchstone.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import org.touchstone.engine.kpi.EvidenceTable;

/** Evidence tables as CSV (RFC 4180). */
final class CsvText {

  private CsvText() {}

  static String of(EvidenceTable table) {
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(table.columns());
    table.rows().forEach(csv::writeRecord);
    return text.toString();
  }
}
