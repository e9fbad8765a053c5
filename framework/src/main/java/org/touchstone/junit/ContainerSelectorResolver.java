package org.touchstone.junit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.io.Resource;
import org.junit.platform.commons.io.ResourceFilter;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.commons.support.ResourceSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.ModuleSelector;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.touchstone.suite.SuiteReader;

/**
 * Looks for suite classes and suite files in class path roots, packages and modules. One resolver
 * for both: JUnit stops at the first that resolves a selector, and its own resolver of classes
 * would hide the files beside them.
 */
final class ContainerSelectorResolver implements SelectorResolver {

  private static final ResourceFilter SUITE_FILES =
      ResourceFilter.of(resource -> SuiteReader.isSuiteFile(resource.getName()));

  private final Predicate<String> classNames;

  ContainerSelectorResolver(Predicate<String> classNames) {
    this.classNames = classNames;
  }

  @Override
  public Resolution resolve(ClasspathRootSelector selector, Context context) {
    return suites(
        ReflectionSupport.findAllClassesInClasspathRoot(
            selector.getClasspathRoot(), SuiteReader::isSuite, classNames),
        ResourceSupport.findAllResourcesInClasspathRoot(selector.getClasspathRoot(), SUITE_FILES));
  }

  @Override
  public Resolution resolve(PackageSelector selector, Context context) {
    return suites(
        ReflectionSupport.findAllClassesInPackage(
            selector.getPackageName(), SuiteReader::isSuite, classNames),
        ResourceSupport.findAllResourcesInPackage(selector.getPackageName(), SUITE_FILES));
  }

  @Override
  public Resolution resolve(ModuleSelector selector, Context context) {
    return suites(
        ReflectionSupport.findAllClassesInModule(
            selector.getModuleName(), SuiteReader::isSuite, classNames),
        ResourceSupport.findAllResourcesInModule(selector.getModuleName(), SUITE_FILES));
  }

  private static Resolution suites(List<Class<?>> classes, List<Resource> files) {
    List<Resource> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(Resource::getName));
    Set<DiscoverySelector> selectors =
        Stream.concat(
                classes.stream().map(DiscoverySelectors::selectClass),
                sorted.stream()
                    .map(file -> DiscoverySelectors.selectClasspathResource(file.getName())))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return selectors.isEmpty() ? Resolution.unresolved() : Resolution.selectors(selectors);
  }
}
