package org.touchstone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.platform.engine.TestTag;

@AnalyzeClasses(packages = "org.touchstone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.touchstone.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule profiles_know_no_engine_and_no_framework =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.profile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.touchstone.engine..",
              "org.touchstone.junit..",
              "org.touchstone.suite..",
              "org.touchstone.grade..",
              "org.touchstone.report..",
              "org.touchstone.assertj..");

  @ArchTest
  static final ArchRule the_engine_knows_no_profile_and_no_framework =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.touchstone.profile..",
              "org.touchstone.junit..",
              "org.touchstone.suite..",
              "org.touchstone.grade..",
              "org.touchstone.report..",
              "org.touchstone.assertj..",
              "org.junit..",
              "io.qameta.allure..");

  @ArchTest
  static final ArchRule only_the_junit_package_knows_the_engine_api =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.touchstone.junit..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.junit.platform.engine..")
                  .and(not(equivalentTo(TestTag.class))));

  @ArchTest
  static final ArchRule only_the_bridge_knows_allure =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.touchstone\\.report\\.Allure(Reporter|ReportOnly)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.qameta.allure..");

  @ArchTest
  static final ArchRule nothing_but_the_console_reporter_prints =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.touchstone.report.ConsoleReporter")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule reporters_are_an_inside_matter =
      classes()
          .that()
          .haveSimpleNameEndingWith("Reporter")
          .and()
          .resideInAPackage("org.touchstone.report")
          .should()
          .bePackagePrivate();
}
