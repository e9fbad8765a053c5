package org.touchstone.engine.counterfactual;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The mesh grid of the audit framework: for each row all points of a grid around it, {@code [x_j -
 * (h_j + r), x_j + (h_j + r')]} in steps, with whole numbers r and r' drawn anew for each row and
 * each end from 0 to {@code extension}. All points are handed out, whether they change the class or
 * not, the row itself included; none is clipped to what is possible. Columns that are not on the
 * grid keep the row's values.
 *
 * <p>Source: Bhaumik and Dey 2023, section 4.6, who call it "not optimal, but used for
 * demonstration purposes".
 */
public final class MeshGrid implements CounterfactualGenerator {

  /** Points of one row that are not refused; they are held in memory together. */
  private static final long MOST_POINTS = 5_000_000;

  private static final int BATCH = 4096;

  private final DecisionModel model;
  private final Schema schema;
  private final List<Axis> axes;
  private final int extension;
  private final long seed;

  /**
   * One direction of the grid.
   *
   * @param feature a continuous feature
   * @param halfWidth how far the grid reaches at least to either side, above 0
   * @param step distance between neighbouring points, above 0
   */
  public record Axis(String feature, double halfWidth, double step) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite and above 0
     */
    public Axis {
      if (!(halfWidth > 0 && step > 0) || Double.isInfinite(halfWidth + step)) {
        throw new IllegalArgumentException(
            "Axis \""
                + feature
                + "\" has half-width "
                + halfWidth
                + " and step "
                + step
                + "; both are above 0");
      }
    }
  }

  /**
   * A generator of grids.
   *
   * @param model decides on the points
   * @param schema the columns of the rows, which the model takes
   * @param axes the directions of the grid, at least one
   * @param extension largest random whole number that is added to a half-width, 0 or more
   * @param seed seed of the random numbers
   * @throws DataException if an axis is no continuous column, or is there twice
   * @throws IllegalArgumentException if there is no axis, or the extension is negative
   */
  public MeshGrid(DecisionModel model, Schema schema, List<Axis> axes, int extension, long seed) {
    if (axes.isEmpty() || extension < 0) {
      throw new IllegalArgumentException(
          "A grid needs an axis and an extension of 0 or more, found "
              + axes.size()
              + " axes and "
              + extension);
    }
    Set<String> seen = new HashSet<>();
    for (Axis axis : axes) {
      if (!(schema.feature(axis.feature()) instanceof Feature.Continuous)) {
        throw new DataException(
            "A grid has axes of numbers, \""
                + axis.feature()
                + "\" has levels; name continuous columns");
      }
      if (!seen.add(axis.feature())) {
        throw new DataException("\"" + axis.feature() + "\" is an axis of the grid twice");
      }
    }
    this.model = model;
    this.schema = schema;
    this.axes = List.copyOf(axes);
    this.extension = extension;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "mesh grid";
  }

  @Override
  public List<String> features() {
    return axes.stream().map(Axis::feature).toList();
  }

  /** The directions of the grid. */
  public List<Axis> axes() {
    return axes;
  }

  @Override
  public void generate(Dataset rows, Execution execution, Consumer<CounterfactualSet> sink) {
    RowColumns.require(schema, rows);
    execution.run(
        "counterfactuals of " + rows.rowCount() + " rows by " + name(),
        rows.rowCount(),
        1,
        (from, to) -> around(rows, from),
        sink);
  }

  private CounterfactualSet around(Dataset rows, int row) {
    long stream = RandomSeeds.derive(seed, name(), rows.rowId(row));
    SplittableRandom random = new SplittableRandom(stream);
    int[] extensions = new int[2 * axes.size()];
    for (int i = 0; i < extensions.length; i++) {
      extensions[i] = random.nextInt(extension + 1);
    }
    return around(rows, row, extensions, stream);
  }

  /**
   * The grid around one row.
   *
   * @param extensions what is added to the half-width of each axis, at its lower and its upper end
   */
  CounterfactualSet around(Dataset rows, int row, int[] extensions, long stream) {
    double[] original = new double[schema.size()];
    rows.copyRows(row, row + 1, original);
    double[] points = grid(original, rows.rowId(row), extensions);
    int count = points.length / schema.size();
    double[] probabilities = new double[count * model.classes()];
    int calls = 1;
    double[] batch = new double[Math.min(BATCH, count) * schema.size()];
    double[] out = new double[Math.min(BATCH, count) * model.classes()];
    for (int from = 0; from < count; from += BATCH) {
      int size = Math.min(BATCH, count - from);
      System.arraycopy(points, from * schema.size(), batch, 0, size * schema.size());
      model.probabilities(batch, size, out);
      System.arraycopy(out, 0, probabilities, from * model.classes(), size * model.classes());
      calls++;
    }
    return new CounterfactualSet(
        schema,
        row,
        rows.rowId(row),
        CounterfactualSet.Scored.of(model, original, 1),
        CounterfactualSet.Scored.of(model, points, count, probabilities),
        features(),
        new SearchRecord(name(), stream, calls, count + 1L, Optional.empty()));
  }

  private double[] grid(double[] original, String rowId, int[] extensions) {
    int[] sizes = new int[axes.size()];
    double[] starts = new double[axes.size()];
    long count = 1;
    for (int a = 0; a < sizes.length; a++) {
      Axis axis = axes.get(a);
      double centre = original[schema.indexOf(axis.feature())];
      if (Double.isNaN(centre)) {
        throw new DataException(
            "Row "
                + rowId
                + " has no value of \""
                + axis.feature()
                + "\": there is no grid around it; leave the row or the axis out");
      }
      double below = axis.halfWidth() + extensions[2 * a];
      double above = axis.halfWidth() + extensions[2 * a + 1];
      starts[a] = centre - below;
      // A width that is a whole number of steps but for rounding keeps its last point.
      double steps = Math.floor((below + above) / axis.step() + 1e-9);
      count =
          steps + 1 > MOST_POINTS ? Long.MAX_VALUE : Math.multiplyExact(count, (long) steps + 1);
      if (count > MOST_POINTS) {
        throw new DataException(
            "The grid around row "
                + rowId
                + " has more than "
                + MOST_POINTS
                + " points; name fewer axes, smaller half-widths or larger steps");
      }
      sizes[a] = (int) steps + 1;
    }
    return points(original, starts, sizes, (int) count);
  }

  private double[] points(double[] original, double[] starts, int[] sizes, int count) {
    int width = schema.size();
    double[] points = new double[count * width];
    int[] columns = axes.stream().mapToInt(axis -> schema.indexOf(axis.feature())).toArray();
    int[] at = new int[sizes.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(original, 0, points, i * width, width);
      for (int a = 0; a < sizes.length; a++) {
        points[i * width + columns[a]] = starts[a] + at[a] * axes.get(a).step();
      }
      for (int a = sizes.length - 1; a >= 0 && ++at[a] == sizes[a]; a--) {
        at[a] = 0;
      }
    }
    schema.derive(points, count);
    return points;
  }
}
