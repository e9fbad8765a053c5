package org.touchstone.examples.accounttakeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.touchstone.examples.accounttakeover.Account.Channel;
import org.touchstone.examples.accounttakeover.Account.Scenario;
import org.touchstone.examples.accounttakeover.AccountEvent.Device;
import org.touchstone.examples.accounttakeover.AccountEvent.Kind;
import org.touchstone.examples.accounttakeover.AccountEvent.Location;
import org.touchstone.examples.accounttakeover.AccountEvent.TransactionType;

/**
 * Makes bank accounts with histories, after section 4 of the TimeSHAP paper: fraud follows
 * enrolment, login, transaction. The same seed gives the same accounts on every platform.
 *
 * <ul>
 *   <li>A client is {@code 18 + U{0..39} + U{0..32}} years old: 18 to 89, 54 on average.
 *   <li>A history begins with 12 to 51 ordinary events: 55 % logins, 41 % transactions, 4 %
 *       enrolments, 30 hours apart on average (exponential), from a known device in 97 %, from home
 *       in 85 %, from abroad in 4 % of cases. Amounts are log-normal with medians of 45, 300 and
 *       150 euros (card, own account, transfer) and sigma 0.9.
 *   <li>It ends with one of four {@linkplain Scenario scenarios} and with a transaction: 22 %
 *       takeovers, 15 % new telephones, 10 % large transfers, 53 % ordinary ones.
 *   <li>The label is fraud in 96 % of takeovers. Of the others it is so by the table below: the
 *       bank believes an older client who disputes a payment, and so <b>age leaks into the
 *       label</b>, on purpose.
 * </ul>
 *
 * <table>
 *   <caption>Share that is labelled as fraud</caption>
 *   <tr><th></th><th>under 65</th><th>65 or older</th></tr>
 *   <tr><td>new telephone</td><td>4 %</td><td>50 %</td></tr>
 *   <tr><td>large transfer</td><td>3 %</td><td>40 %</td></tr>
 *   <tr><td>ordinary</td><td>1 %</td><td>20 %</td></tr>
 * </table>
 */
final class AccountGenerator {

  private static final int OLD = 65;

  private final Draws draws;
  private int minute;
  private List<AccountEvent> events = new ArrayList<>();

  private AccountGenerator(long seed) {
    this.draws = new Draws(seed);
  }

  /**
   * Makes accounts.
   *
   * @param prefix what their names begin with; a number of four digits follows, from 1
   */
  static List<Account> accounts(String prefix, int count, long seed) {
    AccountGenerator generator = new AccountGenerator(seed);
    List<Account> accounts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      accounts.add(generator.account(String.format(Locale.ROOT, "%s%04d", prefix, i)));
    }
    return accounts;
  }

  private Account account(String id) {
    int age = 18 + draws.below(40) + draws.below(33);
    Channel channel = draws.happens(0.6) ? Channel.APP : Channel.WEB;
    Scenario scenario = draws.oneOf(Scenario.values(), 0.22, 0.15, 0.10, 0.53);
    minute = 0;
    events = new ArrayList<>();
    int history = 12 + draws.below(40);
    for (int i = 0; i < history; i++) {
      ordinaryEvent();
    }
    switch (scenario) {
      case TAKEOVER -> takeover();
      case NEW_TELEPHONE -> newTelephone();
      case LARGE_TRANSFER ->
          transaction(TransactionType.TRANSFER, large(), Device.KNOWN, place(), day());
      case ORDINARY -> ordinaryTransaction(Device.KNOWN);
    }
    return new Account(id, age, channel, scenario, draws.happens(risk(scenario, age)), events);
  }

  /** The probability that the label is fraud. */
  static double risk(Scenario scenario, int age) {
    boolean old = age >= OLD;
    return switch (scenario) {
      case TAKEOVER -> 0.96;
      case NEW_TELEPHONE -> old ? 0.50 : 0.04;
      case LARGE_TRANSFER -> old ? 0.40 : 0.03;
      case ORDINARY -> old ? 0.20 : 0.01;
    };
  }

  private void takeover() {
    Location location = draws.happens(0.6) ? Location.ABROAD : Location.ELSEWHERE;
    add(Kind.ENROLMENT, TransactionType.NONE, 0, Device.NEW, location, day());
    add(Kind.LOGIN, TransactionType.NONE, 0, Device.NEW, location, soon());
    int transfers = draws.happens(0.3) ? 2 : 1;
    for (int i = 0; i < transfers; i++) {
      transaction(TransactionType.TRANSFER, large(), Device.NEW, location, soon());
    }
  }

  private void newTelephone() {
    add(Kind.ENROLMENT, TransactionType.NONE, 0, Device.NEW, place(), day());
    add(Kind.LOGIN, TransactionType.NONE, 0, Device.NEW, Location.HOME, soon());
    int more = draws.below(3);
    for (int i = 0; i < more; i++) {
      ordinaryEvent();
    }
    ordinaryTransaction(Device.NEW);
  }

  private void ordinaryEvent() {
    Device device = draws.happens(0.97) ? Device.KNOWN : Device.NEW;
    switch (draws.oneOf(Kind.values(), 0.55, 0.04, 0.41)) {
      case LOGIN -> add(Kind.LOGIN, TransactionType.NONE, 0, device, place(), day());
      case ENROLMENT -> add(Kind.ENROLMENT, TransactionType.NONE, 0, device, place(), day());
      case TRANSACTION -> ordinaryTransaction(device);
    }
  }

  private void ordinaryTransaction(Device device) {
    TransactionType type =
        draws.oneOf(
            new TransactionType[] {
              TransactionType.CARD, TransactionType.OWN_ACCOUNT, TransactionType.TRANSFER
            },
            0.6,
            0.15,
            0.25);
    double median =
        type == TransactionType.CARD ? 45 : type == TransactionType.OWN_ACCOUNT ? 300 : 150;
    transaction(type, draws.logNormal(median, 0.9), device, place(), day());
  }

  private void transaction(
      TransactionType type, double amount, Device device, Location location, double hours) {
    add(Kind.TRANSACTION, type, 1 + (int) Math.min(amount, 9_998), device, location, hours);
  }

  private double large() {
    return draws.logNormal(1_500, 0.6);
  }

  private Location place() {
    return draws.oneOf(Location.values(), 0.85, 0.11, 0.04);
  }

  /** Hours to an event that has nothing to do with the one before it. */
  private double day() {
    return draws.exponential(30);
  }

  /** Hours to an event of the same episode. */
  private double soon() {
    return 0.1 + draws.exponential(0.4);
  }

  private void add(
      Kind kind, TransactionType type, int amount, Device device, Location location, double hours) {
    // Two events of an account are never at the same minute.
    int gap = Math.max(1, (int) Math.rint(10 * hours));
    minute += events.isEmpty() ? 0 : 6 * gap;
    events.add(new AccountEvent(minute, kind, type, amount, device, location, gap));
  }
}
