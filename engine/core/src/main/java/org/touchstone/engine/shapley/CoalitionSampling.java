package org.touchstone.engine.shapley;

/**
 * How coalitions are chosen where the budget does not allow all of them. Every scheme draws a
 * coalition together with its complement, takes whole sizes, from the outside in, while the budget
 * allows it, and weighs what it draws so that the regression is the same in expectation.
 */
public enum CoalitionSampling {
  /**
   * As the published program does: sizes at random by the total kernel weight of their coalitions,
   * with replacement; coalitions that are drawn again count again. Source: Lundberg and Lee 2017,
   * section 4.1, and the package shap, {@code KernelExplainer}.
   */
  KERNEL,
  /**
   * Sizes by the same weights, but spread evenly instead of at random, and no coalition twice. All
   * single players are there where the budget is 2 coalitions for each player or more.
   */
  STRATIFIED,
  /**
   * All sizes with the same probability, which is in proportion to the leverage of their coalitions
   * in the regression; spread evenly, no coalition twice, and all single players as above. Source:
   * C. Musco, R. T. Witter, Provably accurate Shapley value estimation via leverage score sampling,
   * ICLR 2025.
   */
  LEVERAGE
}
