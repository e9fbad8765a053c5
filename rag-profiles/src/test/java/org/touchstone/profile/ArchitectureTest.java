package org.touchstone.profile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;

@AnalyzeClasses(packages = "org.touchstone", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PUBLIC = {
    "Band", "Decision", "KpiRule", "LegalMapping", "LegalReference", "MinimumSample",
    "OnInsufficient", "ProfileException", "ProfileOrigin", "ProfileProblem", "RagBands", "RagLight",
    "RagProfile", "RagProfiles", "SourceLocation", "ThresholdOrigin"
  };

  @ArchTest
  static final ArchRule PROFILES_KNOW_NO_OTHER_MODULE =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.profile..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to another module of Touchstone",
                  type ->
                      type.getPackageName().startsWith("org.touchstone")
                          && !type.getPackageName().startsWith("org.touchstone.profile")));

  @ArchTest
  static final ArchRule PROFILES_KNOW_NO_TEST_FRAMEWORK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.junit..", "org.opentest4j..", "org.assertj..", "io.qameta..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.touchstone.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule NOTHING_PRINTS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule ONLY_THE_INTENDED_TYPES_ARE_PUBLIC =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching(
              Pattern.quote("org.touchstone.profile.") + "(" + String.join("|", PUBLIC) + ")");
}
