package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.touchstone.engine.model.EnsembleRules.Precision;

/** Stacked recurrent layers of one kind with an output layer: what GRU and LSTM share. */
final class RecurrentNetwork {

  private final RecurrentCell cell;
  private final List<RecurrentLayer> layers;
  private final SequenceHead head;
  private final Precision precision;
  private final int stateWidth;
  private final ConcurrentLinkedQueue<RecurrentKernel> kernels = new ConcurrentLinkedQueue<>();

  RecurrentNetwork(
      RecurrentCell cell, List<RecurrentLayer> layers, SequenceHead head, Precision precision) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A recurrent network needs a layer");
    }
    this.cell = cell;
    this.layers = List.copyOf(layers);
    this.head = head;
    this.precision = precision;
    kernels.add(newKernel());
    int last = layers.get(layers.size() - 1).hidden();
    if (head.hidden() != last) {
      throw new IllegalArgumentException(
          "The output layer takes "
              + head.hidden()
              + " hidden units, but the last recurrent layer has "
              + last);
    }
    int hidden = layers.stream().mapToInt(RecurrentLayer::hidden).sum();
    this.stateWidth = cell == RecurrentCell.LSTM ? 2 * hidden : hidden;
  }

  List<RecurrentLayer> layers() {
    return layers;
  }

  SequenceHead head() {
    return head;
  }

  Precision precision() {
    return precision;
  }

  RecurrentNetwork with(Precision other) {
    return new RecurrentNetwork(cell, layers, head, other);
  }

  RecurrentNetwork withOutput(int output) {
    return new RecurrentNetwork(cell, layers, head.withOutput(output), precision);
  }

  int eventWidth() {
    return layers.get(0).inputs();
  }

  int stateWidth() {
    return stateWidth;
  }

  void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
    SequenceLengths.check(lengths, count, maxLength);
    // Longest first: those that still take steps are always the first slots of a block.
    int[] order = longestFirst(lengths, count);
    double[] zeros = new double[stateWidth];
    double[] hidden = new double[head.hidden()];
    RecurrentKernel kernel = kernel();
    int stride = maxLength * eventWidth();
    for (int first = 0; first < count; first += RecurrentKernel.BLOCK) {
      int size = Math.min(RecurrentKernel.BLOCK, count - first);
      for (int slot = 0; slot < size; slot++) {
        kernel.loadState(zeros, 0, slot);
      }
      int active = size;
      for (int t = 0; active > 0; t++) {
        for (int slot = 0; slot < active; slot++) {
          kernel.loadEvent(events, order[first + slot] * stride + t * eventWidth(), slot);
        }
        kernel.step(RecurrentKernel.lanes(active));
        while (active > 0 && lengths[order[first + active - 1]] == t + 1) {
          active--;
          kernel.storeLastHidden(active, hidden);
          out[order[first + active]] = head.score(hidden, 0);
        }
      }
    }
    kernels.add(kernel);
  }

  void advance(double[] events, int count, int steps, double[] states, double[] out) {
    if (steps < 1) {
      throw new IllegalArgumentException("A sequence advances by 1 or more events, not " + steps);
    }
    double[] hidden = new double[head.hidden()];
    RecurrentKernel kernel = kernel();
    int width = eventWidth();
    for (int first = 0; first < count; first += RecurrentKernel.BLOCK) {
      int size = Math.min(RecurrentKernel.BLOCK, count - first);
      for (int slot = 0; slot < size; slot++) {
        kernel.loadState(states, (first + slot) * stateWidth, slot);
      }
      for (int t = 0; t < steps; t++) {
        for (int slot = 0; slot < size; slot++) {
          kernel.loadEvent(events, ((first + slot) * steps + t) * width, slot);
        }
        kernel.step(RecurrentKernel.lanes(size));
      }
      for (int slot = 0; slot < size; slot++) {
        kernel.storeState(slot, states, (first + slot) * stateWidth);
        kernel.storeLastHidden(slot, hidden);
        out[first + slot] = head.score(hidden, 0);
      }
    }
    kernels.add(kernel);
  }

  private RecurrentKernel kernel() {
    RecurrentKernel pooled = kernels.poll();
    return pooled != null ? pooled : newKernel();
  }

  private RecurrentKernel newKernel() {
    return precision == Precision.SINGLE
        ? new FloatKernel(cell, layers)
        : new DoubleKernel(cell, layers);
  }

  private static int[] longestFirst(int[] lengths, int count) {
    Integer[] boxed = new Integer[count];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, Comparator.comparingInt((Integer i) -> -lengths[i]));
    return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
  }
}
