package org.touchstone.engine.counterfactual;

/**
 * The parameters of Algorithm 1, with the names of the paper in brackets.
 *
 * @param populationSize rows of one generation (d)
 * @param matingParents rows that are drawn as parents of the next generation, with replacement
 * @param generations number of generations at most (G)
 * @param temperature sampling temperature of the selection: softmax of fitness / temperature (tau)
 * @param rho0 what a changed feature costs of the fitness (rho_0)
 * @param rho1 what a unit of Euclidean distance in standard deviations costs of it (rho_1)
 * @param decay what rho0 and rho1 are multiplied by after a generation in which the elite member's
 *     probability stays the same
 * @param mutationProbability probability that a child is mutated, in one feature (rho)
 * @param mutationRange share of the training values, to either side of the present one, that a
 *     mutation of an ordered feature draws from; 1 for all of them (alpha). It is divided by {@code
 *     decay} after a stagnant generation, up to 1
 */
public record GeneticParameters(
    int populationSize,
    int matingParents,
    int generations,
    double temperature,
    double rho0,
    double rho1,
    double decay,
    double mutationProbability,
    double mutationRange) {

  /**
   * The paper's experiment, section 4: 35 members, 15 mating parents, 100 generations, temperature
   * 0.5, rho_0 = 0.6, rho_1 = 0.2, decay 0.96. It does not state rho and alpha: every child is
   * mutated, in one feature, to any training value.
   */
  public static final GeneticParameters PAPER =
      new GeneticParameters(35, 15, 100, 0.5, 0.6, 0.2, 0.96, 1, 1);

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of range; the message names it
   */
  public GeneticParameters {
    require(populationSize >= 2, "populationSize", populationSize, "2 or more");
    require(matingParents >= 1, "matingParents", matingParents, "1 or more");
    require(generations >= 1, "generations", generations, "1 or more");
    require(temperature > 0 && finite(temperature), "temperature", temperature, "above 0");
    require(rho0 >= 0 && finite(rho0), "rho0", rho0, "0 or more");
    require(rho1 >= 0 && finite(rho1), "rho1", rho1, "0 or more");
    require(decay > 0 && decay <= 1, "decay", decay, "in (0, 1]");
    require(
        mutationProbability >= 0 && mutationProbability <= 1,
        "mutationProbability",
        mutationProbability,
        "in [0, 1]");
    require(mutationRange > 0 && mutationRange <= 1, "mutationRange", mutationRange, "in (0, 1]");
  }

  private static boolean finite(double value) {
    return value < Double.POSITIVE_INFINITY;
  }

  private static void require(boolean holds, String name, Number value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it is " + range);
    }
  }

  /** The same parameters with other sizes of population and number of generations. */
  public GeneticParameters withSizes(int members, int parents, int most) {
    return new GeneticParameters(
        members, parents, most, temperature, rho0, rho1, decay, mutationProbability, mutationRange);
  }

  /** The same parameters with other costs of changes. */
  public GeneticParameters withCosts(double perFeature, double perDistance, double factor) {
    return new GeneticParameters(
        populationSize,
        matingParents,
        generations,
        temperature,
        perFeature,
        perDistance,
        factor,
        mutationProbability,
        mutationRange);
  }

  /** The same parameters with another sampling temperature. */
  public GeneticParameters withTemperature(double tau) {
    return new GeneticParameters(
        populationSize,
        matingParents,
        generations,
        tau,
        rho0,
        rho1,
        decay,
        mutationProbability,
        mutationRange);
  }

  /** The same parameters with another mutation probability and range. */
  public GeneticParameters withMutation(double probability, double range) {
    return new GeneticParameters(
        populationSize,
        matingParents,
        generations,
        temperature,
        rho0,
        rho1,
        decay,
        probability,
        range);
  }
}
