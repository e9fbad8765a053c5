package org.touchstone.engine.kpi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.measure;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.RecurrentJson;

/**
 * The KPIs against timeshap 1.0.4 on a two-layer GRU and AReM sequences. Skipped without the
 * reference data.
 */
class GoldenTimeShapKpisTest {

  private static final String[] NAMES = {"f0", "f1", "f2", "f3", "f4", "f5"};
  // Few coalitions for the event level, which is not compared; 7 players of features are exact.
  private static final Map<String, String> ALL = Map.of("explained", "all", "nsamples", "130");
  private static final Map<String, String> POSITIVE = Map.of("nsamples", "130");

  @Test
  void pruned_share_is_that_of_the_published_tool() throws IOException {
    Measurement measured = measure(new TsPrunedShareKpi(), audit(), ALL).get(0);

    double pruned = 0;
    double events = 0;
    for (JsonNode golden : read("golden.json").get("cases")) {
      events += golden.get("T").asInt();
      pruned += golden.get("T").asInt();
      pruned += golden.at("/pruning/pruning_idx_negative").get("0.025").asInt();
    }
    assertThat(value(measured)).isEqualTo(pruned / events);
    assertThat(measured.sampleSize().rows()).isEqualTo(6);
  }

  @Test
  void sensitive_share_is_that_of_the_published_tools_feature_values() throws IOException {
    Audit audit = audit();
    Measurement measured = measure(new TsSensitiveShareKpi(), audit, POSITIVE).get(0);

    // The three sequences that are predicted positive; features 0 and 3 are named as sensitive.
    double own = 0;
    double all = 0;
    int found = 0;
    for (JsonNode golden : read("golden.json").get("cases")) {
      int kept = -golden.at("/pruning/pruning_idx_negative").get("0.025").asInt();
      for (JsonNode run : golden.get("runs")) {
        if (golden.get("score").doubleValue() >= 0.5
            && run.get("mode").asText().equals("feature")
            && run.get("pruning_idx").asInt() == golden.get("T").asInt() - kept) {
          found++;
          for (int j = 0; j < 6; j++) {
            double phi = Math.abs(run.get("phi").get(j).doubleValue());
            own += j % 3 == 0 ? phi : 0;
            all += phi;
          }
        }
      }
    }
    assertThat(found).isEqualTo(3);
    assertThat(value(measured)).isCloseTo(own / all, within(1e-9));
    assertThat(value(measure(new TsDeadFeaturesKpi(), audit, POSITIVE).get(0))).isZero();
  }

  private static Audit audit() throws IOException {
    Schema schema = SequenceAudits.events(NAMES);
    List<String> ids = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (JsonNode sequence : read("sequences.json").get("sequences")) {
      ids.add(sequence.get("id").asText());
      sequence.get("x").forEach(event -> event.forEach(value -> values.add(value.doubleValue())));
    }
    int[] lengths = IntStream.range(0, ids.size()).map(s -> 480).toArray();
    List<Double> background = new ArrayList<>();
    collect(read("background.json").get("average_event"), background);
    return Audit.ofSequences(
            RecurrentJson.load(ModelFile.read(file("model_gru2.json"))).classifier(),
            Sequences.of(schema, flat(values), lengths, ids),
            SequenceAudits.clients(ids),
            Roles.of("class", "bad", "good")
                .withSensitiveEventFeature("f0")
                .withSensitiveEventFeature("f3"))
        // One event is its own average: the background of the published tool's runs.
        .trainingSequences(Sequences.of(schema, flat(background), new int[] {1}, List.of("b")))
        .build();
  }

  private static void collect(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, values));
    } else {
      values.add(node.doubleValue());
    }
  }

  private static double[] flat(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static JsonNode read(String name) throws IOException {
    return new JsonMapper().readTree(file(name).toFile());
  }

  private static Path file(String name) {
    Path file =
        Path.of(System.getProperty("touchstone.shared", "shared"), "golden", "timeshap", name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }
}
