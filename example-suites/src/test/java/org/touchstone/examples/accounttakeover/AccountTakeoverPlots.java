package org.touchstone.examples.accounttakeover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.touchstone.engine.plot.Plot;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.SequenceExplanation;
import org.touchstone.engine.timeshap.TimeShapPlots;

/** The plots of docs/timeshap.md. */
final class AccountTakeoverPlots {

  /** A takeover of three events behind a history of 44; the client is 65. */
  private static final String ACCOUNT = "T0089";

  private AccountTakeoverPlots() {}

  /** All plots, by the name of their file without its ending. */
  static Map<String, Plot> all() {
    AccountExplanations explanations = new AccountExplanations();
    int account = Integer.parseInt(ACCOUNT.substring(1)) - 1;
    SequenceExplanation one = explanations.one(account);
    GlobalExplanation global = explanations.global();
    TimeShapPlots plots =
        TimeShapPlots.of(explanations.histories().schema().names())
            .withEventNames(explanations.kinds(account));
    Map<String, Plot> all = new LinkedHashMap<>();
    all.put(
        "account-takeover-pruning",
        TimeShapPlots.pruning(one.pruning(), OptionalDouble.of(AccountExplanations.TOLERANCE)));
    all.put("account-takeover-events", plots.eventHeatMap(one.events(), 40));
    all.put("account-takeover-features", plots.bars(one.features(), 10));
    all.put("account-takeover-cells", plots.cells(one.cells()));
    all.put("account-takeover-global-events", TimeShapPlots.globalEvents(global, 20));
    all.put("account-takeover-global-features", TimeShapPlots.globalFeatures(global, 7));
    return all;
  }

  /**
   * Writes the plots as SVG into a folder.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("Name one folder to write to, docs/images");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, Plot> plot : all().entrySet()) {
      Files.writeString(
          folder.resolve(plot.getKey() + ".svg"), plot.getValue().toSvg(), StandardCharsets.UTF_8);
    }
  }
}
