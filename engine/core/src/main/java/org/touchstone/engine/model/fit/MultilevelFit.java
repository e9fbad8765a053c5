package org.touchstone.engine.model.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.GroupEffects;
import org.touchstone.engine.model.MultilevelLogisticRegression;
import org.touchstone.engine.run.RunMonitor;

/**
 * A multilevel logistic regression fitted by maximum likelihood with the Laplace approximation.
 * Immutable.
 */
public final class MultilevelFit {

  /** Standard deviation, of standardised log odds, below which a fit is singular, as in lme4. */
  private static final double SINGULAR = 1e-4;

  private final MultilevelLogisticRegression model;
  private final List<String> terms;
  private final DMatrixRMaj covariance;
  private final List<DMatrixRMaj> conditional;
  private final double logLikelihood;
  private final List<String> singular;
  private final int evaluations;

  private MultilevelFit(
      LogisticTraining training,
      RandomTerms random,
      LaplaceLikelihood likelihood,
      LaplaceMaximum.Maximum maximum) {
    RandomDesign z = likelihood.random();
    int fixed = likelihood.fixedParameters();
    terms = new ArrayList<>();
    if (random.intercept()) {
      terms.add("(Intercept)");
    }
    terms.addAll(random.slopes());
    DMatrixRMaj lambda = z.factor(maximum.parameters(), fixed);
    DMatrixRMaj square = new DMatrixRMaj(z.terms, z.terms);
    CommonOps_DDRM.multTransB(lambda, lambda, square);
    covariance = z.unscaledCovariance(square);
    singular = new ArrayList<>();
    for (int k = 0; k < z.terms; k++) {
      if (lambda.get(k, k) < SINGULAR) {
        singular.add(terms.get(k));
      }
    }
    conditional = new ArrayList<>();
    for (int g = 0; g < training.groupNames().size(); g++) {
      conditional.add(z.unscaledCovariance(likelihood.covariance(g)));
    }
    logLikelihood = maximum.logLikelihood();
    evaluations = maximum.evaluations();
    model =
        new MultilevelLogisticRegression(
            fixedEffects(likelihood, maximum), groupEffects(training, likelihood));
  }

  /**
   * Fits.
   *
   * @param training rows with groups
   * @param random what varies between the groups
   * @throws IllegalArgumentException if the rows have no groups, or a random slope names no feature
   * @throws FitException if a feature is constant or a combination of others, features separate the
   *     classes perfectly, the random effects grow without bound, or the maximum is not found
   */
  public static MultilevelFit of(LogisticTraining training, RandomTerms random) {
    return of(training, random, RunMonitor.NONE);
  }

  /**
   * Fits, watched.
   *
   * @param training rows with groups
   * @param random what varies between the groups
   * @param monitor is told after each step, and may stop the work
   * @throws IllegalArgumentException as {@link #of(LogisticTraining, RandomTerms)}
   * @throws FitException as {@link #of(LogisticTraining, RandomTerms)}
   */
  public static MultilevelFit of(
      LogisticTraining training, RandomTerms random, RunMonitor monitor) {
    if (training.groupName().isEmpty()) {
      throw new IllegalArgumentException(
          "The rows have no groups; name them by groupedBy, or fit a plain logistic regression");
    }
    LogisticDesign design = LogisticDesign.of(training);
    RandomDesign z = RandomDesign.of(design, random);
    double[] plain = LogisticNewton.maximise(design, monitor).beta();
    LaplaceLikelihood likelihood = new LaplaceLikelihood(design, z);
    return new MultilevelFit(
        training, random, likelihood, LaplaceMaximum.find(likelihood, plain, monitor));
  }

  private static FixedEffects fixedEffects(
      LaplaceLikelihood likelihood, LaplaceMaximum.Maximum maximum) {
    int fixed = likelihood.fixedParameters();
    double[] raw = likelihood.design().unscaled(Arrays.copyOf(maximum.parameters(), fixed));
    return FixedEffects.of(raw[0], Arrays.copyOfRange(raw, 1, fixed))
        .withCovariance(
            likelihood.design().unscaledCovariance(FixedCovariance.of(likelihood, maximum)));
  }

  private static GroupEffects groupEffects(
      LogisticTraining training, LaplaceLikelihood likelihood) {
    int fixed = likelihood.fixedParameters();
    double[] deviations = new double[training.groupNames().size() * fixed];
    for (int g = 0; g < training.groupNames().size(); g++) {
      double[] raw = likelihood.random().unscaled(likelihood.deviations(g));
      System.arraycopy(raw, 0, deviations, g * fixed, fixed);
    }
    return GroupEffects.of(training.groupNames(), deviations, fixed - 1);
  }

  /** The model: fixed effects with their covariance, and each group's conditional modes. */
  public MultilevelLogisticRegression model() {
    return model;
  }

  /** The log likelihood at the maximum, by the Laplace approximation. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /** What varies between groups: {@code (Intercept)}, and names of features. */
  public List<String> terms() {
    return List.copyOf(terms);
  }

  /** The standard deviation of a term between groups, for features as they were given. */
  public double standardDeviation(String term) {
    int k = index(term);
    return Math.sqrt(covariance.get(k, k));
  }

  /** The covariance of two terms between groups; 0 where they are independent. */
  public double covariance(String first, String second) {
    return covariance.get(index(first), index(second));
  }

  /**
   * The standard deviation of a group's deviation given the data, lme4's {@code condsd}; that of
   * the term itself for a group without rows.
   */
  public double conditionalStandardDeviation(int group, String term) {
    int k = index(term);
    return Math.sqrt(conditional.get(group).get(k, k));
  }

  /** Whether the data support less variation than was asked for; see {@link #singularTerms}. */
  public boolean singular() {
    return !singular.isEmpty();
  }

  /**
   * The terms whose variance was estimated as 0, or with correlations, is explained by the terms
   * before. The fit is valid, and the model simpler than was asked for.
   */
  public List<String> singularTerms() {
    return List.copyOf(singular);
  }

  /** How often the likelihood and its gradient were computed. */
  public int evaluations() {
    return evaluations;
  }

  private int index(String term) {
    int k = terms.indexOf(term);
    if (k < 0) {
      throw new IllegalArgumentException(
          "\"" + term + "\" does not vary between the groups; what does is " + terms);
    }
    return k;
  }
}
