package org.touchstone.engine.timeshap;

/**
 * One who takes part in the game of an explanation: a part of the sequence that is switched on and
 * off as a whole. Events are counted from the end: the last one, which the score is about, is -1.
 */
public sealed interface SequencePlayer {

  /**
   * All features of one event.
   *
   * @param event -1 for the last, -2 for the one before it, and so on
   */
  record Event(int event) implements SequencePlayer {}

  /**
   * One feature at all events that are not pruned.
   *
   * @param feature from 0
   */
  record FeatureRow(int feature) implements SequencePlayer {}

  /**
   * One feature of one event, an element of Eq. 8.
   *
   * @param event negative, see {@link Event}
   * @param feature from 0
   */
  record Cell(int event, int feature) implements SequencePlayer {}

  /**
   * The features of a relevant event that are not relevant, an element of Eq. 9.
   *
   * @param event negative, see {@link Event}
   */
  record OtherFeatures(int event) implements SequencePlayer {}

  /**
   * A relevant feature at the events that are not relevant, an element of Eq. 10.
   *
   * @param feature from 0
   */
  record OtherEvents(int feature) implements SequencePlayer {}

  /** All cells that are not pruned and in no other group, Eq. 11. */
  record OtherCells() implements SequencePlayer {}

  /**
   * All features of the events that were pruned.
   *
   * @param count number of pruned events
   */
  record PrunedEvents(int count) implements SequencePlayer {}
}
