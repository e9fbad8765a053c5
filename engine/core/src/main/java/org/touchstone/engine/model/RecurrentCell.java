package org.touchstone.engine.model;

/** The equations of one recurrent step, with PyTorch's order of gates. */
enum RecurrentCell {
  /**
   * Gated recurrent unit, gates r, z, n: {@code n = tanh(W_n x + b_n + r (U_n h + c_n))}, {@code h'
   * = (1 - z) n + z h}.
   */
  GRU(3),
  /** Long short-term memory, gates i, f, g, o: {@code c' = f c + i g}, {@code h' = o tanh(c')}. */
  LSTM(4);

  private final int gates;

  RecurrentCell(int gates) {
    this.gates = gates;
  }

  int gates() {
    return gates;
  }
}
