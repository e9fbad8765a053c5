package org.touchstone.engine.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot.Swarm;
import org.touchstone.engine.plot.HeatMapPlot.Cell;
import org.touchstone.engine.plot.XyPlot.Direction;
import org.touchstone.engine.plot.XyPlot.Guide;
import org.touchstone.engine.plot.XyPlot.Mark;
import org.touchstone.engine.plot.XyPlot.Series;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
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
  void draws_paired_bars_back_to_back_each_side_on_its_own_scale() throws Exception {
    PairedBarPlot plot =
        new PairedBarPlot(
            "t",
            "mean |SHAP|",
            "rows",
            List.of(new PairedBarPlot.Pair("a", 0.2, 10), new PairedBarPlot.Pair("b", 0.1, 40)));

    Document svg = parsed(plot.toSvg());

    // The first rectangle is the background; of each line the left bar, then the right one.
    assertThat(number(rectangle(svg, 1), "width"))
        .isEqualTo(2 * number(rectangle(svg, 3), "width"));
    assertThat(number(rectangle(svg, 4), "width"))
        .isEqualTo(4 * number(rectangle(svg, 2), "width"));
    assertThat(number(rectangle(svg, 4), "width")).isEqualTo(number(rectangle(svg, 1), "width"));
    assertThat(number(rectangle(svg, 1), "x") + number(rectangle(svg, 1), "width"))
        .isEqualTo(number(rectangle(svg, 2), "x"));
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("mean |SHAP|", "rows", "0.2", "0.1", "10", "40");
    assertThatThrownBy(() -> new PairedBarPlot.Pair("a", -1, 2))
        .hasMessage("Bars \"a\" have the lengths -1.0 and 2.0");
    assertThat(parsed(new PairedBarPlot("none", "l", "r", List.of()).toSvg())).isNotNull();
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
  void is_equal_to_a_plot_of_the_same_data() {
    double[] values = {1, 2};
    Swarm swarm = new Swarm("age", values, new double[] {0, 1});
    assertThat(swarm)
        .isEqualTo(new Swarm("age", values, new double[] {0, 1}))
        .hasSameHashCodeAs(new Swarm("age", values, new double[] {0, 1}))
        .isNotEqualTo(new Swarm("age", values, new double[0]))
        .isNotEqualTo(new Swarm("age", new double[] {1, 3}, new double[] {0, 1}));
    Series series = new Series("s", Mark.LINE, values, values);
    assertThat(new XyPlot("t", "x", "y", List.of(series), List.of()))
        .isEqualTo(
            new XyPlot(
                "t",
                "x",
                "y",
                List.of(new Series("s", Mark.LINE, values.clone(), values)),
                List.of()));
    assertThat(series)
        .isNotEqualTo(new Series("s", Mark.POINTS, values, values))
        .isNotEqualTo(new Series("s", Mark.LINE, values, new double[2]));
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
    for (int x = 0; x < one.getWidth(); x++) {
      assertThat(one.getRGB(x, one.getHeight() - 1) & 0xffffff).isEqualTo(0xffffff);
    }
    for (int y = 0; y < one.getHeight(); y++) {
      assertThat(one.getRGB(one.getWidth() - 1, y) & 0xffffff).isEqualTo(0xffffff);
    }
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < one.getWidth(); x++) {
      for (int y = 0; y < one.getHeight(); y++) {
        colours.add(one.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(0xd7263d, 0x2166ac);
  }

  @Test
  void has_room_for_wide_letters_and_long_axes_and_keeps_long_names_apart() throws Exception {
    // given
    String name = "number_of_transactions_with_a_new_beneficiary_in_the_last_%d_days";
    BarPlot plot =
        new BarPlot(
            "t",
            "a long axis ".repeat(20),
            List.of(
                new Bar("W".repeat(36), 1, 0),
                new Bar(name.formatted(10), 1, 0),
                new Bar(name.formatted(30), 1, 0)));

    // when
    List<String> texts = new ArrayList<>();
    NodeList found = parsed(plot.toSvg()).getElementsByTagName("text");
    double width = number(parsed(plot.toSvg()).getDocumentElement(), "width");
    for (int i = 0; i < found.getLength(); i++) {
      Element text = (Element) found.item(i);
      texts.add(text.getTextContent());
      double size = number(text, "font-size");
      double x = number(text, "x");
      if (text.getTextContent().startsWith("W")) {
        // A W is 0.99 of the size in the widest of the common fonts, DejaVu Sans.
        assertThat(x).isGreaterThan(36 * 0.99 * size);
      }
      if (text.getTextContent().startsWith("a long axis")) {
        double half = 240 * 0.6 * size / 2;
        assertThat(x).isBetween(half, width - half);
      }
    }

    // then
    assertThat(texts)
        .filteredOn(text -> text.startsWith("number_of_trans"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.length() == 40 && text.endsWith("0_days"));
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

  @Test
  void colours_a_heat_map_from_blue_over_white_to_red_on_one_scale_for_both_signs() {
    // given
    HeatMapPlot plot =
        new HeatMapPlot(
            "map",
            "value",
            List.of("r"),
            List.of("a", "b", "c", "d"),
            List.of(
                Cell.of(0, 0, -2), Cell.of(0, 1, 0), Cell.of(0, 2, 1), new Cell(0, 3, 1, 1, 2)));

    // when: ground, frame and empty grid come first
    Document svg = parsed(plot.toSvg());

    // then: half of the largest value is half way to red
    assertThat(IntStream.range(3, 7).mapToObj(i -> rectangle(svg, i).getAttribute("fill")))
        .containsExactly("#2166ac", "#ffffff", "#eb939e", "#d7263d");
    assertThat(SvgTexts.of(plot).all()).contains("-2", "0", "1", "2", "a", "b", "c", "d", "r");
    assertThat(SvgTexts.of(plot).faults()).isEmpty();
  }

  @Test
  void labels_many_columns_at_equal_distances_and_always_the_first_and_the_last() {
    // given
    List<String> columns = IntStream.range(0, 500).mapToObj(i -> "c" + i).toList();
    List<Cell> cells =
        IntStream.range(0, 500).mapToObj(i -> Cell.of(0, i, Math.sin(i / 9.0))).toList();

    // when
    SvgTexts texts = SvgTexts.of(new HeatMapPlot("t", "s", List.of("r"), columns, cells));

    // then
    List<Integer> labelled =
        texts.all().stream()
            .filter(text -> text.startsWith("c"))
            .map(text -> Integer.parseInt(text.substring(1)))
            .sorted()
            .toList();
    assertThat(labelled).startsWith(0).endsWith(499).hasSizeBetween(10, 40);
    int stride = 499 - labelled.get(labelled.size() - 2);
    for (int i = 2; i < labelled.size(); i++) {
      assertThat(labelled.get(i) - labelled.get(i - 1)).isEqualTo(stride);
    }
    assertThat(texts.faults()).isEmpty();
  }

  @Test
  void refuses_a_grid_that_cannot_be_drawn() {
    List<String> two = List.of("a", "b");
    assertThatThrownBy(() -> new HeatMapPlot("t", "s", two, List.of(), List.of()))
        .hasMessage("A heat map has rows and columns, found 2 rows and 0 columns");
    assertThatThrownBy(() -> new HeatMapPlot("t", "s", two, two, List.of(new Cell(1, 0, 2, 1, 0))))
        .hasMessageEndingWith("is outside of 2 rows and 2 columns");
    assertThatThrownBy(
            () ->
                new HeatMapPlot(
                    "t", "s", two, two, List.of(new Cell(0, 0, 2, 1, 0), Cell.of(1, 0, 1))))
        .hasMessageEndingWith("lies on another cell");
    assertThatThrownBy(() -> Cell.of(0, 0, Double.NaN))
        .hasMessageContaining("a finite value, found row 0, column 0");
  }

  @Test
  void draws_lines_points_and_guides_at_their_coordinates() {
    // given: the marks are 0 to 10 and 0 to 4
    XyPlot plot =
        new XyPlot(
            "xy",
            "across",
            "up",
            List.of(
                new Series("line", Mark.LINE, new double[] {0, 10}, new double[] {0, 4}),
                new Series("points", Mark.POINTS, new double[] {5, 5, 10}, new double[] {2, 2, 4})),
            List.of(
                new Guide(Direction.VERTICAL, 5, "five"),
                new Guide(Direction.HORIZONTAL, 2, ""),
                new Guide(Direction.HORIZONTAL, 99, "outside")));

    // when
    Document svg = parsed(plot.toSvg());

    // then: the two equal points are one, in the middle of the line and of the guides
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
    Element middle = (Element) svg.getElementsByTagName("circle").item(1);
    Element line = lineOf(svg, "#d7263d", "1.8");
    assertThat(number(middle, "cx")).isEqualTo((number(line, "x1") + number(line, "x2")) / 2);
    assertThat(number(middle, "cy")).isEqualTo((number(line, "y1") + number(line, "y2")) / 2);
    assertThat(number(lineOf(svg, "#222222", "1.6"), "x1")).isEqualTo(number(middle, "cx"));
    assertThat(number(lineOf(svg, "#8a8a8a", "1.2"), "y1")).isEqualTo(number(middle, "cy"));
    assertThat(SvgTexts.of(plot).all())
        .contains("line", "points", "five", "outside", "across", "up", "10", "4");
    assertThat(SvgTexts.of(plot).faults()).isEmpty();
  }

  @Test
  void draws_a_series_of_one_point_and_no_series_at_all() {
    XyPlot one =
        new XyPlot(
            "one",
            "x",
            "y",
            List.of(new Series("only", Mark.LINE, new double[] {-1}, new double[] {0.2})),
            List.of());
    assertThat(SvgTexts.of(one).count("circle")).isEqualTo(1);
    assertThat(SvgTexts.of(one).all()).contains("-1", "0.2").doesNotContain("-0.5");
    assertThat(SvgTexts.of(new XyPlot("none", "x", "y", List.of(), List.of())).faults()).isEmpty();
  }

  @Test
  void wraps_a_long_legend_and_marks_fractions_where_the_numbers_are_fractions() {
    List<Series> series =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    new Series(
                        "a series with a rather long name " + i,
                        Mark.LINE,
                        new double[] {0.1, 0.9},
                        new double[] {-1e-7 * i, 1e-7}))
            .toList();
    XyPlot plot = new XyPlot("many", "x", "y", series, List.of());
    assertThat(SvgTexts.of(plot).all()).contains("0.2", "0.4");
    assertThat(SvgTexts.of(plot).faults()).isEmpty();
  }

  @Test
  void refuses_points_that_cannot_be_drawn() {
    assertThatThrownBy(() -> new Series("s", Mark.LINE, new double[2], new double[1]))
        .hasMessage("Series \"s\" has 2 horizontal and 1 vertical coordinates");
    assertThatThrownBy(() -> new Series("s", Mark.LINE, new double[1], new double[] {Double.NaN}))
        .hasMessage("Series \"s\" has the point (0.0, NaN)");
    assertThatThrownBy(() -> new Guide(Direction.VERTICAL, Double.NaN, "g"))
        .hasMessage("Guide \"g\" is at NaN");
  }

  private static Element lineOf(Document svg, String colour, String width) {
    NodeList lines = svg.getElementsByTagName("line");
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      boolean isLegend = number(line, "y1") < 60;
      if (!isLegend
          && line.getAttribute("stroke").equals(colour)
          && line.getAttribute("stroke-width").equals(width)) {
        return line;
      }
    }
    throw new AssertionError("No line of colour " + colour + " and width " + width);
  }

  private static Document parsed(String svg) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Element rectangle(Document svg, int index) {
    return (Element) svg.getElementsByTagName("rect").item(index);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
