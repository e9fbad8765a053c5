package org.touchstone.engine.model;

import java.util.List;

/**
 * Stacked recurrent layers and the values of one block of sequences that goes through them. For one
 * thread.
 */
abstract sealed class RecurrentKernel permits DoubleKernel, FloatKernel {

  /** Sequences that take a step together. */
  static final int BLOCK = 256;

  /** Slots take a step in multiples of this. */
  private static final int LANES = 32;

  final RecurrentCell cell;

  RecurrentKernel(RecurrentCell cell, List<RecurrentLayer> layers) {
    this.cell = cell;
    int inputs = layers.get(0).inputs();
    for (int l = 0; l < layers.size(); l++) {
      RecurrentLayer layer = layers.get(l);
      if (layer.gates() != cell.gates()) {
        throw new IllegalArgumentException(
            "Layer "
                + (l + 1)
                + " has "
                + layer.gates()
                + " gates; a "
                + cell
                + " has "
                + cell.gates());
      }
      if (layer.inputs() != inputs) {
        throw new IllegalArgumentException(
            "Layer " + (l + 1) + " takes " + layer.inputs() + " inputs, but is given " + inputs);
      }
      inputs = layer.hidden();
    }
  }

  /**
   * The number of slots that take a step for a number of sequences. Loops that the JIT has seen to
   * be short are not made vector instructions, also where they are long later: so they never are.
   */
  static int lanes(int sequences) {
    return (sequences + LANES - 1) / LANES * LANES;
  }

  /** Sets the inputs of the sequence in a slot of the block. */
  abstract void loadEvent(double[] events, int from, int slot);

  /** Sets the state of the sequence in a slot: hidden values layer by layer, then the cells'. */
  abstract void loadState(double[] states, int from, int slot);

  /** Reads the state of the sequence in a slot. */
  abstract void storeState(int slot, double[] states, int from);

  /** Reads the hidden values of the last layer. */
  abstract void storeLastHidden(int slot, double[] out);

  /** Takes one step with the sequences in the first {@code active} slots; see {@link #lanes}. */
  abstract void step(int active);

  /**
   * The biases that are added before anything else: both of them, but for the candidate n of a GRU,
   * whose recurrent part is multiplied by r first, only that of the inputs.
   */
  final double[] summedBias(RecurrentLayer layer) {
    double[] sum = layer.inputBias().clone();
    int both = cell == RecurrentCell.GRU ? 2 * layer.hidden() : sum.length;
    for (int i = 0; i < both; i++) {
      sum[i] += layer.recurrentBias()[i];
    }
    return sum;
  }

  /** The bias of the recurrent part of a GRU's candidate; empty for an LSTM. */
  final double[] candidateBias(RecurrentLayer layer) {
    int count = cell == RecurrentCell.GRU ? layer.hidden() : 0;
    double[] own = new double[count];
    System.arraycopy(layer.recurrentBias(), 2 * layer.hidden(), own, 0, count);
    return own;
  }
}
