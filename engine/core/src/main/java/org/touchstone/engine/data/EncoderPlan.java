package org.touchstone.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An encoding that was checked against a schema, as the flat arrays that the loops of {@link
 * Encoder} read: numbers, tables of numbers by code, and one-hot groups by code.
 */
final class EncoderPlan {

  /** A level whose row is 0 in all inputs of its feature. */
  static final int DROPPED = -1;

  /** A number: column of the row, position in the inputs, mean and scale. */
  record NumberStep(int column, int out, double mean, double scale) {}

  /** A number by code: column of the row, position in the inputs. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; read in the innermost loop.
  record CodesStep(int column, int out, double[] byCode) {}

  /** A one-hot group: column of the row, position in the inputs by code, or {@link #DROPPED}. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; read in the innermost loop.
  record OneHotStep(int column, int[] outByCode) {}

  final List<NumberStep> numbers = new ArrayList<>();
  final List<CodesStep> codes = new ArrayList<>();
  final List<OneHotStep> oneHots = new ArrayList<>();

  private static final int NO_INPUT = -2;

  /** Makes an error of what is wrong at a JSON pointer of the encoding. */
  interface Refusal {
    /** The error. */
    DataException at(String pointer, String what);
  }

  private final Schema schema;
  private final Refusal refusal;
  private final Map<String, Input> firstInput = new HashMap<>();
  private final Map<String, int[]> outByCode = new LinkedHashMap<>();

  /**
   * Checks an encoding.
   *
   * @throws DataException if it does not fit the schema or itself; see {@link Encoder#of(Schema,
   *     Encoding)}
   */
  EncoderPlan(Schema schema, Encoding encoding, Refusal refusal) {
    this.schema = schema;
    this.refusal = refusal;
    if (encoding.inputs().isEmpty()) {
      throw refusal.at(
          "/inputs", "The encoding has no inputs; list the model's inputs in its order");
    }
    Set<String> names = new HashSet<>();
    Set<Input> seen = new HashSet<>();
    for (int out = 0; out < encoding.inputs().size(); out++) {
      Input input = encoding.inputs().get(out);
      if (!names.add(input.name())) {
        throw refused(out, input, "is there twice; input names must differ");
      }
      if (!seen.add(unnamed(input))) {
        throw refused(
            out,
            input,
            "computes the same from " + Wording.quote(input.feature()) + " as another input");
      }
      add(input, out);
    }
    drop(encoding.dropped());
    for (Map.Entry<String, int[]> group : outByCode.entrySet()) {
      requireInputs(group.getKey(), group.getValue());
      oneHots.add(new OneHotStep(schema.indexOf(group.getKey()), group.getValue()));
    }
  }

  private void add(Input input, int out) {
    int column =
        schema
            .find(input.feature())
            .orElseThrow(
                () ->
                    refused(
                        out,
                        input,
                        "is computed from "
                            + Wording.quote(input.feature())
                            + ", which is no column of the schema"
                            + Wording.suggestion(input.feature(), schema.names())));
    Feature feature = schema.features().get(column);
    Input first = firstInput.putIfAbsent(feature.name(), input);
    if (first != null && first instanceof Input.Indicator != input instanceof Input.Indicator) {
      throw refused(
          out,
          input,
          "and input "
              + Wording.quote(first.name())
              + " encode "
              + Wording.quote(feature.name())
              + " once as one-hot and once as a number; choose one of the two");
    }
    if (input instanceof Input.Number number) {
      addNumber(number, feature, column, out);
    } else if (input instanceof Input.Codes numbered) {
      addCodes(numbered, feature, column, out);
    } else if (input instanceof Input.Indicator indicator) {
      addIndicator(indicator, feature, out);
    }
  }

  private void addNumber(Input.Number input, Feature feature, int column, int out) {
    if (feature instanceof Feature.Categorical) {
      throw refused(
          out,
          input,
          "uses "
              + Wording.quote(feature.name())
              + " as a number, but its levels have no order; name a level for one-hot, or the"
              + " number of each level as \"codes\"");
    }
    numbers.add(new NumberStep(column, out, input.mean(), input.scale()));
  }

  private void addCodes(Input.Codes input, Feature feature, int column, int out) {
    requireLevels(input, feature, out);
    input.codes().keySet().forEach(level -> code(input, feature, level, out));
    double[] byCode = new double[feature.levels().size()];
    for (int code = 0; code < byCode.length; code++) {
      String level = feature.levels().get(code);
      Double number = input.codes().get(level);
      if (number == null || !Double.isFinite(number)) {
        throw refused(
            out,
            input,
            "has "
                + (number == null ? "no number" : "the number " + number)
                + " for the level "
                + Wording.quote(level)
                + " of "
                + Wording.quote(feature.name())
                + "; give every level a finite one");
      }
      byCode[code] = number;
    }
    codes.add(new CodesStep(column, out, byCode));
  }

  private void addIndicator(Input.Indicator input, Feature feature, int out) {
    requireLevels(input, feature, out);
    outByCode
            .computeIfAbsent(feature.name(), name -> noInputs(feature))[
            code(input, feature, input.level(), out)] =
        out;
  }

  private void drop(Map<String, Set<String>> dropped) {
    dropped.forEach(
        (name, levels) -> {
          int[] outs = outByCode.get(name);
          if (outs == null) {
            throw refusal.at(
                "/dropped/" + JsonDocument.escape(name),
                "The encoding drops levels of "
                    + Wording.quote(name)
                    + ", which has no one-hot inputs"
                    + Wording.suggestion(name, outByCode.keySet()));
          }
          Feature feature = schema.feature(name);
          for (String level : levels) {
            int code =
                feature
                    .code(level)
                    .orElseThrow(
                        () ->
                            refusal.at(
                                "/dropped/" + JsonDocument.escape(name),
                                "The encoding drops a level of "
                                    + Wording.quote(name)
                                    + " that it does not have: "
                                    + unknownLevel(level, feature)));
            if (outs[code] != NO_INPUT) {
              throw refusal.at(
                  "/dropped/" + JsonDocument.escape(name),
                  "The encoding drops the level "
                      + Wording.quote(level)
                      + " of "
                      + Wording.quote(name)
                      + " and has an input for it; keep one of the two");
            }
            outs[code] = DROPPED;
          }
        });
  }

  private void requireInputs(String name, int[] outs) {
    List<String> levels = schema.feature(name).levels();
    List<String> without = new ArrayList<>();
    for (int code = 0; code < outs.length; code++) {
      if (outs[code] == NO_INPUT) {
        without.add(levels.get(code));
      }
    }
    if (!without.isEmpty()) {
      throw refusal.at(
          "/inputs",
          "The encoding has no input for "
              + Wording.named("level", without)
              + " of "
              + Wording.quote(name)
              + "; add the inputs, or list what the model leaves out as \"dropped\"");
    }
  }

  private int code(Input input, Feature feature, String level, int out) {
    return feature
        .code(level)
        .orElseThrow(
            () ->
                refused(
                    out,
                    input,
                    "names a level that "
                        + Wording.quote(feature.name())
                        + " does not have: "
                        + unknownLevel(level, feature)));
  }

  private static String unknownLevel(String level, Feature feature) {
    return "found "
        + Wording.quote(level)
        + "; its levels are "
        + Wording.list(feature.levels())
        + Wording.suggestion(level, feature.levels());
  }

  private void requireLevels(Input input, Feature feature, int out) {
    if (feature.levels().isEmpty()) {
      throw refused(
          out,
          input,
          "needs levels, but "
              + Wording.quote(feature.name())
              + " is continuous; give mean and scale, or neither");
    }
  }

  private static int[] noInputs(Feature feature) {
    int[] outs = new int[feature.levels().size()];
    Arrays.fill(outs, NO_INPUT);
    return outs;
  }

  private static Input unnamed(Input input) {
    if (input instanceof Input.Number number) {
      return new Input.Number("", number.feature(), number.mean(), number.scale());
    }
    if (input instanceof Input.Indicator indicator) {
      return new Input.Indicator("", indicator.feature(), indicator.level());
    }
    return new Input.Codes("", input.feature(), ((Input.Codes) input).codes());
  }

  private DataException refused(int out, Input input, String what) {
    return refusal.at("/inputs/" + out, "Input " + Wording.quote(input.name()) + " " + what);
  }
}
