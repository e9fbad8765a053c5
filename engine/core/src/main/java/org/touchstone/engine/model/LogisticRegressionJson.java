package org.touchstone.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * Reads logistic regressions:
 *
 * <pre>
 * {"coef": [0.1, 1.2], "intercept": -0.7, "mean": [14.0, 19.2], "scale": [3.4, 4.4],
 *  "features": ["radius", "texture"]}
 * </pre>
 *
 * <p>{@code p = sigmoid(intercept + sum coef (x - mean) / scale)}. Optional are {@code mean} and
 * {@code scale} (both or none), {@code features}, and {@code type}, which has to be {@code
 * logistic}. A model without {@code mean} and {@code scale} may have {@code standard_errors}, that
 * of the intercept first: those of scaled inputs do not say what the intercept's is.
 */
public final class LogisticRegressionJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "logistic-regression-json";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey("coef");
  }

  /** {@inheritDoc} Input names are known where the file has {@code features}. */
  @Override
  public LoadedModel<LogisticRegression> load(ModelFile file) {
    ModelJson root = ModelJson.parse(file);
    Optional<ModelJson> type = root.find("type");
    if (type.isPresent() && !type.get().text().equals("logistic")) {
      throw type.get()
          .error("type \"" + type.get().text() + "\" is not read; this reader takes logistic");
    }
    double[] coefficients = root.get("coef").numbers();
    double intercept = root.get("intercept").number();
    boolean scaled = root.has("mean") || root.has("scale");
    Optional<List<String>> names = root.find("features").map(ModelJson::texts);
    Optional<double[]> errors = root.find("standard_errors").map(ModelJson::numbers);
    if (scaled && errors.isPresent()) {
      throw root.get("standard_errors")
          .error(
              "standard errors are read for inputs that are not scaled; give the parameters of the"
                  + " inputs as they are, without \"mean\" and \"scale\"");
    }
    try {
      FixedEffects parameters = FixedEffects.of(intercept, coefficients);
      LogisticRegression model =
          scaled
              ? new LogisticRegression(
                  coefficients, intercept, root.get("mean").numbers(), root.get("scale").numbers())
              : new LogisticRegression(
                  errors.map(parameters::withStandardErrors).orElse(parameters));
      return new LoadedModel<>(model, file.source(ID), names);
    } catch (IllegalArgumentException e) {
      throw root.error(e);
    }
  }
}
