package org.touchstone.junit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final String CLASS_PATH = "classpath";

  private final DiscoveryIssueReporter issues;

  SuiteSelectorResolver(DiscoveryIssueReporter issues) {
    this.issues = issues;
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    Class<?> type = selector.getJavaClass();
    return SuiteReader.isSuite(type) ? suite(context, Origin.of(type)) : Resolution.unresolved();
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
    if (uri.getPath() == null
        || !Set.of("file", CLASS_PATH).contains(String.valueOf(uri.getScheme()))) {
      return Resolution.unresolved();
    }
    if (uri.getScheme().equals(CLASS_PATH)) {
      String name = uri.getPath().replaceFirst("^/", "");
      return SuiteReader.isSuiteFile(name)
          ? suite(context, Origin.ofResource(name))
          : Resolution.unresolved();
    }
    // A line or column behind a question mark is for editors.
    Path path = Path.of(URI.create("file://" + uri.getRawPath()));
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

  private Resolution directory(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      Set<DiscoverySelector> suites =
          files
              .filter(path -> SuiteReader.isSuiteFile(path.toString()))
              .sorted()
              .map(path -> DiscoverySelectors.selectFile(path.toString()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return suites.isEmpty() ? Resolution.unresolved() : Resolution.selectors(suites);
    } catch (IOException | UncheckedIOException e) {
      issues.reportIssue(
          DiscoveryIssue.create(
              DiscoveryIssue.Severity.ERROR,
              "Directory " + directory + " cannot be searched for suites: " + e));
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
    } catch (RuntimeException | LinkageError e) {
      // Whatever a suite's own files and classes make go wrong here is the suite's to mend.
      String message = e instanceof LinkageError ? e.toString() : String.valueOf(e.getMessage());
      DiscoveryIssue.Builder issue = DiscoveryIssue.builder(DiscoveryIssue.Severity.ERROR, message);
      origin.source().ifPresent(issue::source);
      issues.reportIssue(issue);
      return new BrokenSuiteNode(id, origin.id() + " > the suite can be read", e, origin.source());
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

    /** However its path is written, a file is one suite, and its id names no machine. */
    static Origin ofFile(Path path) {
      Path here = Path.of("").toAbsolutePath();
      Path absolute = path.toAbsolutePath().normalize();
      Path file = absolute.startsWith(here) ? here.relativize(absolute) : absolute;
      return new Origin(
          FILE,
          file.toString().replace(File.separatorChar, '/'),
          Optional.of(FileSource.from(file.toFile())),
          () -> SuiteReader.readFile(file));
    }
  }
}
