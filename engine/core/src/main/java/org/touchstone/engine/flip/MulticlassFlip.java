package org.touchstone.engine.flip;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.MulticlassMlp;

/**
 * The closest flip point of a model of several classes: the closest of those between the row's
 * class and each other class, where the two have the same probability. At the closest of all no
 * third class has a higher one: on the way from the row it would have come up earlier, as a closer
 * flip point.
 *
 * @param from the row's class, counted from 0
 * @param to the class on the other side of the closest boundary
 * @param result the flip point between the two, or why there is none between any two
 * @param distances the distance to the boundary with each class; 0 for the row's own, infinite
 *     where none was found
 */
@SuppressWarnings("ArrayRecordComponent")
public record MulticlassFlip(int from, int to, FlipResult result, double[] distances) {

  /** Copies the array. */
  public MulticlassFlip {
    distances = distances.clone();
  }

  /** The distances to the boundary with each class; a copy. */
  @Override
  public double[] distances() {
    return distances.clone();
  }

  /**
   * Finds the closest flip point.
   *
   * @param model the network
   * @param row values of the finder's columns
   * @param inputs the row as the network's inputs
   * @param finder makes the search for a network of two of the classes, for example {@code pair ->
   *     FlipPoints.of(EncodedClassifier.of(encoder, pair), training).build()}
   */
  public static MulticlassFlip closest(
      MulticlassMlp model, double[] row, double[] inputs, Function<Mlp, FlipPoints> finder) {
    int from = model.predict(inputs);
    double[] distances = new double[model.classCount()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    distances[from] = 0;
    int to = from;
    FlipResult best = FlipResult.none(Optional.empty(), "No boundary with another class was found");
    for (int other = 0; other < distances.length; other++) {
      if (other == from) {
        continue;
      }
      FlipResult result = finder.apply(model.pair(from, other)).closest(row);
      distances[other] = result.closest().map(FlipPoint::distance).orElse(Double.POSITIVE_INFINITY);
      if (result.found() && (to == from || distances[other] < distances[to])) {
        to = other;
        best = result;
      }
    }
    return new MulticlassFlip(from, to, best, distances);
  }

  /** The names of the two classes, for example {@code "a" and "b"}. */
  public String pair(List<String> classes) {
    return "\"" + classes.get(from) + "\" and \"" + classes.get(to) + "\"";
  }
}
