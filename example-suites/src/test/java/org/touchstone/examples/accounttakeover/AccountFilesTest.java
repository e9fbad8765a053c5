package org.touchstone.examples.accounttakeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.examples.accounttakeover.Account.Scenario;
import org.touchstone.examples.accounttakeover.AccountEvent.Kind;

/** The files are what the generator makes, and what SOURCE.md says. */
class AccountFilesTest {

  private static final Map<String, String> GENERATED = AccountFiles.all();

  @Test
  void the_generator_makes_the_committed_files_again_byte_for_byte() throws IOException {
    for (String name : List.of("test_events.csv", "test_accounts.csv", "background_events.csv")) {
      assertThat(Files.readAllBytes(AccountTakeover.file(name)))
          .as(name)
          .isEqualTo(generated(name));
    }
  }

  @Test
  void the_hashes_of_the_data_and_of_the_weights_are_the_ones_in_source_md() throws Exception {
    String source = Files.readString(AccountTakeover.file("SOURCE.md"));
    for (String name :
        List.of(
            "test_events.csv",
            "test_accounts.csv",
            "test_scores.csv",
            "background_events.csv",
            "account_gru.json")) {
      String hash = sha256(Files.readAllBytes(AccountTakeover.file(name)));
      assertThat(source.lines().filter(line -> line.startsWith("| " + name + " |")))
          .as(name)
          .singleElement()
          .asString()
          .contains(hash);
    }
    for (String name : List.of("training_events.csv", "training_accounts.csv")) {
      byte[] bytes = generated(name);
      assertThat(source.replaceAll("\\s+", " ")).contains(name + ", sha256 " + sha256(bytes));
    }
  }

  @Test
  void the_program_writes_the_files_that_the_training_reads(@TempDir Path folder)
      throws IOException {
    AccountFiles.main(new String[] {folder.resolve("new").toString()});
    for (Map.Entry<String, String> file : GENERATED.entrySet()) {
      assertThat(folder.resolve("new").resolve(file.getKey())).hasContent(file.getValue());
    }
  }

  @Test
  void a_takeover_ends_with_enrolment_login_transaction_from_a_new_device_within_hours() {
    for (Account account : AccountFiles.test()) {
      if (account.scenario() == Scenario.TAKEOVER) {
        List<AccountEvent> events = account.events();
        int last = events.size() - 1;
        int transfers = events.get(last - 1).kind() == Kind.TRANSACTION ? 2 : 1;
        List<AccountEvent> end = events.subList(last - transfers - 1, last + 1);
        assertThat(end.get(0).kind()).isEqualTo(Kind.ENROLMENT);
        assertThat(end.get(1).kind()).isEqualTo(Kind.LOGIN);
        assertThat(end.get(2).kind()).isEqualTo(Kind.TRANSACTION);
        assertThat(end).allMatch(event -> event.device() == AccountEvent.Device.NEW);
        assertThat(end.get(transfers + 1).minute() - end.get(0).minute()).isLessThan(12 * 60);
      }
    }
  }

  @Test
  void ages_scenarios_and_labels_follow_the_stated_law() {
    // given
    List<Account> accounts = AccountGenerator.accounts("L", 40_000, 7);

    // then: four standard errors of each share
    for (Scenario scenario : Scenario.values()) {
      List<Account> chosen = accounts.stream().filter(a -> a.scenario() == scenario).toList();
      double expected =
          switch (scenario) {
            case TAKEOVER -> 0.22;
            case NEW_TELEPHONE -> 0.15;
            case LARGE_TRANSFER -> 0.10;
            case ORDINARY -> 0.53;
          };
      assertShare(chosen.size(), accounts.size(), expected);
      for (boolean old : new boolean[] {false, true}) {
        List<Account> group = chosen.stream().filter(a -> a.age() >= 65 == old).toList();
        long fraud = group.stream().filter(Account::fraud).count();
        assertShare(fraud, group.size(), AccountGenerator.risk(scenario, old ? 80 : 30));
      }
    }
    assertThat(accounts.stream().mapToInt(Account::age).average().orElseThrow())
        .isCloseTo(53.5, within(0.4));
    assertThat(accounts.stream().mapToInt(Account::age)).allMatch(age -> age >= 18 && age <= 89);
  }

  private static byte[] generated(String name) {
    return Objects.requireNonNull(GENERATED.get(name), name).getBytes(StandardCharsets.UTF_8);
  }

  private static void assertShare(long count, int of, double expected) {
    double error = 4 * Math.sqrt(expected * (1 - expected) / of);
    assertThat((double) count / of).isCloseTo(expected, within(error));
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
