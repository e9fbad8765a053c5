package org.touchstone.examples.accounttakeover;

/**
 * An event of an account. Every event has the columns of every kind; what a kind does not have is
 * {@link TransactionType#NONE} and 0.
 *
 * @param minute minutes since the first event of the account
 * @param kind what happened
 * @param type what kind of transaction it was
 * @param amount in euros
 * @param device whether the device was used before
 * @param location where it came from
 * @param gap tenths of an hour since the event before it
 */
record AccountEvent(
    int minute,
    Kind kind,
    TransactionType type,
    int amount,
    Device device,
    Location location,
    int gap) {

  /** What a client does: the three behaviours of the paper, section 4. */
  enum Kind {
    LOGIN,
    /** A change of the settings: another device, another password. */
    ENROLMENT,
    TRANSACTION
  }

  /** Kinds of transactions. */
  enum TransactionType {
    NONE,
    CARD,
    OWN_ACCOUNT,
    TRANSFER
  }

  /** Whether a device was used before. */
  enum Device {
    KNOWN,
    NEW
  }

  /** Where an event came from, compared with where the client lives. */
  enum Location {
    HOME,
    ELSEWHERE,
    ABROAD
  }
}
