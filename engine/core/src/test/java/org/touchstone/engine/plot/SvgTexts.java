package org.touchstone.engine.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The texts of an SVG document and the room they take, by the metrics of Java's own font. */
public final class SvgTexts {

  private final Document document;

  private SvgTexts(Document document) {
    this.document = document;
  }

  /** A text and its box, without the room above capital letters and below the baseline. */
  private record Box(String text, Rectangle2D area) {}

  /** Parses what a plot writes; fails if it is not well-formed. */
  public static SvgTexts of(Plot plot) {
    try {
      return new SvgTexts(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(plot.toSvg()))));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** All texts, in the order of the document. */
  public List<String> all() {
    return boxes().stream().map(Box::text).toList();
  }

  /** Number of elements with a name. */
  public int count(String element) {
    return document.getElementsByTagName(element).getLength();
  }

  /** Pairs of texts that touch each other, and texts that leave the picture. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    Element root = document.getDocumentElement();
    Rectangle2D picture =
        new Rectangle2D.Double(
            0,
            0,
            Double.parseDouble(root.getAttribute("width")),
            Double.parseDouble(root.getAttribute("height")));
    List<Box> boxes = boxes();
    for (int i = 0; i < boxes.size(); i++) {
      if (!picture.contains(boxes.get(i).area())) {
        faults.add(boxes.get(i).text() + " leaves the picture");
      }
      for (int j = 0; j < i; j++) {
        if (boxes.get(i).area().intersects(boxes.get(j).area())) {
          faults.add(boxes.get(j).text() + " and " + boxes.get(i).text());
        }
      }
    }
    return faults;
  }

  private List<Box> boxes() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    NodeList texts = document.getElementsByTagName("text");
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      float size = Float.parseFloat(text.getAttribute("font-size"));
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(size));
      double width = graphics.getFontMetrics().stringWidth(text.getTextContent());
      double x = Double.parseDouble(text.getAttribute("x"));
      double offset =
          switch (text.getAttribute("text-anchor")) {
            case "middle" -> width / 2;
            case "end" -> width;
            default -> 0;
          };
      double top = Double.parseDouble(text.getAttribute("y")) - 0.75 * size;
      boxes.add(
          new Box(
              text.getTextContent(), new Rectangle2D.Double(x - offset, top, width, 0.75 * size)));
    }
    graphics.dispose();
    return boxes;
  }
}
