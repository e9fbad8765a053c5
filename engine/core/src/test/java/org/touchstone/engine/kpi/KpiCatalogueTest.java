package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KpiCatalogueTest {

  @Test
  void finds_the_kpis_of_this_library_in_the_order_of_their_numbers() {
    KpiCatalogue catalogue = KpiCatalogue.load(getClass().getClassLoader());

    assertThat(catalogue.ids())
        .extracting(KpiId::value)
        .containsSubsequence("AUC", "F1", "FM", "EqualOdds", "DI", "SP");
    assertThat(catalogue.find(KpiId.of("DI")).orElseThrow().descriptor().title())
        .isEqualTo("2.1.2a Disparate impact");
    assertThat(catalogue.find(KpiId.of("NO_SUCH_KPI"))).isEmpty();
  }

  @Test
  void sorts_numbers_as_numbers_and_kpis_without_one_behind_their_sub_aspect() {
    KpiCatalogue catalogue =
        KpiCatalogue.of(
            List.of(
                kpi("A", "2.1.10", "2. Two", "2.1 x"),
                kpi("B", "", "2. Two", "2.1 x"),
                kpi("C", "2.1.2b", "2. Two", "2.1 x"),
                kpi("D", "2.1.2a", "2. Two", "2.1 x"),
                kpi("E", "10.1.1", "10. Ten", "10.1 y"),
                kpi("F", "2.2.1", "2. Two", "2.2 z"),
                kpi("G", "", "Our own", "Profit")));

    assertThat(catalogue.ids())
        .extracting(KpiId::value)
        .containsExactly("D", "C", "A", "B", "F", "E", "G");
  }

  @Test
  void names_both_classes_of_two_kpis_with_the_same_id() {
    assertThatThrownBy(
            () -> KpiCatalogue.of(List.of(kpi("AUC", "1", "1. a", "1.1 b"), new OtherAuc())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Two KPIs have the id AUC")
        .hasMessageContaining(TestKpi.class.getName())
        .hasMessageContaining(OtherAuc.class.getName());
  }

  @Test
  void says_which_kpi_cannot_be_loaded(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Kpi.class.getName()), "com.acme.NoSuchKpi\n");

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      assertThatThrownBy(() -> KpiCatalogue.load(loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("com.acme.NoSuchKpi");
    }
  }

  private static Kpi kpi(String id, String number, String aspect, String subAspect) {
    return new TestKpi(descriptor(id, number, aspect, subAspect));
  }

  private static KpiDescriptor descriptor(
      String id, String number, String aspect, String subAspect) {
    return new KpiDescriptor(
        KpiId.of(id),
        number,
        id,
        aspect,
        subAspect,
        "",
        KpiDescriptor.Subject.MODEL,
        0,
        1,
        "",
        "",
        "",
        Set.of(),
        Set.of());
  }

  private record TestKpi(KpiDescriptor descriptor) implements Kpi {
    @Override
    public List<Measurement> measure(Audit audit, KpiParameters parameters) {
      return List.of();
    }
  }

  private static final class OtherAuc implements Kpi {
    @Override
    public KpiDescriptor descriptor() {
      return KpiCatalogueTest.descriptor("AUC", "1", "1. a", "1.1 b");
    }

    @Override
    public List<Measurement> measure(Audit audit, KpiParameters parameters) {
      return List.of();
    }
  }

  @Test
  void lists_kpis_in_the_order_of_their_ids_and_a_number_before_its_parts() {
    KpiCatalogue catalogue =
        KpiCatalogue.of(
            List.of(
                kpi("A", "1.1.1", "1. One", "1.1 x"),
                kpi("B", "1.1", "1. One", "1.1 x"),
                kpi("C", "1.1.a", "1. One", "1.1 x"),
                kpi("Z", "", "1. One", "1.1 x"),
                kpi("Y", "", "1. One", "1.1 x"),
                kpi("D", "1.0.9", "1.", "1.0")));

    assertThat(catalogue.ids())
        .extracting(KpiId::value)
        .containsExactly("D", "B", "A", "C", "Y", "Z");
    assertThat(catalogue.kpis())
        .extracting(kpi -> kpi.descriptor().id())
        .containsExactlyElementsOf(catalogue.ids());
  }
}
