package org.touchstone.engine.flip;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;
import org.touchstone.engine.flip.FlipSpace.NumberVariable;
import org.touchstone.engine.model.DecisionTree;

/**
 * The closest point of the other class of a tree ensemble: best-first branch and bound over boxes
 * of cells. A box's bound on the distance is that of its nearest cell; a box is left out where the
 * trees' largest (smallest) leaves in it cannot reach the other class together. The first nearest
 * cell of the other class to come up is the closest of all. The class itself is always asked of the
 * model, in its own arithmetic.
 */
final class CellSearch {

  static final int MOST_BOXES = 20_000;

  private final TreeCells cells;
  private final RowProblem problem;
  private final int numbers;
  private final int[] ownInterval;
  private final double[] ownInputs;
  private final double[][] changeOf;
  private final double[][] costOf;
  private final boolean[] free;
  private final int[] ownCode;
  private final double[][] levelCost;
  private final int[] numberAt;
  private final int[] levelAt;
  private final double slack;
  private final double sign;
  private boolean exhausted;

  CellSearch(TreeCells cells, RowProblem problem) {
    this.cells = cells;
    this.problem = problem;
    FlipSpace space = cells.space();
    this.numbers = space.numbers().size();
    int variables = numbers + space.levels().size();
    this.ownInterval = new int[numbers];
    this.ownInputs = problem.inputs(problem.rowCodes());
    this.changeOf = new double[numbers][];
    this.costOf = new double[numbers][];
    this.free = new boolean[variables];
    this.ownCode = new int[space.levels().size()];
    this.levelCost = new double[space.levels().size()][];
    this.numberAt = new int[numbers];
    this.levelAt = new int[space.levels().size()];
    Arrays.fill(numberAt, -1);
    Arrays.fill(levelAt, -1);
    for (int k = 0; k < numbers; k++) {
      double value = problem.row()[space.numbers().get(k).column()];
      ownInterval[k] = Double.isNaN(value) ? -1 : cells.interval(k, value);
    }
    for (int i = 0; i < problem.numbers().variables().length; i++) {
      int k = problem.numbers().variables()[i];
      free[k] = true;
      numberAt[k] = i;
      price(k);
    }
    for (int d = 0; d < ownCode.length; d++) {
      double code = problem.row()[space.levels().get(d).column()];
      ownCode[d] = Double.isNaN(code) ? -1 : (int) code;
    }
    for (int i = 0; i < problem.levels().size(); i++) {
      LevelVariable variable = problem.levels().get(i);
      int d = space.levels().indexOf(variable);
      free[numbers + d] = true;
      levelAt[d] = i;
      levelCost[d] = new double[variable.allowed().length];
      for (int level = 0; level < levelCost[d].length; level++) {
        double change = variable.change(ownCode[d], level);
        boolean possible = variable.allowed()[level] || level == ownCode[d];
        levelCost[d][level] = possible ? change * change : Double.POSITIVE_INFINITY;
      }
    }
    double size = Math.abs(cells.limit());
    for (DecisionTree tree : cells.trees()) {
      double largest = 0;
      for (int node = 0; node < tree.nodeCount(); node++) {
        largest = tree.isLeaf(node) ? Math.max(largest, Math.abs(tree.value(node))) : largest;
      }
      size += largest;
    }
    // Wider than what single precision can lose: a bound may be loose, never wrong.
    this.slack = 1e-5 * size;
    this.sign = problem.positive() ? -1 : 1;
  }

  /** The scaled change to the nearest allowed value of each interval, and its square. */
  private void price(int k) {
    NumberVariable variable = cells.space().numbers().get(k);
    double value = problem.row()[variable.column()];
    double low = Math.max(variable.low(), value - problem.reach() * variable.scale());
    double high = Math.min(variable.high(), value + problem.reach() * variable.scale());
    int count = cells.intervals(k);
    changeOf[k] = new double[count];
    costOf[k] = new double[count];
    for (int i = 0; i < count; i++) {
      double from = Math.max(cells.first(k, i), low);
      double to = Math.min(cells.last(k, i), high);
      if (variable.grid()) {
        from = Math.ceil(from);
        to = Math.floor(to);
      }
      if (i == ownInterval[k]) {
        continue;
      }
      double nearest = i > ownInterval[k] ? from : to;
      changeOf[k][i] = (nearest - value) / variable.scale();
      costOf[k][i] =
          from <= to && Double.isFinite(nearest)
              ? changeOf[k][i] * changeOf[k][i]
              : Double.POSITIVE_INFINITY;
    }
  }

  /** Ranges of intervals, sets of levels, and what the trees can reach in them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Box(int[] low, int[] high, long[] levels, double[] best, double bound) {}

  /** Whether all boxes that could be closer were looked at. */
  boolean complete() {
    return !exhausted;
  }

  /**
   * Searches.
   *
   * @param known squared distance of a point that is known already
   * @return the codes and scaled changes of the closest cell, or none where nothing is closer than
   *     what is known
   */
  Candidate run(double known) {
    PriorityQueue<Box> queue = new PriorityQueue<>(Comparator.comparingDouble(Box::bound));
    Box root = root();
    if (root.bound() < known && reaches(root.best())) {
      queue.add(root);
    }
    for (int boxes = 0; !queue.isEmpty(); boxes++) {
      if (boxes > MOST_BOXES) {
        exhausted = true;
        break;
      }
      Box box = queue.remove();
      if (!(box.bound() < known)) {
        break;
      }
      Candidate nearest = nearest(box);
      if (problem.flipped(marginOf(nearest))) {
        return nearest;
      }
      split(box, known, queue);
    }
    return Candidate.none(problem.rowCodes());
  }

  private Box root() {
    int[] low = new int[numbers];
    int[] high = new int[numbers];
    for (int k = 0; k < numbers; k++) {
      low[k] = free[k] ? 0 : ownInterval[k];
      high[k] = free[k] ? cells.intervals(k) - 1 : ownInterval[k];
    }
    long[] levels = new long[levelCost.length];
    for (int d = 0; d < levels.length; d++) {
      if (!free[numbers + d]) {
        levels[d] = ownCode[d] < 0 ? 0 : 1L << ownCode[d];
        continue;
      }
      for (int level = 0; level < levelCost[d].length; level++) {
        levels[d] |= levelCost[d][level] < Double.POSITIVE_INFINITY ? 1L << level : 0;
      }
    }
    double[] best = new double[cells.trees().size()];
    for (int t = 0; t < best.length; t++) {
      best[t] = best(t, 0, low, high, levels);
    }
    return new Box(low, high, levels, best, 0);
  }

  private boolean reaches(double[] best) {
    double sum = 0;
    for (double value : best) {
      sum += value;
    }
    return sum >= sign * cells.limit() - slack;
  }

  /** The leaf of a tree that favours the other class most, in a box; values times the sign. */
  private double best(int t, int node, int[] low, int[] high, long[] levels) {
    TreeCells.Nodes nodes = cells.nodes(t);
    int at = node;
    while (nodes.left(at) >= 0) {
      int ways = ways(t, at, low, high, levels);
      if (ways == 3) {
        return Math.max(
            best(t, nodes.left(at), low, high, levels),
            best(t, nodes.right(at), low, high, levels));
      }
      at = ways == 1 ? nodes.left(at) : nodes.right(at);
    }
    return sign * nodes.value(at);
  }

  /** 1 if the box can go left at a node, 2 right, 3 both. */
  private int ways(int t, int node, int[] low, int[] high, long[] levels) {
    TreeCells.Nodes nodes = cells.nodes(t);
    int owner = nodes.owner(node);
    if (owner == TreeCells.FIXED
        || (owner < numbers ? ownInterval[owner] < 0 : ownCode[owner - numbers] < 0)) {
      return cells.goesLeft(t, node, ownInputs[nodes.input(node)]) ? 1 : 2;
    }
    if (owner < numbers) {
      int last = nodes.position(node);
      return (low[owner] <= last ? 1 : 0) | (high[owner] > last ? 2 : 0);
    }
    long left = nodes.leftLevels(node);
    long set = levels[owner - numbers];
    return ((set & left) != 0 ? 1 : 0) | ((set & ~left) != 0 ? 2 : 0);
  }

  private int nearestInterval(int k, int low, int high) {
    int from = Math.max(low, Math.min(high, ownInterval[k]));
    int found = from;
    double cost = costOf[k][from];
    // An interval without an allowed value is passed over, on either side.
    for (int i = from + 1; i <= high && cost == Double.POSITIVE_INFINITY; i++) {
      found = i;
      cost = costOf[k][i];
    }
    for (int i = from - 1; i >= low; i--) {
      if (costOf[k][i] < Double.POSITIVE_INFINITY) {
        return costOf[k][i] < cost ? i : found;
      }
    }
    return found;
  }

  private Candidate nearest(Box box) {
    double[] changes = new double[problem.numbers().variables().length];
    int[] codes = problem.rowCodes().clone();
    double squares = 0;
    for (int k = 0; k < numbers; k++) {
      if (free[k]) {
        int interval = nearestInterval(k, box.low()[k], box.high()[k]);
        changes[numberAt[k]] = changeOf[k][interval];
        squares += costOf[k][interval];
      }
    }
    double cost = 0;
    for (int d = 0; d < levelCost.length; d++) {
      if (free[numbers + d]) {
        codes[levelAt[d]] = cheapest(d, box.levels()[d]);
        cost += levelCost[d][codes[levelAt[d]]];
      }
    }
    LocalFlip flip = new LocalFlip(changes, Math.sqrt(squares), Double.NaN, 1, 1);
    return new Candidate(codes, flip, Math.sqrt(squares + cost), false, true);
  }

  private int cheapest(int d, long levels) {
    int best = Long.numberOfTrailingZeros(levels);
    for (int level = best; level < levelCost[d].length; level++) {
      if ((levels >> level & 1) != 0 && levelCost[d][level] < levelCost[d][best]) {
        best = level;
      }
    }
    return best;
  }

  private double marginOf(Candidate candidate) {
    double[] values = problem.values(candidate.flip().changes(), candidate.codes());
    exact(values, candidate);
    double[] inputs = new double[ownInputs.length];
    cells.space().encoder().encode(values, 1, inputs);
    return problem.margin(inputs);
  }

  /** A value at the end of an interval is that double itself, not row plus rounded change. */
  void exact(double[] values, Candidate candidate) {
    for (int k = 0; k < numbers; k++) {
      if (free[k] && candidate.flip().changes()[numberAt[k]] != 0) {
        NumberVariable variable = cells.space().numbers().get(k);
        double change = candidate.flip().changes()[numberAt[k]];
        for (int i = 0; i < changeOf[k].length; i++) {
          if (changeOf[k][i] == change && costOf[k][i] < Double.POSITIVE_INFINITY) {
            double low = Math.max(variable.low(), cells.first(k, i));
            double high = Math.min(variable.high(), cells.last(k, i));
            low = variable.grid() ? Math.ceil(low) : low;
            high = variable.grid() ? Math.floor(high) : high;
            values[variable.column()] = Math.max(low, Math.min(high, values[variable.column()]));
          }
        }
      }
    }
  }

  /** Splits where the tree with the most to gain first leaves the nearest cell's way. */
  private void split(Box box, double known, PriorityQueue<Box> queue) {
    int[] low = new int[numbers];
    long[] levels = new long[levelCost.length];
    for (int k = 0; k < numbers; k++) {
      low[k] = free[k] ? nearestInterval(k, box.low()[k], box.high()[k]) : ownInterval[k];
    }
    for (int d = 0; d < levels.length; d++) {
      levels[d] = free[numbers + d] ? 1L << cheapest(d, box.levels()[d]) : box.levels()[d];
    }
    int tree = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < box.best().length; t++) {
      double gain = box.best()[t] - best(t, 0, low, low, levels);
      if (gain > most) {
        most = gain;
        tree = t;
      }
    }
    int node = firstSplit(tree, box, low, levels);
    if (node < 0) {
      return;
    }
    TreeCells.Nodes nodes = cells.nodes(tree);
    int owner = nodes.owner(node);
    for (int side = 0; side < 2; side++) {
      int[] lows = box.low();
      int[] highs = box.high();
      long[] sets = box.levels();
      if (owner < numbers) {
        int last = nodes.position(node);
        if (side == 0) {
          highs = highs.clone();
          highs[owner] = last;
        } else {
          lows = lows.clone();
          lows[owner] = last + 1;
        }
      } else {
        long left = nodes.leftLevels(node);
        sets = sets.clone();
        sets[owner - numbers] &= side == 0 ? left : ~left;
      }
      offer(box, owner, new Ranges(lows, highs, sets), known, queue);
    }
  }

  private int firstSplit(int t, Box box, int[] at, long[] levels) {
    if (t < 0) {
      return -1;
    }
    TreeCells.Nodes nodes = cells.nodes(t);
    int node = 0;
    while (nodes.left(node) >= 0) {
      if (ways(t, node, box.low(), box.high(), box.levels()) == 3) {
        return node;
      }
      node = ways(t, node, at, at, levels) == 1 ? nodes.left(node) : nodes.right(node);
    }
    return -1;
  }

  /** What a box allows. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Ranges(int[] low, int[] high, long[] levels) {}

  /** Queues a part of a box, which allows less than it of one variable. */
  private void offer(Box whole, int owner, Ranges part, double known, PriorityQueue<Box> queue) {
    int[] low = part.low();
    int[] high = part.high();
    long[] levels = part.levels();
    double bound = 0;
    for (int k = 0; k < numbers; k++) {
      bound += free[k] ? costOf[k][nearestInterval(k, low[k], high[k])] : 0;
    }
    for (int d = 0; d < levels.length; d++) {
      if (free[numbers + d]) {
        if (levels[d] == 0) {
          return;
        }
        bound += levelCost[d][cheapest(d, levels[d])];
      }
    }
    if (!(bound < known)) {
      return;
    }
    // Trees that do not ask about the variable reach what they reached.
    double[] best = whole.best().clone();
    for (int t : cells.askingAbout(owner)) {
      best[t] = best(t, 0, low, high, levels);
    }
    if (reaches(best)) {
      queue.add(new Box(low, high, levels, best, bound));
    }
  }
}
