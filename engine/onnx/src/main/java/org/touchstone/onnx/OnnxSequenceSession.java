package org.touchstone.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/** Runs a sequence model. Safe for use by several threads; closing waits for runs under way. */
final class OnnxSequenceSession implements AutoCloseable {

  /** Floats of the events of one run. */
  private static final int MOST_VALUES = 1 << 22;

  private final ModelFile file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxSequenceSignature signature;
  private final int maxBatch;
  private final OptionalInt column;
  private final Map<String, String> metadata;
  private final Set<String> requested = new LinkedHashSet<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxSequenceSession(
      ModelFile file, OrtEnvironment environment, OrtSession session, OnnxSequenceOptions options)
      throws OrtException {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.signature =
        OnnxSequenceSignature.of(
            file, session.getInputInfo(), session.getOutputInfo(), options.output());
    this.maxBatch = options.maxBatch();
    this.column = options.column();
    this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
    requested.add(signature.score());
    signature.states().forEach(state -> requested.add(state.output()));
  }

  static OnnxSequenceSession open(ModelFile file, OnnxSequenceOptions options) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(options.threads());
      settings.setInterOpNumThreads(1);
      settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      session = environment.createSession(file.content(), settings);
    } catch (OrtException e) {
      throw new ModelException(
          "Model file "
              + file
              + " is not an ONNX model that ONNX Runtime can run, or truncated ("
              + e.getMessage()
              + ")",
          e);
    }
    try {
      return new OnnxSequenceSession(file, environment, session, options);
    } catch (OrtException | RuntimeException e) {
      try {
        session.close();
      } catch (OrtException onClose) {
        e.addSuppressed(onClose);
      }
      if (e instanceof ModelException model) {
        throw model;
      }
      throw new ModelException("Model file " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  OnnxSequenceSignature signature() {
    return signature;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  int stateWidth() {
    return signature.states().stream().mapToInt(OnnxSequenceSignature.State::width).sum();
  }

  /**
   * Reads events of sequences of one length.
   *
   * @param events row s of the batch starts at {@code rows[s] * stride}
   * @param rows the sequences; row s of {@code states} and {@code out} is {@code rows[s]}, too
   * @param states continued in place; not looked at by a model without states
   */
  void run(double[] events, int stride, int[] rows, int steps, double[] states, double[] out) {
    int most = Math.max(1, MOST_VALUES / (steps * signature.eventWidth()));
    int batch = Math.min(maxBatch, most);
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ModelException("The model of " + file + " is closed; load it again");
      }
      for (int from = 0; from < rows.length; from += batch) {
        int[] part = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + batch));
        runBatch(events, stride, part, steps, states, out);
      }
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime could not score "
              + rows.length
              + " sequences with "
              + file
              + ": "
              + e.getMessage(),
          e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void runBatch(
      double[] events, int stride, int[] rows, int steps, double[] states, double[] out)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      inputs.put(signature.events(), events(events, stride, rows, steps));
      int at = 0;
      for (OnnxSequenceSignature.State state : signature.states()) {
        inputs.put(state.input(), state(state, states, at, rows));
        at += state.width();
      }
      try (OrtSession.Result result = session.run(inputs, requested)) {
        readScores(tensor(result, signature.score()), rows, out);
        at = 0;
        for (OnnxSequenceSignature.State state : signature.states()) {
          readState(state, tensor(result, state.output()), states, at, rows);
          at += state.width();
        }
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor events(double[] events, int stride, int[] rows, int steps)
      throws OrtException {
    int size = steps * signature.eventWidth();
    FloatBuffer buffer = floats(rows.length * size);
    for (int row : rows) {
      for (int i = 0; i < size; i++) {
        buffer.put((float) events[row * stride + i]);
      }
    }
    return OnnxTensor.createTensor(
        environment, buffer.rewind(), new long[] {rows.length, steps, signature.eventWidth()});
  }

  private OnnxTensor state(OnnxSequenceSignature.State state, double[] states, int at, int[] rows)
      throws OrtException {
    FloatBuffer buffer = floats(rows.length * state.width());
    int inner = state.inner();
    for (int o = 0; o < state.outer(); o++) {
      for (int row : rows) {
        int from = row * stateWidth() + at + o * inner;
        for (int i = 0; i < inner; i++) {
          buffer.put((float) states[from + i]);
        }
      }
    }
    long[] shape = state.shape().clone();
    shape[state.batchAxis()] = rows.length;
    return OnnxTensor.createTensor(environment, buffer.rewind(), shape);
  }

  private void readState(
      OnnxSequenceSignature.State state, OnnxTensor tensor, double[] states, int at, int[] rows) {
    long[] shape = state.shape().clone();
    shape[state.batchAxis()] = rows.length;
    if (!Arrays.equals(tensor.getInfo().getShape(), shape)) {
      throw new ModelException(
          "State \""
              + state.output()
              + "\" of model file "
              + file
              + " has shape "
              + Arrays.toString(tensor.getInfo().getShape())
              + "; it should be "
              + Arrays.toString(shape));
    }
    FloatBuffer values = tensor.getFloatBuffer();
    int inner = state.inner();
    for (int o = 0; o < state.outer(); o++) {
      for (int row : rows) {
        int to = row * stateWidth() + at + o * inner;
        for (int i = 0; i < inner; i++) {
          states[to + i] = values.get();
        }
      }
    }
  }

  private void readScores(OnnxTensor tensor, int[] rows, double[] out) {
    long[] shape = tensor.getInfo().getShape();
    int columns = shape.length == 2 ? (int) shape[1] : 1;
    if (shape.length < 1 || shape.length > 2 || shape[0] != rows.length) {
      throw new ModelException(
          "Output \""
              + signature.score()
              + "\" of model file "
              + file
              + " has shape "
              + Arrays.toString(shape)
              + " for "
              + rows.length
              + " sequences; it should be batch, or batch x outputs");
    }
    int picked = column.orElse(columns == 2 ? 1 : 0);
    if (picked >= columns || (columns > 2 && column.isEmpty())) {
      throw new ModelException(
          "Output \""
              + signature.score()
              + "\" of model file "
              + file
              + " has "
              + columns
              + " columns"
              + (column.isPresent() ? ", and no column " + picked + " (from 0)" : "")
              + "; pick one (OnnxSequenceOptions.withColumn)");
    }
    FloatBuffer values = tensor.getFloatBuffer();
    for (int s = 0; s < rows.length; s++) {
      out[rows[s]] = values.get(s * columns + picked);
    }
  }

  private OnnxTensor tensor(OrtSession.Result result, String name) {
    return result
        .get(name)
        .filter(OnnxTensor.class::isInstance)
        .map(OnnxTensor.class::cast)
        .orElseThrow(() -> new ModelException(file + " gave no tensor " + name));
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Closes the session after the runs that are under way; a second call does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new ModelException("The session of " + file + " cannot be closed: " + e, e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
