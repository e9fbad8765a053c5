package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.flip.FlipFixtures.Golden;
import org.touchstone.engine.flip.FlipFixtures.Table;

class FlipDirectionsTest {

  @ParameterizedTest
  @CsvSource({
    "pima, all",
    "pima, correct",
    "pima, wrong",
    "pima, pred1_to_0",
    "pima, pred0_to_1",
    "german61, all",
    "german61, correct",
    "german61, wrong",
    "german61, pred1_to_0",
    "german61, pred0_to_1"
  })
  void of_golden_flip_points_agree_with_scipy_and_scikit_learn(String name, String part)
      throws IOException {
    // given: the directions to the golden flip points themselves
    Golden golden = FlipFixtures.golden(name);
    Table points = golden.table("flip_points_std");
    List<Integer> rows = rows(golden, part);
    int width = golden.features().size();
    double[] values = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      double[] from = golden.row(rows.get(i));
      double[] to = points.numbers(rows.get(i), golden.features());
      for (int j = 0; j < width; j++) {
        values[i * width + j] = to[j] - from[j];
      }
    }
    Matrix matrix = new Matrix(golden.features(), rows.size(), values);

    // when
    PivotedQr qr = PivotedQr.of(matrix);
    PrincipalComponents components = PrincipalComponents.of(matrix);

    // then
    JsonNode expected = expected(name).get(part);
    assertThat(rows).hasSize(expected.get("n").asInt());
    requireSame(qr, components, expected, 1e-8);
  }

  @Test
  void of_our_flip_points_of_pima_agree_too() throws IOException {
    Golden golden = FlipFixtures.golden("pima");
    FlipPoints flips = golden.finder().build();
    List<FlipPoint> points =
        IntStream.range(0, 200).mapToObj(i -> flips.closest(golden.row(i)).get()).toList();

    FlipDirections directions = FlipDirections.of(flips, points);

    requireSame(
        directions.pivotedQr(),
        directions.principalComponents(),
        expected("pima").get("all"),
        1e-6);
  }

  private static void requireSame(
      PivotedQr qr, PrincipalComponents components, JsonNode expected, double tolerance) {
    int numbers = expected.get("absR_diag").size();
    for (int i = 0; i < numbers; i++) {
      assertThat(qr.diagonal()[i])
          .isCloseTo(expected.get("absR_diag").get(i).asDouble(), within(tolerance));
      assertThat(qr.singularValues()[i])
          .isCloseTo(expected.get("sv_uncentered").get(i).asDouble(), within(tolerance));
      // Behind the rank the order is that of rounding errors.
      if (expected.get("absR_diag").get(i).asDouble() > 1e-6) {
        assertThat(qr.order().get(i)).isEqualTo(expected.get("qr_order").get(i).asText());
      }
    }
    JsonNode variances = expected.get("pca_centered_explained_var");
    for (int i = 0; i < variances.size(); i++) {
      assertThat(components.variance(i)).isCloseTo(variances.get(i).asDouble(), within(tolerance));
    }
    for (int c = 0; c < 3; c++) {
      JsonNode component = expected.get("pca_components_sign_maxabs_positive").get(c);
      double[] loadings = components.loadings(c);
      double sign = 0;
      for (int j = 0; j < loadings.length; j++) {
        sign += Math.signum(loadings[j] * component.get(j).asDouble()) * Math.abs(loadings[j]);
      }
      for (int j = 0; j < loadings.length; j++) {
        assertThat(Math.signum(sign) * loadings[j])
            .isCloseTo(component.get(j).asDouble(), within(tolerance));
      }
      assertThat(components.largest(c).get(0).value()).isPositive();
    }
  }

  private static List<Integer> rows(Golden golden, String part) {
    Table dist = golden.table("flip_dist");
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < dist.size(); i++) {
      boolean predicted = dist.number(i, "z1") > 0.5;
      boolean label = dist.number(i, "y") == 1;
      boolean in =
          switch (part) {
            case "correct" -> predicted == label;
            case "wrong" -> predicted != label;
            case "pred1_to_0" -> predicted;
            case "pred0_to_1" -> !predicted;
            default -> true;
          };
      if (in) {
        rows.add(i);
      }
    }
    return rows;
  }

  private static JsonNode expected(String name) throws IOException {
    return new ObjectMapper().readTree(FlipFixtures.file(name + "_directions.json").toFile());
  }

  @Test
  void ranks_a_table_with_a_dependent_column_below_its_width() {
    double[] values = {1, 2, 3, 4, 5, 9, -1, 7, 6, 2, 2, 4, 0, 1, 1};
    Matrix matrix = new Matrix(List.of("a", "b", "sum"), 5, values);

    PivotedQr qr = PivotedQr.of(matrix);

    assertThat(qr.rank()).isEqualTo(2);
    assertThat(qr.conditionNumber()).isInfinite();
    assertThat(qr.redundant(1e-9)).hasSize(1);
  }
}
