package org.touchstone.suite;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.SequenceClassifier;

/** The methods of a suite class that return its model and its data. */
final class ClassSubject implements SuiteSpec.Subject {

  private final Class<?> type;
  private final Supplier<Object> instance;
  private final List<String> problems;
  private final boolean aboutSequences;
  private final Optional<Method> model;
  private final Optional<Method> test;
  private final Optional<Method> training;
  private final Optional<Method> sequences;
  private final Optional<Method> trainingSequences;
  private final Optional<Method> documentation;

  /**
   * Finds the methods; none is called.
   *
   * @param problems receives what is wrong with them
   */
  ClassSubject(Class<?> type, Supplier<Object> instance, List<String> problems) {
    this.type = type;
    this.instance = instance;
    this.problems = problems;
    this.aboutSequences = !SuiteClass.methods(type, TestSequences.class).isEmpty();
    this.model =
        member(
            ModelUnderTest.class,
            aboutSequences ? SequenceClassifier.class : Classifier.class,
            true);
    this.test = member(TestData.class, Dataset.class, true);
    this.training = member(TrainingData.class, Dataset.class, false);
    this.sequences = member(TestSequences.class, Sequences.class, false);
    this.trainingSequences = member(TrainingSequences.class, Sequences.class, false);
    this.documentation = member(Documentation.class, ModelDocumentation.class, false);
    if (aboutSequences && training.isPresent()) {
      problems.add(
          "a suite about sequences has training sequences, no table; use @TrainingSequences"
              + " instead of @TrainingData");
    }
    if (!aboutSequences && trainingSequences.isPresent()) {
      problems.add(
          "a method has @TrainingSequences and none has @TestSequences; add one that returns the"
              + " sequences that the model is audited on");
    }
  }

  /** Whether the suite is about sequences: a method has {@link TestSequences}. */
  boolean isAboutSequences() {
    return aboutSequences;
  }

  @Override
  public LoadedSubject load() {
    Optional<ModelDocumentation> stated =
        documentation.map(method -> (ModelDocumentation) call(method));
    Dataset table = (Dataset) call(test.orElseThrow());
    if (!aboutSequences) {
      Optional<Dataset> rows = training.map(method -> (Dataset) call(method));
      Classifier classifier = (Classifier) model(table.schema());
      return new LoadedTable(classifier, ModelOrigins.of(classifier), table, rows, stated);
    }
    Sequences events = (Sequences) call(sequences.orElseThrow());
    Optional<Sequences> other = trainingSequences.map(method -> (Sequences) call(method));
    SequenceClassifier classifier = (SequenceClassifier) model(events.schema());
    return new LoadedSequences(
        classifier, ModelOrigins.of(classifier), table, events, other, stated);
  }

  private Object model(Schema schema) {
    Method method = model.orElseThrow();
    return method.getParameterCount() == 0 ? call(method) : call(method, schema);
  }

  private Optional<Method> member(
      Class<? extends Annotation> annotation, Class<?> returned, boolean required) {
    List<Method> methods = SuiteClass.methods(type, annotation);
    String name = "@" + annotation.getSimpleName();
    if (methods.size() > 1) {
      problems.add(methods.size() + " methods have " + name + "; keep one");
      return Optional.empty();
    }
    if (methods.isEmpty()) {
      if (required) {
        problems.add("no method has " + name + "; add one that returns " + named(returned));
      }
      return Optional.empty();
    }
    Method method = methods.get(0);
    Class<?>[] parameters = method.getParameterTypes();
    boolean takesSchema = annotation == ModelUnderTest.class;
    if (!returned.isAssignableFrom(method.getReturnType())) {
      problems.add(
          method.getName()
              + "() has "
              + name
              + " and returns "
              + method.getReturnType().getSimpleName()
              + "; it has to return "
              + named(returned)
              + (SequenceClassifier.class.isAssignableFrom(method.getReturnType())
                  ? ", or add a method with @TestSequences"
                  : ""));
    }
    if (parameters.length > (takesSchema ? 1 : 0)
        || (parameters.length == 1 && parameters[0] != Schema.class)) {
      problems.add(
          method.getName()
              + "() has "
              + name
              + " and takes "
              + Arrays.stream(parameters).map(Class::getSimpleName).toList()
              + "; it takes "
              + (takesSchema ? "nothing, or a Schema" : "nothing"));
    }
    return Optional.of(method);
  }

  private static String named(Class<?> type) {
    return (type == Sequences.class ? "" : "a ") + type.getSimpleName();
  }

  private Object call(Method method, Object... arguments) {
    @Nullable Object result = ReflectionSupport.invokeMethod(method, instance.get(), arguments);
    if (result == null) {
      throw new SuiteException(
          "Suite class " + type.getName() + ": " + method.getName() + "() returned null");
    }
    return result;
  }
}
