package org.touchstone.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/**
 * Decodes bytes to characters, skips a byte order mark, and stops at the first bytes that the
 * encoding does not allow with the line they stand on. {@link java.io.InputStreamReader} replaces
 * them silently, or reports them without a place.
 */
final class StrictDecoder extends Reader {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private boolean started;
  private boolean ended;
  private boolean flushed;
  private long line = 1;
  private char last;

  StrictDecoder(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      refill();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  private void refill() throws IOException {
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, ended);
    if (result.isError() && chars.position() == 0) {
      throw new MalformedTextException(describe(result.length()));
    }
    if (result.isUnderflow()) {
      if (ended) {
        flushed = decoder.flush(chars).isUnderflow();
      } else {
        fill();
      }
    }
    chars.flip();
    if (!started && chars.hasRemaining()) {
      started = true;
      if (chars.get(0) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
    countLines();
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private void countLines() {
    char[] buffer = chars.array();
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = buffer[i];
      if (c == '\r' || (c == '\n' && last != '\r')) {
        line++;
      }
      last = c;
    }
  }

  private String describe(int length) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length && i < bytes.remaining(); i++) {
      hex.append(String.format(Locale.ROOT, " 0x%02X", bytes.get(bytes.position() + i)));
    }
    return "line "
        + line
        + ": found "
        + (length == 1 ? "the byte" : "the bytes")
        + hex
        + ", which "
        + (length == 1 ? "is" : "are")
        + " not "
        + charset.name()
        + "; name the encoding that the file is written in (windows-1252 and UTF-16 are common), or"
        + " save it as "
        + charset.name();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The bytes are not in the encoding; the message says where. */
  static final class MalformedTextException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedTextException(String message) {
      super(message);
    }
  }
}
