package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.SequenceClassifier;

/** What holds for every KPI of the catalogue, whatever it measures. */
class KpiContractTest {

  /** Parameters that only a generator that is not the default has. */
  private static final Set<String> OF_THE_MESH = Set.of("mesh", "extension");

  private static final Set<String> ON_SEQUENCES =
      Set.of(
          "DOC",
          "AUC",
          "F1",
          "FM",
          "EqualOdds",
          "DI",
          "SP",
          "ADDITIVITY_ERROR",
          "SHAP_STABILITY",
          "TS_DEAD_FEATURES",
          "TS_PRUNED_SHARE",
          "TS_RSD",
          "TS_SENSITIVE_SHARE");

  private static final Roles ROLES =
      Roles.of("y", "1", "1").withSensitive("sex", "m").withGroups("home");
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("a"),
              number("b"),
              new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
              new Feature.Binary("home", List.of("own", "rent"), Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  private static final Audit TABLE = table();
  private static final Audit SEQUENCES = sequences();

  static Stream<String> kpis() {
    return KpiCatalogue.load(KpiContractTest.class.getClassLoader()).ids().stream()
        .map(KpiId::value);
  }

  @AfterAll
  static void close() {
    TABLE.close();
    SEQUENCES.close();
  }

  @ParameterizedTest
  @MethodSource("kpis")
  void states_the_parameters_in_force_and_gives_the_same_with_them(String kpi) {
    List<Measurement> measured = KpiFixtures.measure(TABLE, kpi, Map.of());

    Set<String> known = new TreeSet<>(descriptor(kpi).parameters());
    known.removeAll(OF_THE_MESH);
    Map<String, String> inForce = measured.get(0).parameters();
    assertThat(inForce.keySet()).isEqualTo(known);
    assertThat(KpiFixtures.measure(TABLE, kpi, inForce)).isEqualTo(measured);
  }

  @ParameterizedTest
  @MethodSource("kpis")
  void has_a_value_in_its_range_or_a_reason(String kpi) {
    for (Measurement measured : KpiFixtures.measure(TABLE, kpi, Map.of())) {
      if (measured.result() instanceof Measurement.Value value) {
        assertThat(value.value())
            .isBetween(descriptor(kpi).rangeLow(), descriptor(kpi).rangeHigh());
        value
            .interval()
            .ifPresent(
                interval -> {
                  assertThat(interval.low()).isBetween(descriptor(kpi).rangeLow(), interval.high());
                  assertThat(interval.high()).isLessThanOrEqualTo(descriptor(kpi).rangeHigh());
                });
        assertThat(measured.evidence()).isNotEmpty();
      } else {
        assertThat(KpiFixtures.reason(measured)).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kpis")
  void applies_to_sequences_or_says_that_it_is_about_tables(String kpi) {
    List<Measurement> measured = KpiFixtures.measure(SEQUENCES, kpi, Map.of());

    assertThat(measured).isNotEmpty();
    for (Measurement one : measured) {
      if (!ON_SEQUENCES.contains(kpi)) {
        assertThat(one.result())
            .isEqualTo(
                new Measurement.NotApplicable(
                    "The model scores sequences of events; this KPI is about models of table"
                        + " rows"));
      } else {
        assertThat(one.result().toString()).doesNotContain("models of table rows");
      }
    }
  }

  private static KpiDescriptor descriptor(String kpi) {
    return KpiCatalogue.load(KpiContractTest.class.getClassLoader())
        .find(KpiId.of(kpi))
        .orElseThrow()
        .descriptor();
  }

  private static Audit table() {
    return Audit.of(
            EncodedClassifier.of(
                Encoder.of(
                    SCHEMA,
                    List.of(
                        Input.Number.passthrough("a", "a"),
                        Input.Number.passthrough("b", "b"),
                        new Input.Codes("sex", "sex", Map.of("f", 0.0, "m", 1.0)),
                        new Input.Codes("home", "home", Map.of("own", 0.0, "rent", 1.0)))),
                new LogisticRegression(
                    FixedEffects.of(-0.3, 2, -1.4, 0.8, 0.5)
                        .withStandardErrors(0.1, 0.2, 0.2, 0.1, 0.1))),
            rows(60, 1),
            ROLES)
        .training(rows(60, 2))
        .build();
  }

  private static Dataset rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[5 * count];
    for (int i = 0; i < count; i++) {
      rows[5 * i] = Math.rint(random.nextDouble() * 20 - 10) / 10;
      rows[5 * i + 1] = Math.rint(random.nextDouble() * 20 - 10) / 10;
      rows[5 * i + 2] = random.nextInt(2);
      rows[5 * i + 3] = random.nextInt(2);
      rows[5 * i + 4] = random.nextDouble() < 0.5 + 0.4 * rows[5 * i] ? 1 : 0;
    }
    return Dataset.of(SCHEMA, rows);
  }

  private static Audit sequences() {
    int count = 40;
    int[] lengths = new int[count];
    List<String> ids = new ArrayList<>();
    int events = 0;
    for (int i = 0; i < count; i++) {
      lengths[i] = 1 + i % 3;
      events += lengths[i];
      ids.add("c" + i);
    }
    double[] values = new SplittableRandom(3).doubles(2L * events, 0, 1).toArray();
    Schema columns = Schema.of(List.of(number("amount"), number("age")));
    return Audit.ofSequences(
            new LastEvent(),
            Sequences.of(columns, values, lengths, ids),
            Dataset.of(SCHEMA, tableOf(count), ids),
            ROLES.withSensitiveEventFeature("age"))
        .build();
  }

  private static double[] tableOf(int count) {
    double[] values = new double[5 * count];
    rows(count, 4).copyRows(0, count, values);
    return values;
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }

  /** Half the amount and a bit of the age of the last event. */
  private static final class LastEvent implements SequenceClassifier {

    @Override
    public int eventWidth() {
      return 2;
    }

    @Override
    public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
      for (int i = 0; i < count; i++) {
        int at = 2 * (i * maxLength + lengths[i] - 1);
        out[i] = 0.2 + 0.6 * events[at] + 0.1 * events[at + 1];
      }
    }
  }
}
