package org.touchstone.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import org.touchstone.engine.kpi.EvidenceTable;

/** Evidence tables as CSV, quoted as RFC 4180 says, with a line feed after each line. */
final class CsvText {

  private CsvText() {}

  static String of(EvidenceTable table) {
    StringWriter text = new StringWriter();
    // Closed before it is read: the writer keeps what it was given until then.
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(table.columns());
      table.rows().forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new ReportException("Cannot write \"" + table.title() + "\" as CSV: " + e, e);
    }
    return text.toString();
  }
}
