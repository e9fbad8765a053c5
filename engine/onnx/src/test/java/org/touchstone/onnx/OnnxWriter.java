package org.touchstone.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes small ONNX files; field numbers are those of {@code onnx/onnx.proto}. */
final class OnnxWriter {

  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int DOUBLE = 11;

  /** One protobuf message. */
  static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    Message text(int field, String value) {
      return write(() -> out.writeString(field, value));
    }

    Message integer(int field, long value) {
      return write(() -> out.writeInt64(field, value));
    }

    Message number(int field, float value) {
      return write(() -> out.writeFloat(field, value));
    }

    Message number(int field, double value) {
      return write(() -> out.writeDouble(field, value));
    }

    Message message(int field, Consumer<Message> fill) {
      Message inner = new Message();
      fill.accept(inner);
      return write(() -> out.writeByteArray(field, inner.toBytes()));
    }

    byte[] toBytes() {
      write(out::flush);
      return bytes.toByteArray();
    }

    private interface Action {
      void run() throws IOException;
    }

    private Message write(Action action) {
      try {
        action.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }
  }

  private final Message graph = new Message().text(2, "graph");
  private final Message model = new Message().integer(1, 8);

  OnnxWriter() {
    model.message(8, opset -> opset.text(1, "").integer(2, 13));
    model.message(8, opset -> opset.text(1, "ai.onnx.ml").integer(2, 3));
  }

  OnnxWriter node(String op, String domain, String input, String output, Consumer<Message> more) {
    graph.message(
        1,
        node -> {
          for (String name : input.split(",")) {
            node.text(1, name);
          }
          for (String name : output.split(",")) {
            node.text(2, name);
          }
          node.text(3, op + "_" + output).text(4, op).text(7, domain);
          more.accept(node);
        });
    return this;
  }

  OnnxWriter node(String op, String input, String output) {
    return node(op, "", input, output, node -> {});
  }

  OnnxWriter constant(String name, int type, long[] dims, double... values) {
    graph.message(
        5,
        tensor -> {
          for (long dim : dims) {
            tensor.integer(1, dim);
          }
          tensor.integer(2, type);
          for (double value : values) {
            if (type == DOUBLE) {
              tensor.number(10, value);
            } else {
              tensor.number(4, (float) value);
            }
          }
          tensor.text(8, name);
        });
    return this;
  }

  /** A dimension of -1 is free. */
  OnnxWriter input(String name, int type, long... dims) {
    graph.message(11, info -> value(info, name, type, dims));
    return this;
  }

  OnnxWriter output(String name, int type, long... dims) {
    graph.message(12, info -> value(info, name, type, dims));
    return this;
  }

  OnnxWriter mapsOutput(String name) {
    graph.message(
        12,
        info ->
            info.text(1, name)
                .message(
                    2,
                    type ->
                        type.message(
                            4,
                            sequence ->
                                sequence.message(
                                    1,
                                    element ->
                                        element.message(
                                            5,
                                            map ->
                                                map.integer(1, INT64)
                                                    .message(
                                                        2,
                                                        values ->
                                                            values.message(
                                                                1, t -> t.integer(1, FLOAT))))))));
    return this;
  }

  OnnxWriter metadata(String key, String value) {
    model.message(14, entry -> entry.text(1, key).text(2, value));
    return this;
  }

  byte[] toBytes() {
    byte[] body = graph.toBytes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(model.toBytes());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArray(7, body);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path write(Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Consumer<Message> integer(String name, long value) {
    return node ->
        node.message(5, attribute -> attribute.text(1, name).integer(3, value).integer(20, 2));
  }

  static Consumer<Message> number(String name, float value) {
    return node ->
        node.message(5, attribute -> attribute.text(1, name).number(2, value).integer(20, 1));
  }

  static Consumer<Message> text(String name, String value) {
    return node ->
        node.message(5, attribute -> attribute.text(1, name).text(4, value).integer(20, 3));
  }

  static Consumer<Message> integers(String name, long... values) {
    return node ->
        node.message(
            5,
            attribute -> {
              attribute.text(1, name);
              for (long value : values) {
                attribute.integer(8, value);
              }
              attribute.integer(20, 7);
            });
  }

  static Consumer<Message> numbers(String name, double... values) {
    return node ->
        node.message(
            5,
            attribute -> {
              attribute.text(1, name);
              for (double value : values) {
                attribute.number(7, (float) value);
              }
              attribute.integer(20, 6);
            });
  }

  static Consumer<Message> texts(String name, String... values) {
    return node ->
        node.message(
            5,
            attribute -> {
              attribute.text(1, name);
              for (String value : values) {
                attribute.text(9, value);
              }
              attribute.integer(20, 8);
            });
  }

  private static void value(Message info, String name, int type, long... dims) {
    info.text(1, name)
        .message(
            2,
            wrapper ->
                wrapper.message(
                    1,
                    tensor ->
                        tensor
                            .integer(1, type)
                            .message(
                                2,
                                shape -> {
                                  for (long dim : dims) {
                                    shape.message(
                                        1,
                                        d -> {
                                          if (dim >= 0) {
                                            d.integer(1, dim);
                                          } else {
                                            d.text(2, "batch");
                                          }
                                        });
                                  }
                                })));
  }

  /** Bytes as a file for a test that cuts them. */
  static Path write(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
