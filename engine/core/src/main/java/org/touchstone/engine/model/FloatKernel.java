package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;

/**
 * Steps of stacked GRU or LSTM layers in single precision, for a block of sequences at once. Each
 * unit has an array of its own with a value for each sequence, and every innermost loop runs over
 * sequences from 0: loops over parts of one array, which start at different places, are not made
 * vector instructions.
 */
final class FloatKernel extends RecurrentKernel {

  private final float[][] inputWeights;
  private final float[][] recurrentWeights;
  private final float[][] bias;
  private final float[][] candidateBias;
  private final float[][] x;
  private final float[][][] h;
  private final float[][][] c;
  private final float[][] gates;
  private final float[][] candidate;
  private final double[] wide = new double[BLOCK];

  FloatKernel(RecurrentCell cell, List<RecurrentLayer> layers) {
    super(cell, layers);
    int count = layers.size();
    inputWeights = new float[count][];
    recurrentWeights = new float[count][];
    bias = new float[count][];
    candidateBias = new float[count][];
    h = new float[count][][];
    c = new float[count][][];
    int widest = 0;
    for (int l = 0; l < count; l++) {
      RecurrentLayer layer = layers.get(l);
      int hidden = layer.hidden();
      inputWeights[l] = rounded(layer.inputWeights());
      recurrentWeights[l] = rounded(layer.recurrentWeights());
      bias[l] = rounded(summedBias(layer));
      candidateBias[l] = rounded(candidateBias(layer));
      h[l] = new float[hidden][BLOCK];
      c[l] = new float[cell == RecurrentCell.LSTM ? hidden : 0][BLOCK];
      widest = Math.max(widest, hidden);
    }
    x = new float[layers.get(0).inputs()][BLOCK];
    gates = new float[cell.gates() * widest][BLOCK];
    candidate = new float[cell == RecurrentCell.GRU ? widest : 0][BLOCK];
  }

  @Override
  void loadEvent(double[] events, int from, int slot) {
    for (int j = 0; j < x.length; j++) {
      x[j][slot] = (float) events[from + j];
    }
  }

  @Override
  void loadState(double[] states, int from, int slot) {
    int at = from;
    for (float[][] layer : h) {
      at = load(states, at, layer, slot);
    }
    for (float[][] layer : c) {
      at = load(states, at, layer, slot);
    }
  }

  @Override
  void storeState(int slot, double[] states, int from) {
    int at = from;
    for (float[][] layer : h) {
      at = store(layer, slot, states, at);
    }
    for (float[][] layer : c) {
      at = store(layer, slot, states, at);
    }
  }

  @Override
  void storeLastHidden(int slot, double[] out) {
    store(h[h.length - 1], slot, out, 0);
  }

  @Override
  void step(int active) {
    float[][] inputs = x;
    for (int l = 0; l < h.length; l++) {
      if (cell == RecurrentCell.GRU) {
        gru(l, inputs, active);
      } else {
        lstm(l, inputs, active);
      }
      inputs = h[l];
    }
  }

  private void gru(int l, float[][] inputs, int active) {
    float[][] state = h[l];
    int hidden = state.length;
    int width = inputWeights[l].length / (3 * hidden);
    fill(gates, bias[l], active);
    multiply(inputWeights[l], 0, 3 * hidden, width, inputs, gates, active);
    multiply(recurrentWeights[l], 0, 2 * hidden, hidden, state, gates, active);
    fill(candidate, candidateBias[l], active);
    multiply(recurrentWeights[l], 2 * hidden, hidden, hidden, state, candidate, active);
    for (int k = 0; k < hidden; k++) {
      float[] r = gates[k];
      float[] z = gates[hidden + k];
      float[] n = gates[2 * hidden + k];
      sigmoid(r, active);
      sigmoid(z, active);
      addProduct(n, r, candidate[k], active);
      tanh(n, active);
      interpolate(state[k], z, n, active);
    }
  }

  private void lstm(int l, float[][] inputs, int active) {
    float[][] state = h[l];
    int hidden = state.length;
    int width = inputWeights[l].length / (4 * hidden);
    fill(gates, bias[l], active);
    multiply(inputWeights[l], 0, 4 * hidden, width, inputs, gates, active);
    multiply(recurrentWeights[l], 0, 4 * hidden, hidden, state, gates, active);
    for (int k = 0; k < hidden; k++) {
      float[] i = gates[k];
      float[] f = gates[hidden + k];
      float[] g = gates[2 * hidden + k];
      float[] o = gates[3 * hidden + k];
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

  private void sigmoid(float[] z, int active) {
    widen(z, active);
    GateFunctions.singleSigmoid(wide, active);
    narrow(z, active);
  }

  private void tanh(float[] z, int active) {
    widen(z, active);
    GateFunctions.singleTanh(wide, active);
    narrow(z, active);
  }

  private void widen(float[] z, int active) {
    for (int b = 0; b < active; b++) {
      wide[b] = z[b];
    }
  }

  private void narrow(float[] z, int active) {
    for (int b = 0; b < active; b++) {
      z[b] = (float) wide[b];
    }
  }

  /** {@code n += r u}. */
  private static void addProduct(float[] n, float[] r, float[] u, int active) {
    for (int b = 0; b < active; b++) {
      n[b] += r[b] * u[b];
    }
  }

  /** {@code h = (1 - z) n + z h}. */
  private static void interpolate(float[] h, float[] z, float[] n, int active) {
    for (int b = 0; b < active; b++) {
      h[b] = (1 - z[b]) * n[b] + z[b] * h[b];
    }
  }

  /** {@code c = f c + i g}. */
  private static void remember(float[] c, float[] f, float[] i, float[] g, int active) {
    for (int b = 0; b < active; b++) {
      c[b] = f[b] * c[b] + i[b] * g[b];
    }
  }

  /** {@code h = o t}. */
  private static void product(float[] h, float[] o, float[] t, int active) {
    for (int b = 0; b < active; b++) {
      h[b] = o[b] * t[b];
    }
  }

  private static void fill(float[][] z, float[] values, int active) {
    for (int o = 0; o < values.length; o++) {
      Arrays.fill(z[o], 0, active, values[o]);
    }
  }

  /** Adds {@code w x} to {@code z}, of rows {@code from} to {@code from + rows} of {@code w}. */
  private static void multiply(
      float[] w, int from, int rows, int columns, float[][] x, float[][] z, int active) {
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
  private static void add4(float[] w, int at, float[][] x, int k, float[] z, int active) {
    float w0 = w[at];
    float w1 = w[at + 1];
    float w2 = w[at + 2];
    float w3 = w[at + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    for (int b = 0; b < active; b++) {
      z[b] += (w0 * x0[b] + w1 * x1[b]) + (w2 * x2[b] + w3 * x3[b]);
    }
  }

  private static void add2(float w0, float w1, float[] x0, float[] x1, float[] z, int active) {
    for (int b = 0; b < active; b++) {
      z[b] += w0 * x0[b] + w1 * x1[b];
    }
  }

  private static void add1(float w0, float[] x0, float[] z, int active) {
    for (int b = 0; b < active; b++) {
      z[b] += w0 * x0[b];
    }
  }

  private static int load(double[] states, int from, float[][] layer, int slot) {
    for (int k = 0; k < layer.length; k++) {
      layer[k][slot] = (float) states[from + k];
    }
    return from + layer.length;
  }

  private static int store(float[][] layer, int slot, double[] states, int from) {
    for (int k = 0; k < layer.length; k++) {
      states[from + k] = layer[k][slot];
    }
    return from + layer.length;
  }

  private static float[] rounded(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
