package org.touchstone.engine.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot.Swarm;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PlotTest {

  private static final BarPlot BARS =
      new BarPlot(
          "Row 3",
          "probability",
          List.of(new Bar("age <25 & \"young\"", 0.2, 0), new Bar("amount", -0.1, 0.05)));

  @Test
  void draws_bars_in_proportion_to_their_values_on_both_sides_of_zero() throws Exception {
    // when: the first rectangle is the background
    Document svg = parsed(BARS.toSvg());

    // then
    Element age = rectangle(svg, 1);
    Element amount = rectangle(svg, 2);
    assertThat(number(age, "width")).isEqualTo(2 * number(amount, "width"));
    assertThat(number(amount, "x") + number(amount, "width")).isEqualTo(number(age, "x"));
    assertThat(age.getAttribute("fill")).isEqualTo("#d7263d");
    assertThat(amount.getAttribute("fill")).isEqualTo("#2166ac");
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("age <25 & \"young\"", "0.2", "-0.1", "probability", "Row 3");
  }

  @Test
  void draws_a_point_for_each_row_of_a_swarm_and_none_over_another() throws Exception {
    // given: five equal values
    Swarm swarm =
        new Swarm("age", new double[] {1, 1, 1, 1, 1, 2}, new double[] {0, 0.25, 1, 0, 1, 0.5});

    // when
    Document svg = parsed(new BeeswarmPlot("t", "a", List.of(swarm)).toSvg());

    // then
    Set<String> places = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Element circle = (Element) svg.getElementsByTagName("circle").item(i);
      places.add(circle.getAttribute("cx") + " " + circle.getAttribute("cy"));
    }
    assertThat(places).hasSize(6);
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(6);
  }

  @Test
  void gives_the_same_bytes_each_time() {
    assertThat(BARS.toSvg()).isEqualTo(BARS.toSvg());
  }

  @Test
  void becomes_an_image_of_the_size_that_was_asked_for() throws Exception {
    // when
    BufferedImage one = ImageIO.read(new ByteArrayInputStream(BARS.toPng(1)));
    BufferedImage two = ImageIO.read(new ByteArrayInputStream(BARS.toPng(2)));

    // then
    assertThat(two.getHeight()).isEqualTo(2 * one.getHeight());
    assertThat(one.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < one.getWidth(); x++) {
      for (int y = 0; y < one.getHeight(); y++) {
        colours.add(one.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(0xd7263d, 0x2166ac);
  }

  @Test
  void stays_readable_without_any_bar_or_difference() throws Exception {
    assertThat(parsed(new BarPlot("none", "a", List.of()).toSvg())).isNotNull();
    assertThat(new BarPlot("zero", "a", List.of(new Bar("x", 0, 0))).toSvg())
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void replaces_characters_that_xml_does_not_have() throws Exception {
    BarPlot plot = new BarPlot("a\u0000b", "a", List.of());
    assertThat(parsed(plot.toSvg()).getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a\ufffdb");
  }

  @Test
  void refuses_numbers_that_cannot_be_drawn() {
    assertThatThrownBy(() -> new Bar("x", Double.NaN, 0))
        .hasMessage("Bar \"x\" has value NaN and error 0.0");
    assertThatThrownBy(() -> new Swarm("x", new double[] {1}, new double[] {2}))
        .hasMessage("Swarm \"x\" has the colour 2.0");
    assertThatThrownBy(() -> BARS.toPng(0))
        .hasMessage("A scale is above 0 and at most 10, found 0.0");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static Element rectangle(Document svg, int index) {
    return (Element) svg.getElementsByTagName("rect").item(index);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
