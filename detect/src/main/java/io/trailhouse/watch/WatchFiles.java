package io.trailhouse.watch;

import io.trailhouse.document.Yaml;
import io.trailhouse.document.YamlDocuments;
import io.trailhouse.document.YamlProblem;
import io.trailhouse.problem.FileReason;
import io.trailhouse.select.InvalidConditionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads rules that remember from YAML files.
public final class WatchFiles {
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 100;

  private WatchFiles() {}

  /// The files of a place, a file or a folder, that hold rules that remember. What cannot be read
  /// as YAML is not among them: who reads Sigma rules says so.
  public static List<Path> in(Path place) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> below = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      below
          .filter(WatchFiles::isRuleFile)
          .sorted()
          .filter(WatchFiles::holdsWatch)
          .forEach(files::add);
    } catch (IOException | UncheckedIOException e) {
      files.clear();
    }
    return files;
  }

  private static boolean holdsWatch(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return YamlDocuments.read(in, file.toString()).documents().stream()
          .anyMatch(document ->
              document instanceof Yaml.Mapping tree
                  && nodes(tree, 0) <= MOST_NODES
                  && WatchReader.isWatch(tree.plain()));
    } catch (IOException e) {
      return false;
    }
  }

  /// Reads a file, or all `.yml` and `.yaml` below a folder.
  ///
  /// @param problems gets all that is wrong, a line for people each, with the file
  public static List<WatchSpec> read(Path place, List<String> problems) {
    List<WatchSpec> watches = new ArrayList<>();
    for (Path file : files(place, problems)) {
      readFile(file, watches, problems);
    }
    return watches;
  }

  private static List<Path> files(Path place, List<String> problems) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> below = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = below.filter(WatchFiles::isRuleFile).sorted().toList();
      if (files.isEmpty()) {
        problems.add(place + ": no .yml file is in the folder");
      }
      return files;
    } catch (UncheckedIOException e) {
      problems.add(place + ": the folder cannot be read: " + FileReason.of(e));
      return List.of();
    } catch (IOException e) {
      problems.add(place + ": the folder cannot be read: " + FileReason.of(e));
      return List.of();
    }
  }

  private static boolean isRuleFile(Path file) {
    return Files.isRegularFile(file) && file.toString().matches("(?s).*\\.ya?ml");
  }

  private static void readFile(Path file, List<WatchSpec> watches, List<String> problems) {
    YamlDocuments read;
    try (InputStream in = Files.newInputStream(file)) {
      read = YamlDocuments.read(in, file.toString());
    } catch (IOException e) {
      problems.add(file + ": it cannot be read: " + FileReason.of(e));
      return;
    }
    int before = problems.size();
    for (YamlProblem problem : read.problems()) {
      String words = words(problem);
      if (!words.isEmpty()) {
        problems.add("%s:%d: %s".formatted(file, problem.line(), words));
      }
    }
    if (problems.size() == before) {
      read.documents().forEach(document -> readDocument(file, document, watches, problems));
    }
  }

  /// Empty for what only Sigma cannot take.
  private static String words(YamlProblem problem) {
    String key = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return switch (problem.kind()) {
      case UNFIT -> problem.text();
      case NOT_YAML -> "not YAML: " + problem.text();
      case TOO_LARGE -> "a document is too large, or holds itself";
      case NO_NAME -> key + "a key must be a name";
      case TWICE -> key + "it is here twice";
      case UNKNOWN_TAG -> key + "the YAML tag " + problem.text() + " is not known";
      case NO_NUMBER -> "";
    };
  }

  /// A mistake in one document says nothing about the next.
  private static void readDocument(
      Path file, Yaml document, List<WatchSpec> watches, List<String> problems) {
    if (!(document instanceof Yaml.Mapping mapping)) {
      problems.add(file + ": a document is no rule: it must have keys");
      return;
    }
    if (nodes(mapping, 0) > MOST_NODES) {
      problems.add(file + ": a document is too large, or holds itself");
      return;
    }
    Map<String, @Nullable Object> tree = mapping.plain();
    try {
      watches.add(WatchReader.read(tree));
    } catch (InvalidConditionException e) {
      Object title = tree.get("title");
      String which = title == null ? "" : " (" + title + ")";
      e.problems()
          .forEach(each ->
              problems.add(
                  "%s%s: %s"
                      .formatted(
                          file,
                          which,
                          each.path().isEmpty()
                              ? each.problem()
                              : each.path() + ": " + each.problem())));
    }
  }

  /// How many values a document has, an alias counted wherever it stands; more than the bound when
  /// it is deeper than a rule can be.
  private static int nodes(Yaml value, int depth) {
    List<Yaml> below =
        value instanceof Yaml.Mapping map
            ? map.members().values().stream().map(Yaml.Entry::value).toList()
            : value instanceof Yaml.Sequence list ? list.items() : List.of();
    int nodes = depth > DEEPEST ? MOST_NODES + 1 : 1;
    for (Yaml each : below) {
      if (nodes > MOST_NODES) {
        return nodes;
      }
      nodes += nodes(each, depth + 1);
    }
    return nodes;
  }
}
