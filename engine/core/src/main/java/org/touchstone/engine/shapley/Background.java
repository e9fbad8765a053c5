package org.touchstone.engine.shapley;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;

/**
 * Background data: the rows that a player's columns are taken from while the player does not take
 * part. All rows weigh the same. Immutable.
 */
public final class Background {

  private final double[] rows;
  private final int count;
  private final int width;
  private final String hash;

  private Background(double[] rows, int count, int width) {
    if (count < 1 || width < 1 || rows.length != (long) count * width) {
      throw new IllegalArgumentException(
          "Background data needs at least one row and one column, found "
              + count
              + " rows of "
              + width
              + " columns in "
              + rows.length
              + " values");
    }
    this.rows = rows;
    this.count = count;
    this.width = width;
    this.hash = sha256(rows, width);
  }

  /**
   * Background rows.
   *
   * @param rows row-major values, a multiple of {@code width} long; copied
   * @param width number of columns
   * @throws IllegalArgumentException if there is no row or no column, or the last row is not whole
   */
  public static Background of(double[] rows, int width) {
    return new Background(rows.clone(), width < 1 ? 0 : rows.length / width, width);
  }

  /** All rows of a table. */
  public static Background of(Dataset data) {
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    return new Background(rows, data.rowCount(), data.schema().size());
  }

  /**
   * Rows drawn without replacement, each set of rows with the same probability; all rows if there
   * are no more than {@code size}. They keep the table's order.
   *
   * @param data the table, usually the training data
   * @param size number of rows, 1 or more
   * @param seed seed of the draw
   */
  public static Background sample(Dataset data, int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("Background data needs at least one row, found " + size);
    }
    if (size >= data.rowCount()) {
      return of(data);
    }
    int[] drawn = RandomSubsets.draw(new SplittableRandom(seed), data.rowCount(), size);
    Arrays.sort(drawn);
    return of(data.select(drawn));
  }

  /** Number of rows. */
  public int count() {
    return count;
  }

  /** Number of columns. */
  public int width() {
    return width;
  }

  /**
   * SHA-256, in hexadecimal digits, of the number of columns (32 bits) and the row-major values (64
   * bits each, IEEE 754), big-endian. Names the background in evidence without showing a row.
   */
  public String hash() {
    return hash;
  }

  /** The rows themselves; not to be changed. */
  double[] rows() {
    return rows;
  }

  private static String sha256(double[] rows, int width) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, width));
      ByteBuffer row = ByteBuffer.allocate(width * Double.BYTES);
      for (int from = 0; from < rows.length; from += width) {
        row.clear();
        for (int column = 0; column < width; column++) {
          row.putLong(Double.doubleToLongBits(rows[from + column]));
        }
        digest.update(row.flip());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
