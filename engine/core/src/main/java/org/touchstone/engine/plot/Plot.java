package org.touchstone.engine.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A plot as data. The same plot gives the same SVG, byte for byte. */
public sealed interface Plot
    permits BarPlot, BeeswarmPlot, GraphPlot, HeatMapPlot, PairedBarPlot, XyPlot {

  /** What the plot shows. */
  String title();

  /** The plot as an SVG 1.1 document. */
  default String toSvg() {
    Drawing drawing = drawing();
    SvgCanvas canvas = new SvgCanvas(drawing.width(), drawing.height(), title());
    drawing.draw(canvas);
    return canvas.finish();
  }

  /**
   * The plot as a PNG image.
   *
   * @param scale pixels of the image for one of the plot, 2 for sharp screens and print
   * @throws IllegalArgumentException if the scale is not above 0, or above 10
   */
  default byte[] toPng(double scale) {
    if (!(scale > 0 && scale <= 10)) {
      throw new IllegalArgumentException("A scale is above 0 and at most 10, found " + scale);
    }
    Drawing drawing = drawing();
    ImageCanvas canvas = new ImageCanvas(drawing.width(), drawing.height(), scale);
    drawing.draw(canvas);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(canvas.finish(), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Drawing drawing() {
    if (this instanceof BarPlot bars) {
      return new BarDrawing(bars);
    }
    if (this instanceof GraphPlot graph) {
      return new GraphDrawing(graph);
    }
    if (this instanceof HeatMapPlot map) {
      return new HeatMapDrawing(map);
    }
    if (this instanceof PairedBarPlot pairs) {
      return new PairedBarDrawing(pairs);
    }
    if (this instanceof XyPlot xy) {
      return new XyDrawing(xy);
    }
    return new BeeswarmDrawing((BeeswarmPlot) this);
  }
}
