package org.touchstone.junit;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.discovery.UriSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.touchstone.suite.SuiteReader;
import org.touchstone.suite.SuiteSpec;

/** Turns a selector into the suites that it names. */
final class SuiteSelectorResolver implements SelectorResolver {

  private static final String CLASS = "suite";
  private static final String RESOURCE = "suite-resource";
  private static final String FILE = "suite-file";

  private final DiscoveryIssueReporter issues;

  SuiteSelectorResolver(DiscoveryIssueReporter issues) {
    this.issues = issues;
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    Optional<Class<?>> type = load(selector.getClassName());
    if (type.isEmpty() || !SuiteReader.isSuite(type.get())) {
      return Resolution.unresolved();
    }
    return suite(context, Origin.of(type.get()));
  }

  @Override
  public Resolution resolve(ClasspathResourceSelector selector, Context context) {
    String name = selector.getClasspathResourceName();
    return SuiteReader.isSuiteFile(name)
        ? suite(context, Origin.ofResource(name))
        : Resolution.unresolved();
  }

  @Override
  public Resolution resolve(FileSelector selector, Context context) {
    return file(selector.getPath(), context);
  }

  @Override
  public Resolution resolve(DirectorySelector selector, Context context) {
    return directory(selector.getPath());
  }

  @Override
  public Resolution resolve(UriSelector selector, Context context) {
    URI uri = selector.getUri();
    if (!"file".equals(uri.getScheme())) {
      return Resolution.unresolved();
    }
    Path path = Path.of(uri);
    return Files.isDirectory(path) ? directory(path) : file(path, context);
  }

  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    UniqueId wanted = selector.getUniqueId();
    for (UniqueId.Segment segment : wanted.getSegments()) {
      Optional<Origin> origin =
          switch (segment.getType()) {
            case CLASS -> load(segment.getValue()).filter(SuiteReader::isSuite).map(Origin::of);
            case RESOURCE -> Optional.of(Origin.ofResource(segment.getValue()));
            case FILE -> Optional.of(Origin.ofFile(Path.of(segment.getValue())));
            default -> Optional.empty();
          };
      if (origin.isPresent()) {
        return add(context, origin.get())
            .map(
                node -> {
                  if (node instanceof SuiteNode suite) {
                    suite.select(wanted);
                  }
                  return Resolution.match(Match.partial(node));
                })
            .orElse(Resolution.unresolved());
      }
    }
    return Resolution.unresolved();
  }

  private Resolution file(Path path, Context context) {
    return SuiteReader.isSuiteFile(path.toString())
        ? suite(context, Origin.ofFile(path))
        : Resolution.unresolved();
  }

  private static Resolution directory(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      Set<DiscoverySelector> suites =
          files
              .filter(path -> SuiteReader.isSuiteFile(path.toString()))
              .sorted()
              .map(path -> DiscoverySelectors.selectFile(path.toString()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return suites.isEmpty() ? Resolution.unresolved() : Resolution.selectors(suites);
    } catch (java.io.IOException e) {
      return Resolution.unresolved();
    }
  }

  private Resolution suite(Context context, Origin origin) {
    return add(context, origin)
        .map(
            node -> {
              if (node instanceof SuiteNode suite) {
                suite.selectAll();
              }
              return Resolution.match(Match.exact(node));
            })
        .orElse(Resolution.unresolved());
  }

  /** Adds the suite's node, once, however many selectors name it. */
  private Optional<TestDescriptor> add(Context context, Origin origin) {
    return context.addToParent(parent -> Optional.of(node(parent.getUniqueId(), origin)));
  }

  private TestDescriptor node(UniqueId parent, Origin origin) {
    UniqueId id = parent.append(origin.segment(), origin.id());
    try {
      SuiteSpec suite = origin.reader().get();
      return new SuiteNode(id, suite, origin.source());
    } catch (RuntimeException e) {
      // Whatever a suite's own files and classes make go wrong here is the suite's to mend.
      String message = String.valueOf(e.getMessage());
      DiscoveryIssue.Builder issue = DiscoveryIssue.builder(DiscoveryIssue.Severity.ERROR, message);
      origin.source().ifPresent(issue::source);
      issues.reportIssue(issue);
      return new BrokenSuiteNode(id, origin.id(), e, origin.source());
    }
  }

  private static Optional<Class<?>> load(String className) {
    return ReflectionSupport.tryToLoadClass(className).toOptional();
  }

  /** Where a suite is written. */
  private record Origin(
      String segment, String id, Optional<TestSource> source, Supplier<SuiteSpec> reader) {

    static Origin of(Class<?> type) {
      return new Origin(
          CLASS,
          type.getName(),
          Optional.of(ClassSource.from(type)),
          () -> SuiteReader.readClass(type));
    }

    static Origin ofResource(String name) {
      return new Origin(
          RESOURCE,
          name,
          Optional.of(ClasspathResourceSource.from(name)),
          () -> SuiteReader.readResource(name));
    }

    static Origin ofFile(Path file) {
      return new Origin(
          FILE,
          file.toString(),
          Optional.of(FileSource.from(file.toFile())),
          () -> SuiteReader.readFile(file));
    }
  }
}
