/**
 * A model that scores the history of a bank account for account takeover, made for this example: a
 * generator of histories, a GRU that was trained on them, and its audit as a class, as a file and
 * with assertions. The data and the model are described in account-takeover/SOURCE.md.
 */
@NullMarked
package org.touchstone.examples.accounttakeover;

import org.jspecify.annotations.NullMarked;
