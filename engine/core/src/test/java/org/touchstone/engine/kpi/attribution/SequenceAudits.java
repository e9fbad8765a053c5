package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.RecurrentLayer;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceHead;

/** Audits of the tests: clients in two regions, events of an amount, an age and a constant. */
final class SequenceAudits {

  static final Roles ROLES =
      Roles.of("class", "bad", "good").withGroups("region").withSensitiveEventFeature("age");

  private static final Schema CLIENTS =
      Schema.of(
          List.of(
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Categorical("region", List.of("east", "west"), Feature.Attributes.NONE)));

  private SequenceAudits() {}

  static Dataset clients(List<String> ids) {
    double[] values = new double[ids.size() * 2];
    for (int i = 0; i < ids.size(); i++) {
      values[2 * i] = i % 2;
      values[2 * i + 1] = i / 2 % 2;
    }
    return Dataset.of(CLIENTS, values, ids);
  }

  static Schema events(String... names) {
    List<Feature> features = new ArrayList<>();
    for (String name : names) {
      features.add(
          new Feature.Continuous(
              name,
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              false,
              Feature.Attributes.NONE));
    }
    return Schema.of(features);
  }

  /** Sequences of 1 to {@code longest} events; the third feature is 0.7 everywhere. */
  static Sequences sequences(int count, int longest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] lengths = new int[count];
    int all = 0;
    List<String> ids = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      lengths[s] = 1 + random.nextInt(longest);
      all += lengths[s];
      ids.add("c" + s);
    }
    double[] values = random.doubles(all * 3L, -1, 1).toArray();
    for (int i = 2; i < values.length; i += 3) {
      values[i] = 0.7;
    }
    return Sequences.of(events("amount", "age", "constant"), values, lengths, ids);
  }

  static List<String> ids(Sequences sequences) {
    List<String> ids = new ArrayList<>();
    for (int s = 0; s < sequences.count(); s++) {
      ids.add(sequences.id(s));
    }
    return ids;
  }

  static Audit.Builder audit(SequenceClassifier model, Sequences sequences) {
    return Audit.ofSequences(model, sequences, clients(ids(sequences)), ROLES);
  }

  static List<Measurement> measure(Kpi kpi, Audit audit, Map<String, String> parameters) {
    return kpi.measure(audit, KpiParameters.of(parameters));
  }

  static double value(Measurement measurement) {
    return ((Measurement.Value) measurement.result()).value();
  }

  /** {@code 0.5 + sum over t, j of weights[j] x_tj}: its Shapley values are known. */
  static SequenceClassifier linear(double... weights) {
    return new SequenceClassifier() {
      @Override
      public int eventWidth() {
        return weights.length;
      }

      @Override
      public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
        for (int s = 0; s < count; s++) {
          double sum = 0.5;
          for (int i = 0; i < lengths[s] * weights.length; i++) {
            sum += weights[i % weights.length] * events[s * maxLength * weights.length + i];
          }
          out[s] = sum;
        }
      }
    };
  }

  /** A GRU with random weights. */
  static Gru gru(long seed, int width, int hidden) {
    SplittableRandom random = new SplittableRandom(seed);
    RecurrentLayer layer =
        new RecurrentLayer(
            width,
            hidden,
            random.doubles(3L * hidden * width, -1, 1).toArray(),
            random.doubles(3L * hidden * hidden, -1, 1).toArray(),
            random.doubles(3L * hidden, -1, 1).toArray(),
            random.doubles(3L * hidden, -1, 1).toArray());
    return new Gru(
        List.of(layer),
        new SequenceHead(random.doubles(hidden, -2, 2).toArray(), new double[1], 0));
  }
}
