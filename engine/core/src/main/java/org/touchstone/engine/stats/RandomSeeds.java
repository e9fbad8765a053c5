package org.touchstone.engine.stats;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Seeds of independent random streams that follow from one seed and the name of the stream, so that
 * the numbers do not depend on the order in which streams are used.
 */
public final class RandomSeeds {

  private RandomSeeds() {}

  /**
   * The seed of a stream: the first eight bytes of the SHA-256 digest of the seed and of each name
   * with its length in front.
   *
   * @param seed the one seed of the audit
   * @param names what the stream is for, for example a KPI and a scope
   */
  public static long derive(long seed, String... names) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
