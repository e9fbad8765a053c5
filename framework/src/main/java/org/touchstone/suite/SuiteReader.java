package org.touchstone.suite;

import java.nio.file.Path;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads suites, whether they are written as a class or as a file. */
public final class SuiteReader {

  private static final String FILE_ENDING = ".conformity.json";

  private SuiteReader() {}

  /** Whether a class is a suite: it has {@link ConformitySuite}, itself or by an annotation. */
  public static boolean isSuite(Class<?> type) {
    return !type.isAnnotation() && AnnotationSupport.isAnnotated(type, ConformitySuite.class);
  }

  /** Whether a file name is that of a suite file: it ends in {@code .conformity.json}. */
  public static boolean isSuiteFile(String name) {
    return name.endsWith(FILE_ENDING);
  }

  /**
   * Reads a suite class, or the suite file that it names.
   *
   * @throws RuntimeException if the suite or its profile is wrong; the message says where, what was
   *     found and what to do
   */
  public static SuiteSpec readClass(Class<?> type) {
    ConformitySuite suite =
        AnnotationSupport.findAnnotation(type, ConformitySuite.class).orElseThrow();
    if (suite.file().isEmpty()) {
      return new SuiteClass(type, suite).read();
    }
    SuiteClass.requireEmpty(type, suite);
    return new SuiteFile(SuiteLocation.resource(type, suite.file()), type.getName()).read();
  }

  /**
   * Reads a suite file from the class path.
   *
   * @param name the resource's absolute name, without a leading slash
   * @throws RuntimeException as {@link #readClass}
   */
  public static SuiteSpec readResource(String name) {
    return new SuiteFile(
            SuiteLocation.resource(Thread.currentThread().getContextClassLoader(), name), name)
        .read();
  }

  /**
   * Reads a suite file.
   *
   * @throws RuntimeException as {@link #readClass}
   */
  public static SuiteSpec readFile(Path file) {
    return new SuiteFile(SuiteLocation.file(file), file.toString()).read();
  }
}
