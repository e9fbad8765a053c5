package org.touchstone.engine.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One swarm of points for each label, from top to bottom: a point for each row, spread where many
 * have nearly the same value.
 *
 * @param title what the plot shows
 * @param axis what the horizontal axis measures, with its unit
 * @param swarms from top to bottom
 * @param means whether a dark line marks the mean of each swarm
 */
public record BeeswarmPlot(String title, String axis, List<Swarm> swarms, boolean means)
    implements Plot {

  /** Copies the list. */
  public BeeswarmPlot {
    swarms = List.copyOf(swarms);
  }

  /** Swarms without their means. */
  public BeeswarmPlot(String title, String axis, List<Swarm> swarms) {
    this(title, axis, swarms, false);
  }

  /** The points of one label. Immutable. */
  public static final class Swarm {
    private final String label;
    private final double[] values;
    private final double[] colours;

    /**
     * Creates a swarm.
     *
     * @param label what it stands for
     * @param values where the points stand, finite
     * @param colours one for each point from 0 (low, blue) to 1 (high, red), {@code NaN} for grey;
     *     or none, all grey
     * @throws IllegalArgumentException if the lengths do not agree, a value is not finite, or a
     *     colour is outside of [0, 1]
     */
    public Swarm(String label, double[] values, double[] colours) {
      if (colours.length != 0 && colours.length != values.length) {
        throw new IllegalArgumentException(
            "Swarm \""
                + label
                + "\" has "
                + values.length
                + " values and "
                + colours.length
                + " colours");
      }
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("Swarm \"" + label + "\" has the value " + value);
        }
      }
      for (double colour : colours) {
        if (colour < 0 || colour > 1) {
          throw new IllegalArgumentException("Swarm \"" + label + "\" has the colour " + colour);
        }
      }
      this.label = label;
      this.values = values.clone();
      this.colours = colours.length == 0 ? filled(values.length) : colours.clone();
    }

    private static double[] filled(int length) {
      double[] grey = new double[length];
      Arrays.fill(grey, Double.NaN);
      return grey;
    }

    /** What the swarm stands for. */
    public String label() {
      return label;
    }

    /** Number of points. */
    public int size() {
      return values.length;
    }

    /** Where a point stands. */
    public double value(int point) {
      return values[point];
    }

    /** Its colour, from 0 to 1, or {@code NaN} for grey. */
    public double colour(int point) {
      return colours[point];
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Swarm swarm
          && label.equals(swarm.label)
          && Arrays.equals(values, swarm.values)
          && Arrays.equals(colours, swarm.colours);
    }

    @Override
    public int hashCode() {
      return Objects.hash(label, Arrays.hashCode(values), Arrays.hashCode(colours));
    }
  }
}
