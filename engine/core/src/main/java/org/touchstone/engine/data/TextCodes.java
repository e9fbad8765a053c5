package org.touchstone.engine.data;

import java.util.Arrays;
import java.util.Collection;

/** The position of a text in a list, looked up in a buffer without creating a string. */
final class TextCodes {

  private final char[][] texts;
  private final int[] slots;

  TextCodes(Collection<String> texts) {
    this.texts = texts.stream().map(String::toCharArray).toArray(char[][]::new);
    // At most a quarter full, so that a look-up seldom needs a second probe.
    this.slots = new int[Integer.highestOneBit(Math.max(1, this.texts.length)) * 8];
    Arrays.fill(slots, -1);
    for (int code = 0; code < this.texts.length; code++) {
      int slot = slot(this.texts[code], 0, this.texts[code].length);
      while (slots[slot] >= 0) {
        slot = next(slot);
      }
      slots[slot] = code;
    }
  }

  /** The position of the text, or -1. */
  int code(char[] buffer, int offset, int length) {
    for (int slot = slot(buffer, offset, length); slots[slot] >= 0; slot = next(slot)) {
      char[] text = texts[slots[slot]];
      if (Arrays.equals(text, 0, text.length, buffer, offset, offset + length)) {
        return slots[slot];
      }
    }
    return -1;
  }

  private int slot(char[] buffer, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
