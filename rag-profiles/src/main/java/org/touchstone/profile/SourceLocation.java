package org.touchstone.profile;

/**
 * A place in a profile file.
 *
 * @param file the file as it was named when it was loaded: an id, a {@code classpath:} location or
 *     a path
 * @param pointer JSON pointer (RFC 6901) of the value; empty for the whole file
 * @param line line, the first is 1; 0 where the file could not be read at all
 * @param column column in characters, the first is 1; 0 where the file could not be read at all
 */
public record SourceLocation(String file, String pointer, int line, int column) {

  static SourceLocation ofFile(String file) {
    return new SourceLocation(file, "", 0, 0);
  }

  /** {@code file:line:column pointer}, as editors and consoles link it. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return pointer.isEmpty() ? place : place + " " + pointer;
  }
}
