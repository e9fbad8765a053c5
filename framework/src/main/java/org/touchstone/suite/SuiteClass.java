package org.touchstone.suite;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.touchstone.engine.kpi.KpiCatalogue;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.grade.Check;
import org.touchstone.profile.ProfileException;
import org.touchstone.profile.RagProfile;

/**
 * Reads a suite from a class. Nothing of the class is called before the suite's subject is loaded.
 */
final class SuiteClass {

  private static final String NAME_ENDING = "ConformityTest";

  private final Class<?> type;
  private final ConformitySuite suite;
  private final List<String> problems = new ArrayList<>();
  private final Supplier<Object> instance;

  SuiteClass(Class<?> type, ConformitySuite suite) {
    this.type = type;
    this.suite = suite;
    this.instance = new Instance(type);
  }

  /** Checks that a class that names a suite file says nothing else. */
  static void requireEmpty(Class<?> type, ConformitySuite suite) {
    boolean attributes =
        !suite.name().isEmpty()
            || !suite.profile().isEmpty()
            || suite.kpis().length > 0
            || suite.decisionThreshold() != 0.5
            || suite.seed() != 0
            || suite.tags().length > 0;
    boolean members =
        AnnotationSupport.isAnnotated(type, AuditRoles.class)
            || !methods(type, ModelUnderTest.class).isEmpty()
            || !methods(type, TestData.class).isEmpty()
            || !methods(type, TrainingData.class).isEmpty()
            || !methods(type, TestSequences.class).isEmpty()
            || !methods(type, TrainingSequences.class).isEmpty()
            || !methods(type, Documentation.class).isEmpty()
            || !methods(type, ConformityCheck.class).isEmpty();
    if (attributes || members) {
      throw new SuiteException(
          "Class "
              + type.getName()
              + " names the suite file \""
              + suite.file()
              + "\" and has settings or members of its own as well; keep one of the two");
    }
  }

  SuiteSpec read() {
    Optional<Roles> roles = roles();
    ClassSubject subject = new ClassSubject(type, instance, problems);
    if (!subject.isAboutSequences()
        && roles.filter(named -> !named.sensitiveEventFeatures().isEmpty()).isPresent()) {
      problems.add(
          "@AuditRoles names sensitiveEventFeatures, but a table has no events; name its columns"
              + " as sensitive, or add a method with @TestSequences");
    }
    requireInstantiable();
    requireSettings();
    failOnProblems();
    RagProfile profile = profile();
    CheckSelection selection = new CheckSelection(profile, KpiCatalogue.load(loader()));
    List<Check> own = new OwnChecks(type, profile, instance, problems).read(selection);
    List<Check> checks = new ArrayList<>(select(selection));
    own.stream().filter(check -> !checks.contains(check)).forEach(checks::add);
    problems.addAll(selection.problems());
    failOnProblems();
    return new SuiteSpec(
        type.getName(),
        suite.name().isEmpty() ? defaultName() : suite.name(),
        profile,
        checks,
        List.of(),
        roles.orElseThrow(),
        new SuiteSpec.Settings(suite.decisionThreshold(), suite.seed()),
        Set.of(suite.tags()),
        subject);
  }

  private RagProfile profile() {
    try {
      return SuiteLocation.resource(type, type.getSimpleName()).profile(suite.profile());
    } catch (ProfileException e) {
      throw new SuiteException("Suite class " + type.getName() + ": " + e.getMessage(), e);
    }
  }

  private void requireInstantiable() {
    if (Modifier.isAbstract(type.getModifiers())) {
      problems.add("it is abstract; put @ConformitySuite on the class that extends it");
    } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      problems.add("it is an inner class; make it static");
    } else if (Arrays.stream(type.getDeclaredConstructors())
        .noneMatch(constructor -> constructor.getParameterCount() == 0)) {
      problems.add("it has no constructor without parameters; add one");
    }
  }

  private void requireSettings() {
    if (suite.profile().isEmpty()) {
      problems.add(
          "the profile is missing; write @ConformitySuite(profile = \"eu-ai-act-high-risk\") or"
              + " name one of your own");
    }
    try {
      new SuiteSpec.Settings(suite.decisionThreshold(), suite.seed());
    } catch (SuiteException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    Tags.requireValid(suite.tags(), problems);
    Set<String> ids = new HashSet<>();
    for (String id : suite.kpis()) {
      if (!ids.add(id)) {
        problems.add("kpis names \"" + id + "\" twice; keep one");
      }
    }
  }

  private List<Check> select(CheckSelection selection) {
    return suite.kpis().length == 0 ? selection.all() : selection.named(List.of(suite.kpis()));
  }

  private String defaultName() {
    String name = type.getSimpleName();
    return name.endsWith(NAME_ENDING) && name.length() > NAME_ENDING.length()
        ? name.substring(0, name.length() - NAME_ENDING.length())
        : name;
  }

  private Optional<Roles> roles() {
    Optional<AuditRoles> annotation = AnnotationSupport.findAnnotation(type, AuditRoles.class);
    if (annotation.isEmpty()) {
      problems.add(
          "@AuditRoles is missing; it names the label, its positive class and its favourable"
              + " outcome");
      return Optional.empty();
    }
    AuditRoles named = annotation.get();
    List<Roles.SensitiveFeature> sensitive =
        Arrays.stream(named.sensitive())
            .map(s -> new Roles.SensitiveFeature(s.feature(), s.reference()))
            .toList();
    return Optional.of(
        new Roles(
            named.label(),
            named.positiveClass(),
            named.favourableOutcome(),
            sensitive,
            Optional.of(named.groups()).filter(groups -> !groups.isEmpty()),
            List.of(named.sensitiveEventFeatures())));
  }

  private void failOnProblems() {
    if (!problems.isEmpty()) {
      throw new SuiteException(
          "Suite class " + type.getName() + ": " + String.join("\n  ", problems));
    }
  }

  private ClassLoader loader() {
    return Optional.ofNullable(type.getClassLoader()).orElse(ClassLoader.getSystemClassLoader());
  }

  static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
    return AnnotationSupport.findAnnotatedMethods(
        type, annotation, HierarchyTraversalMode.TOP_DOWN);
  }

  /** One object of the suite class, made when it is first needed. */
  private static final class Instance implements Supplier<Object> {
    private final Class<?> type;
    private @Nullable Object instance;

    Instance(Class<?> type) {
      this.type = type;
    }

    @Override
    public synchronized Object get() {
      if (instance == null) {
        instance = ReflectionSupport.newInstance(type);
      }
      return instance;
    }
  }
}
