package org.touchstone.engine.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;

class LaplaceLikelihoodTest {

  private final LogisticDesign design = LogisticDesign.of(SimulatedFitTest.training());

  @Test
  void the_gradient_is_that_of_the_value() {
    // given
    RandomDesign random =
        RandomDesign.of(design, RandomTerms.interceptAndSlopes("x1", "x2").withCorrelation());
    LaplaceLikelihood likelihood = new LaplaceLikelihood(design, random);
    double[] at = {-0.3, 0.5, -0.4, 0.8, -0.2, 0.3, 0.5, 0.1, -0.6};
    assertThat(at).hasSize(likelihood.parameters());
    double[] gradient = new double[at.length];

    // when
    likelihood.evaluate(at, gradient);

    // then: central differences
    for (int k = 0; k < at.length; k++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[k] += 1e-4;
      down[k] -= 1e-4;
      double difference =
          (likelihood.evaluate(up, new double[at.length])
                  - likelihood.evaluate(down, new double[at.length]))
              / 2e-4;
      assertThat(gradient[k]).isCloseTo(difference, within(1e-5));
    }
  }

  @Test
  void the_value_is_close_to_the_integral_over_the_random_intercepts() {
    // given
    RandomDesign random = RandomDesign.of(design, RandomTerms.interceptOnly());
    double[] at = {-0.3, 0.5, 0.4, 0.7};
    double value = new LaplaceLikelihood(design, random).evaluate(at, new double[4]);

    // when: numerical integration, the integrand scaled to 1 at its largest
    double integral = 0;
    for (int g = 0; g < design.groups(); g++) {
      int group = g;
      double top = Double.NEGATIVE_INFINITY;
      for (double u = -8; u <= 8; u += 0.01) {
        top = Math.max(top, joint(group, at, u));
      }
      double scale = top;
      double area =
          new IterativeLegendreGaussIntegrator(20, 1e-10, 1e-12)
              .integrate(1_000_000, u -> Math.exp(joint(group, at, u) - scale), -8, 8);
      integral += scale + Math.log(area) - Math.log(2 * Math.PI) / 2;
    }

    // then: the approximation's error is of the order of 1 / rows of a group, for 14 groups
    assertThat(value).isCloseTo(integral, within(0.15));
    assertThat(value).isNotCloseTo(integral, within(1e-4));
  }

  private double joint(int group, double[] at, double u) {
    double sum = -u * u / 2;
    for (int i = design.start[group]; i < design.start[group + 1]; i++) {
      double eta = design.predictor(i, at) + at[3] * u;
      sum -= Math.log1p(Math.exp(design.y[i] == 1 ? -eta : eta));
    }
    return sum;
  }
}
