package org.touchstone.build;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * A Maven project as a user has it, in a temporary folder. Its dependencies are those of the
 * running tests: Touchstone's own classes as jars that stay in the folder, the rest by coordinates
 * from the local repository. Nothing is installed.
 */
final class NestedProject {

  private static final Path TEMPLATE = Path.of("src", "test", "resources", "maven-project");
  private static final List<String> NOT_NEEDED =
      List.of("com.tngtech.archunit", "org.apache.maven.shared", "io.qameta.allure", "commons-io");

  private final Path folder;
  private final Path localRepository;

  private NestedProject(Path folder, Path localRepository) {
    this.folder = folder;
    this.localRepository = localRepository;
  }

  static Path create(Path folder, Path localRepository) throws Exception {
    NestedProject project = new NestedProject(folder, localRepository);
    project.copy(TEMPLATE, folder);
    project.copy(
        Path.of("src", "test", "resources", "loans"),
        folder.resolve("src").resolve("test").resolve("resources").resolve("loans"));
    project.writePom();
    return folder.resolve("pom.xml");
  }

  private void writePom() throws Exception {
    Path pom = folder.resolve("pom.xml");
    String text = Files.readString(pom).replace("@dependencies@", dependencies());
    Document parent =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("..", "pom.xml").toFile());
    for (String plugin :
        List.of("maven-resources-plugin", "maven-compiler-plugin", "maven-surefire-plugin")) {
      String version =
          XPathFactory.newInstance()
              .newXPath()
              .evaluate("//plugin[artifactId='" + plugin + "']/version", parent);
      text = text.replace("@" + plugin + "@", version);
    }
    Files.writeString(pom, text);
  }

  private String dependencies() throws IOException {
    List<String> dependencies = new ArrayList<>();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.startsWith(localRepository)) {
        dependency(localRepository.relativize(path)).ifPresent(dependencies::add);
      } else if (!path.endsWith("test-classes")) {
        dependencies.add(ownJar(path, "own" + dependencies.size()));
      }
    }
    return String.join("\n    ", dependencies);
  }

  private static Optional<String> dependency(Path path) {
    int names = path.getNameCount();
    String group = path.subpath(0, names - 3).toString().replace(File.separatorChar, '.');
    if (NOT_NEEDED.contains(group)) {
      return Optional.empty();
    }
    return Optional.of(
        "<dependency><groupId>"
            + group
            + "</groupId><artifactId>"
            + path.getName(names - 3)
            + "</artifactId><version>"
            + path.getName(names - 2)
            + "</version><scope>test</scope><exclusions><exclusion><groupId>*</groupId>"
            + "<artifactId>*</artifactId></exclusion></exclusions></dependency>");
  }

  private String ownJar(Path classes, String name) throws IOException {
    Path jar = classes;
    if (Files.isDirectory(classes)) {
      jar = folder.resolve(name + ".jar");
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream zip = new JarOutputStream(out);
          Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String entry = classes.relativize(file).toString().replace(File.separatorChar, '/');
          zip.putNextEntry(new ZipEntry(entry));
          Files.copy(file, zip);
        }
      }
    }
    return "<dependency><groupId>org.touchstone</groupId><artifactId>"
        + name
        + "</artifactId><version>0</version><scope>system</scope><systemPath>"
        + jar.toAbsolutePath()
        + "</systemPath></dependency>";
  }

  private void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
