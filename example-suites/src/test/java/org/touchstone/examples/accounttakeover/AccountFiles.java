package org.touchstone.examples.accounttakeover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of the example, as text. {@link #main} writes them; the ones for the audit are in the
 * repository, the ones for the training of the model are not.
 */
final class AccountFiles {

  /** What the model was trained on: not in the repository, for its size. */
  static final String TRAINING_EVENTS = "training_events.csv";

  private static final long TRAINING_SEED = 2021;
  private static final long TEST_SEED = 42;
  private static final int TRAINING_ACCOUNTS = 4_000;
  private static final int BACKGROUND_ACCOUNTS = 40;
  private static final int TEST_ACCOUNTS = 160;

  private AccountFiles() {}

  /** The accounts of the audit; the model has not seen them. */
  static List<Account> test() {
    return AccountGenerator.accounts("T", TEST_ACCOUNTS, TEST_SEED);
  }

  /** All files, by name. */
  static Map<String, String> all() {
    List<Account> training = AccountGenerator.accounts("A", TRAINING_ACCOUNTS, TRAINING_SEED);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(TRAINING_EVENTS, events(training));
    files.put("training_accounts.csv", accounts(training));
    files.put("background_events.csv", events(training.subList(0, BACKGROUND_ACCOUNTS)));
    files.put("test_events.csv", events(test()));
    files.put("test_accounts.csv", accounts(test()));
    return files;
  }

  /**
   * Writes all files into a folder.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("Name one folder to write to");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, String> file : all().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
  }

  /** One row for each event. */
  static String events(List<Account> accounts) {
    StringBuilder csv =
        new StringBuilder("account,minute,event,type,amount,device,location,gap,age\n");
    for (Account account : accounts) {
      for (AccountEvent event : account.events()) {
        csv.append(account.id()).append(',').append(event.minute()).append(',');
        csv.append(level(event.kind())).append(',').append(level(event.type())).append(',');
        csv.append(event.amount()).append(',').append(level(event.device())).append(',');
        csv.append(level(event.location())).append(',');
        csv.append(event.gap() / 10).append('.').append(event.gap() % 10).append(',');
        csv.append(account.age()).append('\n');
      }
    }
    return csv.toString();
  }

  /** One row for each account. */
  static String accounts(List<Account> accounts) {
    StringBuilder csv = new StringBuilder("account,age,channel,fraud\n");
    for (Account account : accounts) {
      csv.append(account.id()).append(',').append(account.age()).append(',');
      csv.append(level(account.channel())).append(',');
      csv.append(account.fraud() ? "yes" : "no").append('\n');
    }
    return csv.toString();
  }

  /** How the files write a level. */
  static String level(Enum<?> level) {
    return level.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
