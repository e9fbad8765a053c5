package org.touchstone.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictDecoderTest {

  private static final String TEXT = "aé€😀\r\n".repeat(50_000);

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16", "UTF-32LE", "GB18030"})
  void decodes_what_it_was_encoded_from(String charset) throws IOException {
    byte[] bytes = TEXT.getBytes(Charset.forName(charset));

    assertThat(decode(new ByteArrayInputStream(bytes), Charset.forName(charset))).isEqualTo(TEXT);
  }

  @Test
  void decodes_streams_that_give_one_byte_at_a_time() throws IOException {
    byte[] bytes = TEXT.substring(0, 6_000).getBytes(StandardCharsets.UTF_8);
    InputStream slow =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, 1);
          }
        };

    assertThat(decode(slow, StandardCharsets.UTF_8)).isEqualTo(TEXT.substring(0, 6_000));
  }

  @Test
  void skips_the_byte_order_mark_at_the_start_only() throws IOException {
    byte[] bytes = "\uFEFFa\uFEFFb".getBytes(StandardCharsets.UTF_8);

    assertThat(decode(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))
        .isEqualTo("a\uFEFFb");
  }

  @Test
  void names_the_line_of_bytes_far_into_a_file() {
    // The name of the line counts CR LF, LF and CR as one break each, as RFC 4180 readers do.
    byte[] good = (TEXT + "x\ry\nz").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(good, good.length + 1);
    bytes[good.length] = (byte) 0xC3;

    assertThatExceptionOfType(StrictDecoder.MalformedTextException.class)
        .isThrownBy(() -> decode(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))
        .withMessageStartingWith("line 50003: found the byte 0xC3, which is not UTF-8");
  }

  @Test
  void names_bytes_that_a_single_byte_encoding_does_not_use() {
    byte[] bytes = {'a', '\n', (byte) 0x81};

    assertThatExceptionOfType(StrictDecoder.MalformedTextException.class)
        .isThrownBy(() -> decode(new ByteArrayInputStream(bytes), Charset.forName("windows-1252")))
        .withMessageStartingWith("line 2: found the byte 0x81, which is not windows-1252");
  }

  private static String decode(InputStream in, Charset charset) throws IOException {
    StringWriter text = new StringWriter();
    try (StrictDecoder decoder = new StrictDecoder(in, charset)) {
      decoder.transferTo(text);
    }
    return text.toString();
  }
}
