package org.touchstone.examples.accounttakeover;

import java.nio.file.Path;
import java.util.Optional;
import org.touchstone.engine.data.CsvEntities;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.CsvSequences;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceModels;
import org.touchstone.suite.SuiteResources;

/** The files of the example, read. */
final class AccountTakeover {

  private static final CsvFormat FORMAT = CsvFormat.DEFAULT.withIdColumn("account");

  private AccountTakeover() {}

  static Path file(String name) {
    return SuiteResources.path(AccountTakeover.class, "/account-takeover/" + name);
  }

  /** The columns of an event. */
  static Schema eventSchema() {
    return Schema.read(file("account_events.schema.json"));
  }

  /** Histories: test_events.csv or background_events.csv. */
  static Sequences events(String name) {
    return CsvSequences.read(file(name), eventSchema(), FORMAT, Optional.of("minute"));
  }

  /** The test accounts: age, channel and label. */
  static Dataset accounts() {
    Schema schema = Schema.read(file("accounts.schema.json"));
    return CsvEntities.read(file("test_accounts.csv"), schema, FORMAT);
  }

  /** The model, of the columns of an event. */
  static SequenceClassifier model(Schema events) {
    return EncodedSequenceClassifier.of(
        Encoder.read(file("account_gru.encoding.json"), events),
        SequenceModels.load(file("account_gru.json"), "recurrent-json"));
  }

  /** The model's probability of fraud for each sequence. */
  static double[] scores(SequenceClassifier model, Sequences sequences) {
    double[] scores = new double[sequences.count()];
    double[] one = new double[1];
    for (int s = 0; s < scores.length; s++) {
      int length = sequences.length(s);
      model.score(sequences.events(s), 1, length, new int[] {length}, one);
      scores[s] = one[0];
    }
    return scores;
  }
}
