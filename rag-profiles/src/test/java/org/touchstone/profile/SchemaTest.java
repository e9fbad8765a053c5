package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published schema as an editor sees it. */
class SchemaTest {

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  @Test
  void is_a_valid_schema_of_draft_2020_12() throws IOException {
    JsonNode schema = read("rag-profile.schema.json");

    assertThat(schema.path("$schema").asText()).isEqualTo(DRAFT);
    assertThat(registry().getSchema(SchemaLocation.of(DRAFT)).validate(schema)).isEmpty();
  }

  @Test
  void accepts_the_shipped_profiles() throws IOException {
    for (String id : RagProfiles.shippedIds()) {
      assertThat(
              registry()
                  .getSchema(read("rag-profile.schema.json"))
                  .validate(read(id + ".rag.json")))
          .as(id)
          .isEmpty();
    }
  }

  @Test
  void every_field_has_a_description_for_the_editor() throws IOException {
    List<String> bare = new ArrayList<>();
    JsonNode schema = read("rag-profile.schema.json");
    collectFieldsWithoutDescription(schema, schema, "", bare);

    assertThat(bare).isEmpty();
  }

  private static void collectFieldsWithoutDescription(
      JsonNode schema, JsonNode node, String path, List<String> bare) {
    node.properties()
        .forEach(
            child -> {
              String at = path + "/" + child.getKey();
              // What "then" adds to "kpis" is described where "kpis" is.
              if (path.endsWith("/properties") && !path.startsWith("/then")) {
                String ref = child.getValue().path("$ref").asText();
                boolean described =
                    child.getValue().has("description")
                        || (!ref.isEmpty() && schema.at(ref.substring(1)).has("description"));
                if (!described) {
                  bare.add(at);
                }
              }
              collectFieldsWithoutDescription(schema, child.getValue(), at, bare);
            });
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = RagProfiles.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new ObjectMapper().readTree(in);
    }
  }
}
