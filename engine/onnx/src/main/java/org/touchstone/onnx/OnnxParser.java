package org.touchstone.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;

/**
 * Reads the messages of an ONNX file that the readers need. Field numbers are those of {@code
 * onnx/onnx.proto} (ONNX IR); fields that are not needed are skipped.
 */
final class OnnxParser {

  private static final int EXTERNAL = 1;

  private final ModelFile file;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensorData> constants = new HashMap<>();
  private final List<OnnxGraph.Input> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, String> metadata = new HashMap<>();
  private boolean hasGraph;

  private OnnxParser(ModelFile file) {
    this.file = file;
  }

  static OnnxGraph parse(ModelFile file) {
    OnnxParser parser = new OnnxParser(file);
    try {
      parser.model(CodedInputStream.newInstance(file.content()));
    } catch (IOException e) {
      throw new ModelException(
          "Model file "
              + file
              + " is not an ONNX model, or truncated ("
              + e.getMessage()
              + "); save the model again",
          e);
    }
    if (!parser.hasGraph) {
      throw new ModelException(
          "Model file " + file + " has no ONNX graph; save the model again as ONNX");
    }
    parser.inputs.removeIf(input -> parser.constants.containsKey(input.name()));
    return new OnnxGraph(
        file,
        List.copyOf(parser.nodes),
        Map.copyOf(parser.constants),
        List.copyOf(parser.inputs),
        List.copyOf(parser.outputs),
        Map.copyOf(parser.metadata));
  }

  private interface Field {
    /** Reads the field, or returns false to have it skipped. */
    boolean read(int number, int tag) throws IOException;
  }

  private static void fields(CodedInputStream in, Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field.read(WireFormat.getTagFieldNumber(tag), tag)) {
        in.skipField(tag);
      }
    }
  }

  private static CodedInputStream message(CodedInputStream in) throws IOException {
    return CodedInputStream.newInstance(in.readByteBuffer());
  }

  private void model(CodedInputStream in) throws IOException {
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 7 -> graph(message(in));
            case 14 -> metadataEntry(message(in));
            default -> {
              return false;
            }
          }
          return true;
        });
  }

  private void metadataEntry(CodedInputStream in) throws IOException {
    String[] entry = {"", ""};
    fields(
        in,
        (number, tag) -> {
          if (number != 1 && number != 2) {
            return false;
          }
          entry[number - 1] = in.readStringRequireUtf8();
          return true;
        });
    metadata.put(entry[0], entry[1]);
  }

  private void graph(CodedInputStream in) throws IOException {
    hasGraph = true;
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 1 -> node(message(in));
            case 5 -> initializer(message(in));
            case 11 -> inputs.add(input(message(in)));
            case 12 -> outputs.add(input(message(in)).name());
            default -> {
              return false;
            }
          }
          return true;
        });
  }

  private void node(CodedInputStream in) throws IOException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    String[] names = {"", ""};
    Map<String, OnnxNode.Attribute> attributes = new HashMap<>();
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 1 -> from.add(in.readStringRequireUtf8());
            case 2 -> to.add(in.readStringRequireUtf8());
            case 3 -> names[0] = in.readStringRequireUtf8();
            case 4 -> names[1] = in.readStringRequireUtf8();
            case 5 -> attribute(message(in), attributes);
            default -> {
              return false;
            }
          }
          return true;
        });
    OnnxNode.Attribute value = attributes.get("value");
    if (names[1].equals("Constant") && value != null && value.tensor().isPresent()) {
      constants.put(to.get(0), value.tensor().get());
    } else {
      nodes.add(new OnnxNode(nodes.size(), names[0], names[1], from, to, attributes));
    }
  }

  private void attribute(CodedInputStream in, Map<String, OnnxNode.Attribute> attributes)
      throws IOException {
    AttributeBuilder builder = new AttributeBuilder();
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 1 -> builder.name = in.readStringRequireUtf8();
            case 2 -> builder.number = in.readFloat();
            case 3 -> builder.integer = in.readInt64();
            case 4 -> builder.text = in.readBytes().toStringUtf8();
            case 5 -> builder.tensor = Optional.of(tensor(message(in)).data());
            case 7 -> floats(in, tag, builder.floats);
            case 8 -> integers(in, tag, builder.integers);
            case 9 -> builder.texts.add(in.readBytes().toStringUtf8());
            default -> {
              return false;
            }
          }
          return true;
        });
    attributes.put(builder.name, builder.build());
  }

  private static final class AttributeBuilder {
    private String name = "";
    private float number;
    private long integer;
    private String text = "";
    private final Numbers floats = new Numbers();
    private final Numbers integers = new Numbers();
    private final List<String> texts = new ArrayList<>();
    private Optional<OnnxTensorData> tensor = Optional.empty();

    OnnxNode.Attribute build() {
      double[] numbers = floats.toDoubles();
      float[] singles = new float[numbers.length];
      for (int i = 0; i < singles.length; i++) {
        singles[i] = (float) numbers[i];
      }
      return new OnnxNode.Attribute(
          number, integer, text, singles, integers.toLongs(), texts, tensor);
    }
  }

  private record NamedTensor(String name, OnnxTensorData data) {}

  private void initializer(CodedInputStream in) throws IOException {
    NamedTensor tensor = tensor(in);
    constants.put(tensor.name(), tensor.data());
  }

  private NamedTensor tensor(CodedInputStream in) throws IOException {
    Numbers dims = new Numbers();
    Numbers values = new Numbers();
    int[] types = {0, 0};
    String[] name = {""};
    ByteBuffer[] raw = {ByteBuffer.allocate(0)};
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 1 -> integers(in, tag, dims);
            case 2 -> types[0] = in.readInt32();
            case 4 -> floats(in, tag, values);
            case 8 -> name[0] = in.readStringRequireUtf8();
            case 9 -> raw[0] = in.readByteBuffer();
            case 10 -> doubles(in, tag, values);
            case 14 -> types[1] = in.readInt32();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (types[1] == EXTERNAL) {
      throw new ModelException(
          "Model file "
              + file
              + ": tensor \""
              + name[0]
              + "\" is in another file; save the model in one file");
    }
    double[] numbers = raw[0].remaining() > 0 ? fromRaw(raw[0], types[0]) : values.toDoubles();
    OnnxTensorData data = new OnnxTensorData(dims.toLongs(), types[0], numbers);
    long size = Arrays.stream(data.dims()).reduce(1, (a, b) -> a * b);
    if (data.isNumeric() && size != numbers.length) {
      throw new ModelException(
          "Model file "
              + file
              + ": tensor \""
              + name[0]
              + "\" has shape "
              + Arrays.toString(data.dims())
              + ", but "
              + numbers.length
              + " elements; save the model again");
    }
    return new NamedTensor(name[0], data);
  }

  private static double[] fromRaw(ByteBuffer raw, int type) {
    ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
    int size =
        switch (type) {
          case OnnxTensorData.FLOAT -> Float.BYTES;
          case OnnxTensorData.DOUBLE -> Double.BYTES;
          default -> Integer.MAX_VALUE;
        };
    double[] values = new double[bytes.remaining() / size];
    for (int i = 0; i < values.length; i++) {
      values[i] = size == Float.BYTES ? bytes.getFloat() : bytes.getDouble();
    }
    return values;
  }

  private static OnnxGraph.Input input(CodedInputStream in) throws IOException {
    String[] name = {""};
    int[] type = {0};
    Numbers dims = new Numbers();
    fields(
        in,
        (number, tag) -> {
          switch (number) {
            case 1 -> name[0] = in.readStringRequireUtf8();
            case 2 -> tensorType(message(in), type, dims);
            default -> {
              return false;
            }
          }
          return true;
        });
    return new OnnxGraph.Input(name[0], type[0], dims.toLongs());
  }

  private static void tensorType(CodedInputStream in, int[] type, Numbers dims) throws IOException {
    fields(
        in,
        (number, tag) -> {
          if (number != 1) {
            return false;
          }
          CodedInputStream tensor = message(in);
          fields(
              tensor,
              (inner, innerTag) -> {
                switch (inner) {
                  case 1 -> type[0] = tensor.readInt32();
                  case 2 -> shape(message(tensor), dims);
                  default -> {
                    return false;
                  }
                }
                return true;
              });
          return true;
        });
  }

  private static void shape(CodedInputStream in, Numbers dims) throws IOException {
    fields(
        in,
        (number, tag) -> {
          if (number != 1) {
            return false;
          }
          long[] value = {-1};
          CodedInputStream dim = message(in);
          fields(
              dim,
              (inner, innerTag) -> {
                if (inner != 1) {
                  return false;
                }
                value[0] = dim.readInt64();
                return true;
              });
          dims.add(value[0]);
          return true;
        });
  }

  private static void floats(CodedInputStream in, int tag, Numbers numbers) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      numbers.add(in.readFloat());
      return;
    }
    CodedInputStream packed = message(in);
    while (!packed.isAtEnd()) {
      numbers.add(packed.readFloat());
    }
  }

  private static void doubles(CodedInputStream in, int tag, Numbers numbers) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      numbers.add(in.readDouble());
      return;
    }
    CodedInputStream packed = message(in);
    while (!packed.isAtEnd()) {
      numbers.add(packed.readDouble());
    }
  }

  private static void integers(CodedInputStream in, int tag, Numbers numbers) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      numbers.add(in.readInt64());
      return;
    }
    CodedInputStream packed = message(in);
    while (!packed.isAtEnd()) {
      numbers.add(packed.readInt64());
    }
  }

  /** A list of numbers that grows without boxing; exact for integers below 2^53. */
  private static final class Numbers {
    private double[] values = new double[16];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    double[] toDoubles() {
      return Arrays.copyOf(values, size);
    }

    long[] toLongs() {
      long[] longs = new long[size];
      for (int i = 0; i < size; i++) {
        longs[i] = (long) values[i];
      }
      return longs;
    }
  }
}
