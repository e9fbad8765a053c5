package org.touchstone.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows of the design: what the engine knows, and what it must not know. */
@AnalyzeClasses(packages = "org.touchstone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.touchstone.engine.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_engine_knows_no_test_framework_and_no_profile =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.junit..",
              "org.opentest4j..",
              "org.assertj..",
              "io.qameta..",
              "org.touchstone.profile..",
              "org.touchstone.junit..",
              "org.touchstone.suite..",
              "org.touchstone.grade..",
              "org.touchstone.assertj..",
              "org.touchstone.report..");

  @ArchTest
  static final ArchRule data_knows_no_model_and_no_kpi =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.engine.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.touchstone.engine.model..", "org.touchstone.engine.kpi..");

  @ArchTest
  static final ArchRule nothing_prints =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
