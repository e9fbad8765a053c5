package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;

/**
 * Steps of stacked GRU or LSTM layers in double precision, for a block of sequences at once. Each
 * unit has an array of its own with a value for each sequence, and every innermost loop runs over
 * sequences from 0: loops over parts of one array, which start at different places, are not made
 * vector instructions.
 */
final class DoubleKernel extends RecurrentKernel {

  private final double[][] inputWeights;
  private final double[][] recurrentWeights;
  private final double[][] bias;
  private final double[][] candidateBias;
  private final double[][] x;
  private final double[][][] h;
  private final double[][][] c;
  private final double[][] gates;
  private final double[][] candidate;

  DoubleKernel(RecurrentCell cell, List<RecurrentLayer> layers) {
    super(cell, layers);
    int count = layers.size();
    inputWeights = new double[count][];
    recurrentWeights = new double[count][];
    bias = new double[count][];
    candidateBias = new double[count][];
    h = new double[count][][];
    c = new double[count][][];
    int widest = 0;
    for (int l = 0; l < count; l++) {
      RecurrentLayer layer = layers.get(l);
      int hidden = layer.hidden();
      inputWeights[l] = (layer.inputWeights());
      recurrentWeights[l] = (layer.recurrentWeights());
      bias[l] = (summedBias(layer));
      candidateBias[l] = (candidateBias(layer));
      h[l] = new double[hidden][BLOCK];
      c[l] = new double[cell == RecurrentCell.LSTM ? hidden : 0][BLOCK];
      widest = Math.max(widest, hidden);
    }
    x = new double[layers.get(0).inputs()][BLOCK];
    gates = new double[cell.gates() * widest][BLOCK];
    candidate = new double[cell == RecurrentCell.GRU ? widest : 0][BLOCK];
  }

  @Override
  void loadEvent(double[] events, int from, int slot) {
    for (int j = 0; j < x.length; j++) {
      x[j][slot] = events[from + j];
    }
  }

  @Override
  void loadState(double[] states, int from, int slot) {
    int at = from;
    for (double[][] layer : h) {
      at = load(states, at, layer, slot);
    }
    for (double[][] layer : c) {
      at = load(states, at, layer, slot);
    }
  }

  @Override
  void storeState(int slot, double[] states, int from) {
    int at = from;
    for (double[][] layer : h) {
      at = store(layer, slot, states, at);
    }
    for (double[][] layer : c) {
      at = store(layer, slot, states, at);
    }
  }

  @Override
  void storeLastHidden(int slot, double[] out) {
    store(h[h.length - 1], slot, out, 0);
  }

  @Override
  void step(int active) {
    double[][] inputs = x;
    for (int l = 0; l < h.length; l++) {
      if (cell == RecurrentCell.GRU) {
        gru(l, inputs, active);
      } else {
        lstm(l, inputs, active);
      }
      inputs = h[l];
    }
  }

  private void gru(int l, double[][] inputs, int active) {
    double[][] state = h[l];
    int hidden = state.length;
    int width = inputWeights[l].length / (3 * hidden);
    fill(gates, bias[l], active);
    multiply(inputWeights[l], 0, 3 * hidden, width, inputs, gates, active);
    multiply(recurrentWeights[l], 0, 2 * hidden, hidden, state, gates, active);
    fill(candidate, candidateBias[l], active);
    multiply(recurrentWeights[l], 2 * hidden, hidden, hidden, state, candidate, active);
    for (int k = 0; k < hidden; k++) {
      double[] r = gates[k];
      double[] z = gates[hidden + k];
      double[] n = gates[2 * hidden + k];
      sigmoid(r, active);
      sigmoid(z, active);
      addProduct(n, r, candidate[k], active);
      tanh(n, active);
      interpolate(state[k], z, n, active);
    }
  }

  private void lstm(int l, double[][] inputs, int active) {
    double[][] state = h[l];
    int hidden = state.length;
    int width = inputWeights[l].length / (4 * hidden);
    fill(gates, bias[l], active);
    multiply(inputWeights[l], 0, 4 * hidden, width, inputs, gates, active);
    multiply(recurrentWeights[l], 0, 4 * hidden, hidden, state, gates, active);
    for (int k = 0; k < hidden; k++) {
      double[] i = gates[k];
      double[] f = gates[hidden + k];
      double[] g = gates[2 * hidden + k];
      double[] o = gates[3 * hidden + k];
      sigmoid(i, active);
      sigmoid(f, active);
      tanh(g, active);
      sigmoid(o, active);
      remember(c[l][k], f, i, g, active);
      System.arraycopy(c[l][k], 0, g, 0, active);
      tanh(g, active);
      product(state[k], o, g, active);
    }
  }

  private static void sigmoid(double[] z, int active) {
    GateFunctions.sigmoid(z, active);
  }

  private static void tanh(double[] z, int active) {
    GateFunctions.tanh(z, active);
  }

  /** {@code n += r u}. */
  private static void addProduct(double[] n, double[] r, double[] u, int active) {
    for (int b = 0; b < active; b++) {
      n[b] += r[b] * u[b];
    }
  }

  /** {@code h = (1 - z) n + z h}. */
  private static void interpolate(double[] h, double[] z, double[] n, int active) {
    for (int b = 0; b < active; b++) {
      h[b] = (1 - z[b]) * n[b] + z[b] * h[b];
    }
  }

  /** {@code c = f c + i g}. */
  private static void remember(double[] c, double[] f, double[] i, double[] g, int active) {
    for (int b = 0; b < active; b++) {
      c[b] = f[b] * c[b] + i[b] * g[b];
    }
  }

  /** {@code h = o t}. */
  private static void product(double[] h, double[] o, double[] t, int active) {
    for (int b = 0; b < active; b++) {
      h[b] = o[b] * t[b];
    }
  }

  private static void fill(double[][] z, double[] values, int active) {
    for (int o = 0; o < values.length; o++) {
      Arrays.fill(z[o], 0, active, values[o]);
    }
  }

  /** Adds {@code w x} to {@code z}, of rows {@code from} to {@code from + rows} of {@code w}. */
  private static void multiply(
      double[] w, int from, int rows, int columns, double[][] x, double[][] z, int active) {
    for (int o = 0; o < rows; o++) {
      int at = (from + o) * columns;
      int k = 0;
      for (; k + 4 <= columns; k += 4) {
        add4(w, at + k, x, k, z[o], active);
      }
      for (; k + 2 <= columns; k += 2) {
        add2(w[at + k], w[at + k + 1], x[k], x[k + 1], z[o], active);
      }
      if (k < columns) {
        add1(w[at + k], x[k], z[o], active);
      }
    }
  }

  /** Of four columns: with more, the loop is too large to become vector instructions. */
  private static void add4(double[] w, int at, double[][] x, int k, double[] z, int active) {
    double w0 = w[at];
    double w1 = w[at + 1];
    double w2 = w[at + 2];
    double w3 = w[at + 3];
    double[] x0 = x[k];
    double[] x1 = x[k + 1];
    double[] x2 = x[k + 2];
    double[] x3 = x[k + 3];
    for (int b = 0; b < active; b++) {
      z[b] += (w0 * x0[b] + w1 * x1[b]) + (w2 * x2[b] + w3 * x3[b]);
    }
  }

  private static void add2(double w0, double w1, double[] x0, double[] x1, double[] z, int active) {
    for (int b = 0; b < active; b++) {
      z[b] += w0 * x0[b] + w1 * x1[b];
    }
  }

  private static void add1(double w0, double[] x0, double[] z, int active) {
    for (int b = 0; b < active; b++) {
      z[b] += w0 * x0[b];
    }
  }

  private static int load(double[] states, int from, double[][] layer, int slot) {
    for (int k = 0; k < layer.length; k++) {
      layer[k][slot] = states[from + k];
    }
    return from + layer.length;
  }

  private static int store(double[][] layer, int slot, double[] states, int from) {
    for (int k = 0; k < layer.length; k++) {
      states[from + k] = layer[k][slot];
    }
    return from + layer.length;
  }
}
