package org.touchstone.examples.accounttakeover;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.timeshap.CellSelection;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.GlobalTimeShap;
import org.touchstone.engine.timeshap.SequenceBackground;
import org.touchstone.engine.timeshap.SequenceBackground.Center;
import org.touchstone.engine.timeshap.SequenceExplanation;
import org.touchstone.engine.timeshap.TimeShap;
import org.touchstone.engine.timeshap.TimeShapOptions;

/** The test accounts, explained by TimeSHAP with the tolerance of the paper. */
final class AccountExplanations {

  static final double TOLERANCE = 0.025;

  private final Sequences histories = AccountTakeover.events("test_events.csv");
  private final TimeShap shap;

  AccountExplanations() {
    Sequences background = AccountTakeover.events("background_events.csv");
    SequenceClassifier model = AccountTakeover.model(histories.schema());
    this.shap =
        new TimeShap(
            model,
            SequenceBackground.averageEvent(background, Center.MEAN),
            TimeShapOptions.DEFAULT.withTolerance(TOLERANCE).withNsamples(1_000));
  }

  Sequences histories() {
    return histories;
  }

  /** Events and features of all accounts, in their order. */
  GlobalExplanation global() {
    return new GlobalTimeShap(shap, "account-takeover").explain(histories, Execution.on(2));
  }

  /** One account, with the cells of its three most relevant events and features. */
  SequenceExplanation one(int account) {
    return shap.explain(histories.events(account), new CellSelection.Top(3, 3));
  }

  /** The kinds of an account's events, the oldest first. */
  List<String> kinds(int account) {
    Feature.Categorical kind = (Feature.Categorical) histories.schema().feature("event");
    int column = histories.schema().indexOf("event");
    List<String> kinds = new ArrayList<>();
    for (int t = 0; t < histories.length(account); t++) {
      kinds.add(kind.levels().get((int) histories.value(account, t, column)));
    }
    return kinds;
  }
}
