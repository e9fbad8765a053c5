package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.engine.model.ModelFixtures.resource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "german_xgb.json, xgboost-json, 61",
    "rf10.json, sklearn-trees-json, 61",
    "rf10_d4_8f.json, sklearn-trees-json, 8",
    "lr8.json, logistic-regression-json, 8",
    "pima_net.json, mlp-json, 8"
  })
  void recognises_the_formats_of_the_core(String name, String format, int width) {
    // when
    LoadedModel<?> guessed = Models.load(resource(name));
    LoadedModel<?> named = Models.load(resource(name), format);

    // then
    assertThat(guessed.source()).isEqualTo(named.source());
    assertThat(guessed.source().format()).isEqualTo(format);
    assertThat(guessed.classifier().inputWidth()).isEqualTo(width);
  }

  @Test
  void records_the_hash_of_the_file() {
    // when
    LoadedModel<?> model = Models.load(resource("lr8.json"));

    // then: as sha256sum prints it
    assertThat(model.source().file()).isEqualTo(resource("lr8.json"));
    assertThat(model.source().sha256())
        .isEqualTo("b232e91acf9158f138decebd167ba661b8a06f1f0d529a5ce6bbc11acc26ac3b");
  }

  @Test
  void lists_the_formats_where_one_is_unknown() {
    assertThatThrownBy(() -> Models.load(resource("lr8.json"), "onnx"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "Unknown model format \"onnx\"",
            "logistic-regression-json, mlp-json, multilevel-logistic-json, rule-list-json,"
                + " sklearn-trees-json, xgboost-json",
            "org.touchstone:touchstone-onnx");
  }

  @Test
  void knows_its_own_formats_whatever_the_context_class_loader_is() {
    // given
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    List<String> usual = Models.formats();

    // when
    List<String> found;
    try {
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      found = Models.formats();
    } finally {
      thread.setContextClassLoader(before);
    }

    // then
    assertThat(usual).contains("xgboost-json");
    assertThat(found).isEqualTo(usual);
  }

  @Test
  void says_that_no_format_recognises_a_file() {
    Path file = ModelFixtures.write(folder, "odd.json", "{\"weights\": [1]}");

    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("odd.json", "no format recognises it", "name one of");
  }

  @Test
  void says_that_two_formats_recognise_a_file() {
    Path file = ModelFixtures.write(folder, "both.json", "{\"coef\": [1], \"W\": []}");

    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("[logistic-regression-json, mlp-json] recognise it");
  }

  @Test
  void says_where_it_looked_for_a_missing_file() {
    Path file = folder.resolve("none.json");

    assertThatThrownBy(() -> Models.load(file, "xgboost-json"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("none.json does not exist", file.toAbsolutePath().toString());
  }

  @Test
  void refuses_a_folder_and_an_empty_file() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.json"));

    assertThatThrownBy(() -> Models.load(folder)).hasMessageContaining("is not a file");
    assertThatThrownBy(() -> Models.load(empty)).hasMessageContaining("is empty");
  }

  @Test
  void accepts_an_encoding_of_the_models_inputs() {
    // given
    LoadedModel<?> model = Models.load(resource("pima_net.json"));

    // when, then
    model.requireInputs(pima());
    Models.load(resource("lr8.json")).requireInputs(pima());
  }

  @Test
  void names_both_widths_where_they_differ() {
    List<String> encoded = pima().subList(0, 7);

    assertThatThrownBy(() -> Models.load(resource("pima_net.json")).requireInputs(encoded))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "has 8 inputs, the encoding 7", "number 8", "\"age\", the encoding nothing");
    assertThatThrownBy(() -> Models.load(resource("lr8.json")).requireInputs(encoded))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 8 inputs, the encoding 7; encode");
  }

  @Test
  void names_the_first_input_that_differs() {
    List<String> encoded = new ArrayList<>(pima());
    encoded.set(2, "insulin");
    encoded.set(4, "pressure");

    assertThatThrownBy(() -> Models.load(resource("pima_net.json")).requireInputs(encoded))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "number 3", "the model has \"pressure\", the encoding \"insulin\"");
  }

  private static List<String> pima() {
    return List.of(
        "pregnant", "glucose", "pressure", "triceps", "insulin", "mass", "pedigree", "age");
  }
}
