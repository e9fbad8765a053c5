package org.touchstone.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.JsonDocument;

/** Reads how a suite's CSV files are written. */
final class FileCsvFormat {

  private FileCsvFormat() {}

  /**
   * Reads the format.
   *
   * @throws org.touchstone.engine.data.DataException if a charset or a separator cannot be used
   */
  static CsvFormat of(JsonDocument document) {
    JsonNode node = document.root().at("/data/format");
    CsvFormat format = CsvFormat.DEFAULT;
    if (node.has("charset")) {
      String name = node.path("charset").textValue();
      try {
        format = format.withCharset(Charset.forName(name));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw document.error(
            "/data/format/charset", "there is no charset \"" + name + "\"; UTF-8 is one");
      }
    }
    if (node.has("separator")) {
      char separator = node.path("separator").textValue().charAt(0);
      CsvFormat before = format;
      format =
          FileSubject.at(document, "/data/format/separator", () -> before.withSeparator(separator));
    }
    if (node.has("missingValues")) {
      List<String> missing = new ArrayList<>();
      node.path("missingValues").forEach(item -> missing.add(item.textValue()));
      format = format.withMissing(missing.toArray(String[]::new));
    }
    if (node.has("idColumn")) {
      format = format.withIdColumn(node.path("idColumn").textValue());
    }
    return format;
  }
}
