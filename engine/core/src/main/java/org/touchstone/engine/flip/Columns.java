package org.touchstone.engine.flip;

import java.util.Arrays;

/**
 * What a unit of scaled change of each variable does to the model's inputs: variable j adds {@code
 * slope[e]} to input {@code input[e]} for {@code start[j] <= e < start[j + 1]}.
 */
record Columns(int[] start, int[] input, double[] slope) {

  int size() {
    return start.length - 1;
  }

  /** The columns of some of the variables. */
  Columns only(int[] variables) {
    int[] starts = new int[variables.length + 1];
    for (int k = 0; k < variables.length; k++) {
      starts[k + 1] = starts[k] + start[variables[k] + 1] - start[variables[k]];
    }
    int[] inputs = new int[starts[variables.length]];
    double[] slopes = new double[inputs.length];
    for (int k = 0; k < variables.length; k++) {
      int from = start[variables[k]];
      System.arraycopy(input, from, inputs, starts[k], starts[k + 1] - starts[k]);
      System.arraycopy(slope, from, slopes, starts[k], starts[k + 1] - starts[k]);
    }
    return new Columns(starts, inputs, slopes);
  }

  /** Adds scaled changes of all variables to model inputs. */
  void add(double[] changes, double[] inputs) {
    add(changes, 0, inputs, 0);
  }

  void add(double[] changes, int from, double[] inputs, int to) {
    for (int j = 0; j < size(); j++) {
      addOne(j, changes[from + j], inputs, to);
    }
  }

  /** Adds the scaled change of one variable to model inputs. */
  void addOne(int variable, double change, double[] inputs, int to) {
    for (int e = start[variable]; e < start[variable + 1]; e++) {
      inputs[to + input[e]] += slope[e] * change;
    }
  }

  /** Turns a gradient by model inputs into one by scaled changes. */
  void pull(double[] byInputs, double[] byChanges) {
    for (int j = 0; j < size(); j++) {
      double sum = 0;
      for (int e = start[j]; e < start[j + 1]; e++) {
        sum += slope[e] * byInputs[input[e]];
      }
      byChanges[j] = sum;
    }
  }

  static int[] range(int size) {
    int[] all = new int[size];
    Arrays.setAll(all, i -> i);
    return all;
  }
}
