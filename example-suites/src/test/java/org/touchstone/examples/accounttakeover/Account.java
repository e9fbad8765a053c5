package org.touchstone.examples.accounttakeover;

import java.util.List;

/**
 * An account and its history, whose last event is the transaction that is scored.
 *
 * @param id its name
 * @param age of the client, in years
 * @param channel how the client mostly banks
 * @param scenario how the history ends; no model is told
 * @param fraud the label: the last transaction was reported as a takeover
 * @param events the oldest first
 */
record Account(
    String id,
    int age,
    Channel channel,
    Scenario scenario,
    boolean fraud,
    List<AccountEvent> events) {

  Account {
    events = List.copyOf(events);
  }

  /** How a client mostly banks. It has no effect on anything. */
  enum Channel {
    APP,
    WEB
  }

  /** How a history ends. */
  enum Scenario {
    /** A stranger enrols a device, logs in and transfers a large amount, all from elsewhere. */
    TAKEOVER,
    /** The client enrols a new telephone, logs in and goes on as ever. */
    NEW_TELEPHONE,
    /** The client transfers a large amount from a known device. */
    LARGE_TRANSFER,
    /** Nothing special. */
    ORDINARY
  }
}
