package org.touchstone.engine.rules;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One Metropolis-Hastings chain over lists of different rules of a pool. A step proposes with equal
 * probability, among those that are possible, to move a rule to another position, to add a rule, or
 * to remove one; position and rule are uniform. The proposal {@code d*} is accepted with
 * probability
 *
 * <pre>
 * min(1, p(d* | data) q(d | d*) / (p(d | data) q(d* | d)))
 * q(d | d*) / q(d* | d) = 1                                    for a move
 *                       = remove(m + 1) (|A| - m) / add(m)     for an addition
 *                       = add(m - 1) / (remove(m) (|A| - m + 1))   for a removal
 * </pre>
 *
 * where {@code add(m)} is the probability that an addition is proposed to a list of {@code m}
 * rules, {@code remove(m)} that of a removal, and {@code |A|} the size of the pool.
 *
 * <p>For each position the chain keeps which rows come to it, so that a proposal costs from the
 * first position that changes to the last one. Not safe for several threads.
 *
 * <p>Source: Letham et al. 2015, section 2.4; ExMo, section 3.1, step 3.
 */
final class RuleListChain {

  private final RuleRows rows;
  private final RuleListPrior prior;
  private final RuleListLikelihood likelihood;
  private final SplittableRandom random;
  private final int pool;
  private final int allNegatives;
  private final int allPositives;

  /** The rules in the order of the list, then those outside of it in no order. */
  private final int[] order;

  private final int[] proposed;
  private int length;

  /** The rows that come to a position, and the likelihood of what its rule takes. */
  private long[][] left;

  private double[] logLikelihood;
  private int[] negatives;
  private int[] positives;
  private double logPosterior;

  private long[][] newLeft;
  private double[] newLogLikelihood;
  private int[] newNegatives;
  private int[] newPositives;

  private long accepted;
  private long steps;

  RuleListChain(
      RuleRows rows, RuleListPrior prior, RuleListLikelihood likelihood, SplittableRandom random) {
    this.rows = rows;
    this.prior = prior;
    this.likelihood = likelihood;
    this.random = random;
    this.pool = rows.rules();
    this.allNegatives = rows.negatives(rows.all());
    this.allPositives = rows.positives(rows.all());
    int[] start = prior.draw(random);
    this.length = start.length;
    this.order = withTheOthersBehind(start, pool);
    this.proposed = new int[pool];
    int room = start.length + 16;
    this.left = new long[room][];
    this.newLeft = new long[room][];
    this.logLikelihood = new double[room];
    this.newLogLikelihood = new double[room];
    this.negatives = new int[room];
    this.newNegatives = new int[room];
    this.positives = new int[room];
    this.newPositives = new int[room];
    left[0] = rows.all();
    System.arraycopy(order, 0, proposed, 0, length);
    this.logPosterior = evaluate(length, 0, length);
    accept(length, 0, length);
  }

  private static int[] withTheOthersBehind(int[] list, int pool) {
    int[] order = Arrays.copyOf(list, pool);
    boolean[] taken = new boolean[pool];
    for (int rule : list) {
      taken[rule] = true;
    }
    int next = list.length;
    for (int rule = 0; rule < pool; rule++) {
      if (!taken[rule]) {
        order[next++] = rule;
      }
    }
    return order;
  }

  /** The rules of the list, in its order. */
  int[] list() {
    return Arrays.copyOf(order, length);
  }

  int length() {
    return length;
  }

  /** {@code ln p(d | A) + ln p(y | x, d)} of the list. */
  double logPosterior() {
    return logPosterior;
  }

  /** The share of proposals that were accepted. */
  double acceptanceRate() {
    return steps == 0 ? 0 : (double) accepted / steps;
  }

  /** Proposes another list, and goes there or stays. */
  void step() {
    steps++;
    if (pool == 0) {
      return;
    }
    int kinds = kinds(length);
    int kind = random.nextInt(kinds);
    // The kinds that are possible, in the order add, remove, move.
    if (length < pool && kind-- == 0) {
      add();
    } else if (length > 0 && kind-- == 0) {
      remove();
    } else {
      move();
    }
  }

  /** How many of adding, removing and moving are possible for a list of {@code m} rules. */
  private int kinds(int m) {
    return (m < pool ? 1 : 0) + (m > 0 ? 1 : 0) + (m > 1 ? 1 : 0);
  }

  private void add() {
    int outside = length + random.nextInt(pool - length);
    int at = random.nextInt(length + 1);
    System.arraycopy(order, 0, proposed, 0, at);
    proposed[at] = order[outside];
    System.arraycopy(order, at, proposed, at + 1, length - at);
    // add(m) = 1 / kinds(m), remove(m + 1) = 1 / kinds(m + 1).
    double ratio = (double) kinds(length) * (pool - length) / kinds(length + 1);
    double log = evaluate(length + 1, at, length + 1);
    if (accepts(log, ratio)) {
      int added = order[outside];
      order[outside] = order[length];
      System.arraycopy(order, at, order, at + 1, length - at);
      order[at] = added;
      accept(length + 1, at, length + 1);
      logPosterior = log;
    }
  }

  private void remove() {
    int at = random.nextInt(length);
    System.arraycopy(order, 0, proposed, 0, at);
    System.arraycopy(order, at + 1, proposed, at, length - at - 1);
    double ratio = (double) kinds(length) / (kinds(length - 1) * (double) (pool - length + 1));
    double log = evaluate(length - 1, at, length - 1);
    if (accepts(log, ratio)) {
      int removed = order[at];
      System.arraycopy(order, at + 1, order, at, length - at - 1);
      order[length - 1] = removed;
      accept(length - 1, at, length - 1);
      logPosterior = log;
    }
  }

  private void move() {
    int from = random.nextInt(length);
    int to = random.nextInt(length - 1);
    to += to >= from ? 1 : 0;
    System.arraycopy(order, 0, proposed, 0, length);
    int moved = order[from];
    if (from < to) {
      System.arraycopy(order, from + 1, proposed, from, to - from);
    } else {
      System.arraycopy(order, to, proposed, to + 1, from - to);
    }
    proposed[to] = moved;
    int first = Math.min(from, to);
    int end = Math.max(from, to) + 1;
    double log = evaluate(length, first, end);
    if (accepts(log, 1)) {
      System.arraycopy(proposed, first, order, first, end - first);
      accept(length, first, end);
      logPosterior = log;
    }
  }

  private boolean accepts(double log, double ratio) {
    double logRatio = log - logPosterior + Math.log(ratio);
    return logRatio >= 0 || random.nextDouble() < Math.exp(logRatio);
  }

  /**
   * The log posterior of the proposed list, whose positions before {@code first} are those of the
   * list, and to whose position {@code end} the same rows come as before if it is not the last.
   */
  private double evaluate(int newLength, int first, int end) {
    makeRoom(newLength + 1);
    double sum = 0;
    int taken0 = 0;
    int taken1 = 0;
    for (int j = 0; j < first; j++) {
      sum += logLikelihood[j];
      taken0 += negatives[j];
      taken1 += positives[j];
    }
    long[] rest = left[first];
    for (int j = first; j < end; j++) {
      long[] after = newLeft[j + 1];
      long taken = rows.take(proposed[j], rest, after);
      newNegatives[j] = (int) (taken >>> 32);
      newPositives[j] = (int) taken;
      newLogLikelihood[j] = likelihood.logOf(newNegatives[j], newPositives[j]);
      sum += newLogLikelihood[j];
      taken0 += newNegatives[j];
      taken1 += newPositives[j];
      rest = after;
    }
    for (int j = end; j < newLength; j++) {
      sum += logLikelihood[j];
      taken0 += negatives[j];
      taken1 += positives[j];
    }
    sum += likelihood.logOf(allNegatives - taken0, allPositives - taken1);
    return sum + prior.logOf(proposed, newLength);
  }

  private void accept(int newLength, int first, int end) {
    accepted += steps > 0 ? 1 : 0;
    for (int j = first; j < end; j++) {
      logLikelihood[j] = newLogLikelihood[j];
      negatives[j] = newNegatives[j];
      positives[j] = newPositives[j];
      long[] swapped = left[j + 1];
      left[j + 1] = newLeft[j + 1];
      newLeft[j + 1] = swapped;
    }
    length = newLength;
  }

  private void makeRoom(int positionsAndDefault) {
    if (left.length < positionsAndDefault) {
      int room = Math.min(pool + 1, positionsAndDefault * 2);
      left = Arrays.copyOf(left, room);
      newLeft = Arrays.copyOf(newLeft, room);
      logLikelihood = Arrays.copyOf(logLikelihood, room);
      newLogLikelihood = Arrays.copyOf(newLogLikelihood, room);
      negatives = Arrays.copyOf(negatives, room);
      newNegatives = Arrays.copyOf(newNegatives, room);
      positives = Arrays.copyOf(positives, room);
      newPositives = Arrays.copyOf(newPositives, room);
    }
    for (int j = 1; j < positionsAndDefault; j++) {
      if (newLeft[j] == null) {
        newLeft[j] = new long[rows.words()];
      }
      if (left[j] == null) {
        left[j] = new long[rows.words()];
      }
    }
  }
}
