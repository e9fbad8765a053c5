package org.touchstone.engine.timeshap;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.touchstone.engine.plot.HeatMapPlot;
import org.touchstone.engine.plot.HeatMapPlot.Cell;

/**
 * Where the players of an attribution to cells stand in a heat map. Columns are the pruned events,
 * the other events, the relevant events in the order of time; rows are the relevant features and
 * the other ones. A row or column that no player has is left out.
 */
final class CellGrid {

  private final TimeShapPlots names;
  private final SequenceAttribution attribution;
  private final List<Integer> events;
  private final List<Integer> features;
  private final boolean hasOtherEvents;
  private final boolean hasOtherFeatures;
  private final boolean hasPruned;

  CellGrid(TimeShapPlots names, SequenceAttribution attribution) {
    this.names = names;
    this.attribution = attribution;
    TreeSet<Integer> relevantEvents = new TreeSet<>();
    TreeSet<Integer> relevantFeatures = new TreeSet<>();
    boolean otherEvents = false;
    boolean otherFeatures = false;
    boolean pruned = false;
    for (SequencePlayer player : attribution.players()) {
      if (player instanceof SequencePlayer.Cell cell) {
        relevantEvents.add(cell.event());
        relevantFeatures.add(cell.feature());
      } else if (player instanceof SequencePlayer.OtherFeatures others) {
        relevantEvents.add(others.event());
        otherFeatures = true;
      } else if (player instanceof SequencePlayer.OtherEvents others) {
        relevantFeatures.add(others.feature());
        otherEvents = true;
      } else if (player instanceof SequencePlayer.OtherCells) {
        otherEvents = true;
        otherFeatures = true;
      } else if (player instanceof SequencePlayer.PrunedEvents) {
        pruned = true;
      } else {
        throw new IllegalArgumentException("The heat map is of cells, found the player " + player);
      }
    }
    this.events = List.copyOf(relevantEvents);
    this.features = List.copyOf(relevantFeatures);
    this.hasOtherEvents = otherEvents;
    this.hasOtherFeatures = otherFeatures;
    this.hasPruned = pruned;
  }

  HeatMapPlot plot() {
    List<String> rows = new ArrayList<>();
    features.forEach(feature -> rows.add(names.feature(feature)));
    if (hasOtherFeatures || rows.isEmpty()) {
      rows.add(features.isEmpty() ? "all features" : "other features");
    }
    List<String> columns = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < attribution.players().size(); i++) {
      SequencePlayer player = attribution.players().get(i);
      if (player instanceof SequencePlayer.PrunedEvents) {
        columns.add(names.label(player));
        cells.add(new Cell(0, 0, rows.size(), 1, attribution.value(i)));
      }
    }
    if (hasOtherEvents) {
      columns.add(events.isEmpty() ? "all events" : "other events");
    }
    events.forEach(event -> columns.add(names.event(event)));
    for (int i = 0; i < attribution.players().size(); i++) {
      place(attribution.players().get(i), attribution.value(i), cells);
    }
    return new HeatMapPlot(
        TimeShapPlots.title(attribution),
        "Shapley value, probability; -1 is the last event",
        rows,
        columns,
        cells);
  }

  private void place(SequencePlayer player, double value, List<Cell> cells) {
    int otherEvents = hasPruned ? 1 : 0;
    if (player instanceof SequencePlayer.Cell cell) {
      cells.add(Cell.of(features.indexOf(cell.feature()), column(cell.event()), value));
    } else if (player instanceof SequencePlayer.OtherFeatures others) {
      cells.add(Cell.of(features.size(), column(others.event()), value));
    } else if (player instanceof SequencePlayer.OtherEvents others) {
      cells.add(Cell.of(features.indexOf(others.feature()), otherEvents, value));
    } else if (player instanceof SequencePlayer.OtherCells) {
      cells.add(Cell.of(features.size(), otherEvents, value));
    }
  }

  private int column(int event) {
    return (hasPruned ? 1 : 0) + (hasOtherEvents ? 1 : 0) + events.indexOf(event);
  }
}
