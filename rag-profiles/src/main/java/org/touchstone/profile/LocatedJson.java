package org.touchstone.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON file that knows where each of its values and names stands. */
final class LocatedJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String file;
  private final String text;
  private final JsonNode root;
  private final Map<String, JsonLocation> values = new HashMap<>();
  private final Map<String, JsonLocation> names = new HashMap<>();
  private final List<ProfileProblem> duplicates = new ArrayList<>();

  private LocatedJson(String file, String text) throws IOException {
    this.file = file;
    this.text = text;
    scan();
    if (!duplicates.isEmpty()) {
      throw new ProfileException(duplicates);
    }
    this.root = MAPPER.readTree(text);
  }

  /**
   * Reads JSON (RFC 8259) in UTF-8.
   *
   * @param file how the file is named in messages
   * @throws ProfileException if it is not UTF-8, not JSON, names a field twice, or has text after
   *     its value
   */
  static LocatedJson parse(String file, byte[] bytes) {
    String text = decode(file, bytes);
    try {
      return new LocatedJson(file, text);
    } catch (JsonProcessingException e) {
      JsonLocation at = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
      throw new ProfileException(
          new SourceLocation(file, "", Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0)),
          "not JSON: " + plainWords(e),
          e);
    } catch (IOException e) {
      throw new ProfileException(SourceLocation.ofFile(file), "cannot be read: " + e, e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** Where a value starts; for a value that is not there, where the value around it starts. */
  SourceLocation valueAt(String pointer) {
    return locate(values, pointer);
  }

  /** Where the name of a field stands; for an array's item, where the item starts. */
  SourceLocation nameAt(String pointer) {
    return locate(names.containsKey(pointer) ? names : values, pointer);
  }

  /**
   * Where a character of a string value stands.
   *
   * @param index index of the character in the string, 0 is the first
   */
  SourceLocation characterAt(String pointer, int index) {
    SourceLocation start = valueAt(pointer);
    JsonLocation token = values.get(pointer);
    if (token == null) {
      return start;
    }
    // An escape is longer in the file than in the string: then the string's start has to do.
    int from = (int) token.getCharOffset() + 1;
    int to = Math.min(from + index, text.length());
    boolean escaped = text.substring(Math.min(from, to), to).indexOf('\\') >= 0;
    return new SourceLocation(
        file, pointer, start.line(), escaped ? start.column() : start.column() + 1 + index);
  }

  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private SourceLocation locate(Map<String, JsonLocation> map, String pointer) {
    String known = pointer;
    while (!map.containsKey(known) && !known.isEmpty()) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    JsonLocation at = Optional.ofNullable(map.get(known)).orElse(JsonLocation.NA);
    return new SourceLocation(
        file, pointer, Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0));
  }

  private void scan() throws IOException {
    // The tree reader throws at the first duplicate; this pass finds all of them, with the first.
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        throw new ProfileException(
            new SourceLocation(file, "", 1, 1), "the file is empty; a profile is a JSON object");
      }
      scanValue(parser, "");
      if (parser.nextToken() != null) {
        JsonLocation at = parser.currentTokenLocation();
        throw new ProfileException(
            new SourceLocation(file, "", at.getLineNr(), at.getColumnNr()),
            "found text after the end of the profile; a file holds one JSON object");
      }
    }
  }

  private void scanValue(JsonParser parser, String pointer) throws IOException {
    values.put(pointer, parser.currentTokenLocation());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = child(pointer, parser.currentName());
        JsonLocation first = names.get(field);
        JsonLocation at = parser.currentTokenLocation();
        if (first == null) {
          names.put(field, at);
        } else {
          duplicates.add(
              new ProfileProblem(
                  new SourceLocation(file, field, at.getLineNr(), at.getColumnNr()),
                  "\""
                      + parser.currentName()
                      + "\" is given twice, first on line "
                      + first.getLineNr()
                      + "; keep one of them"));
        }
        parser.nextToken();
        scanValue(parser, field);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        scanValue(parser, pointer + "/" + i);
      }
    }
  }

  private static String decode(String file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      String before = out.flip().toString();
      int lineStart = before.lastIndexOf('\n') + 1;
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      throw new ProfileException(
          new SourceLocation(file, "", line, before.length() - lineStart + 1),
          "found a byte that is not UTF-8; save the file as UTF-8");
    }
    String text = out.flip().toString();
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static String plainWords(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Non-standard token")) {
      return "found NaN or an infinity where JSON has only numbers; write a number, and \"inf\" only"
          + " inside a band";
    }
    int firstLine = message.indexOf('\n');
    return firstLine < 0 ? message : message.substring(0, firstLine);
  }
}
