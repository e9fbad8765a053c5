package org.touchstone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/**
 * A two-class classifier in an ONNX file, run by ONNX Runtime on the CPU.
 *
 * <p>The model has one input, batch x inputs, of floats or doubles. Its probability is an output of
 * floats or doubles of shape (batch), (batch, 1) or (batch, 2), where the second column is the
 * positive class, or a sequence of maps (ZipMap) with the keys 0 and 1.
 *
 * <p>Rows go through buffers outside of the heap that are used again. Safe for use by several
 * threads; closing waits for the runs that are under way.
 */
public final class OnnxClassifier implements Classifier {

  private final ModelFile file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final OnnxJavaType inputType;
  private final int inputWidth;
  private final int batch;
  private final boolean fixedBatch;
  private final OnnxOutput output;
  private final Map<String, String> metadata;
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxClassifier(
      ModelFile file, OrtEnvironment environment, OrtSession session, OnnxOptions options)
      throws OrtException {
    this.file = file;
    this.environment = environment;
    this.session = session;
    NodeInfo node = onlyInput(file, session);
    TensorInfo tensor = rows(file, node);
    long[] shape = tensor.getShape();
    this.input = node.getName();
    this.inputType = tensor.type;
    this.inputWidth = (int) shape[1];
    this.fixedBatch = shape[0] > 0;
    this.batch = fixedBatch ? (int) shape[0] : options.maxBatch();
    this.output = OnnxOutput.choose(file, session.getOutputInfo(), options.output());
    this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
  }

  /**
   * Opens a model.
   *
   * @throws ModelException if the runtime cannot read the file, or the model is not one of rows of
   *     numbers and one probability; the message names the inputs and outputs that it has
   */
  public static OnnxClassifier open(ModelFile file, OnnxOptions options) {
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
      return new OnnxClassifier(file, environment, session, options);
    } catch (OrtException | RuntimeException e) {
      closeQuietly(session, e);
      if (e instanceof ModelException model) {
        throw model;
      }
      throw new ModelException("Model file " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public int inputWidth() {
    return inputWidth;
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ModelException("The model of " + file + " is closed; load it again");
      }
      ByteBuffer pooled = buffers.poll();
      ByteBuffer buffer = pooled != null ? pooled : allocate();
      try {
        for (int from = 0; from < count; from += batch) {
          run(rows, from, Math.min(batch, count - from), buffer, out);
        }
      } finally {
        buffers.add(buffer);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Closes the session after the runs that are under way; a second call does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        buffers.clear();
        session.close();
      }
    } catch (OrtException e) {
      throw new ModelException("The session of " + file + " cannot be closed: " + e, e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private ByteBuffer allocate() {
    int bytes = inputType == OnnxJavaType.DOUBLE ? Double.BYTES : Float.BYTES;
    long size = (long) batch * inputWidth * bytes;
    if (size > Integer.MAX_VALUE) {
      throw new ModelException(
          "A batch of "
              + batch
              + " rows of "
              + inputWidth
              + " inputs does not fit a buffer; set a smaller maxBatch");
    }
    return ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
  }

  private void run(double[] rows, int from, int count, ByteBuffer buffer, double[] out) {
    int sent = fixedBatch ? batch : count;
    try (OnnxTensor tensor = tensor(rows, from, count, sent, buffer);
        OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(output.name()))) {
      OnnxValue value =
          result
              .get(output.name())
              .orElseThrow(() -> new ModelException(file + " gave no output " + output.name()));
      output.read(value, sent, count, out, from);
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime could not score " + count + " rows with " + file + ": " + e.getMessage(),
          e);
    }
  }

  /** Rows that fill up a fixed batch repeat the first one: they are no harder to score. */
  private OnnxTensor tensor(double[] rows, int from, int count, int sent, ByteBuffer buffer)
      throws OrtException {
    int length = sent * inputWidth;
    long[] shape = {sent, inputWidth};
    buffer.clear();
    if (inputType == OnnxJavaType.DOUBLE) {
      DoubleBuffer doubles = buffer.asDoubleBuffer();
      doubles.put(rows, from * inputWidth, count * inputWidth);
      for (int i = count; i < sent; i++) {
        doubles.put(rows, from * inputWidth, inputWidth);
      }
      return OnnxTensor.createTensor(environment, doubles.position(0).limit(length), shape);
    }
    FloatBuffer floats = buffer.asFloatBuffer();
    for (int i = 0; i < sent; i++) {
      int at = (from + (i < count ? i : 0)) * inputWidth;
      for (int j = 0; j < inputWidth; j++) {
        floats.put((float) rows[at + j]);
      }
    }
    return OnnxTensor.createTensor(environment, floats.position(0).limit(length), shape);
  }

  private static NodeInfo onlyInput(ModelFile file, OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw new ModelException(
          "Model file "
              + file
              + " has "
              + inputs.size()
              + " inputs "
              + inputs.keySet()
              + "; a classifier takes one table, batch x inputs. Save the model with one input");
    }
    return inputs.values().iterator().next();
  }

  private static TensorInfo rows(ModelFile file, NodeInfo input) {
    if (input.getInfo() instanceof TensorInfo tensor
        && (tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE)
        && tensor.getShape().length == 2
        && tensor.getShape()[1] > 0) {
      return tensor;
    }
    throw new ModelException(
        "Model file "
            + file
            + ": input \""
            + input.getName()
            + "\" is "
            + input.getInfo()
            + "; a classifier takes floats or doubles of shape (batch, number of inputs), with the"
            + " number of inputs stated");
  }

  private static void closeQuietly(OrtSession session, Exception cause) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }
}
