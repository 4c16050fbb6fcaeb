package io.trailhouse.rule.watch;

import io.trailhouse.rule.YamlText;
import io.trailhouse.select.InvalidConditionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(in)) {
        if (document instanceof Map<?, ?> tree && WatchReader.isWatch(tree)) {
          return true;
        }
      }
    } catch (IOException | YamlEngineException e) {
      return false;
    }
    return false;
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
    } catch (IOException | UncheckedIOException e) {
      problems.add(place + ": the folder cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private static boolean isRuleFile(Path file) {
    return Files.isRegularFile(file) && file.toString().matches("(?s).*\\.ya?ml");
  }

  private static void readFile(Path file, List<WatchSpec> watches, List<String> problems) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    try (InputStream in = Files.newInputStream(file)) {
      String text = YamlText.read(in);
      YamlText.checkDepth(text, settings);
      for (Object document : new Load(settings).loadAllFromString(text)) {
        readDocument(file, document, watches, problems);
      }
    } catch (YamlText.Unfit e) {
      problems.add("%s:%d: %s".formatted(file, e.line(), e.problem()));
    } catch (IOException e) {
      problems.add(file + ": it cannot be read: " + e.getMessage());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add("%s:%d: not YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(file + ": not YAML: " + e.getMessage());
    }
  }

  /// A mistake in one document says nothing about the next.
  private static void readDocument(
      Path file, Object document, List<WatchSpec> watches, List<String> problems) {
    if (!(document instanceof Map<?, ?> tree)) {
      problems.add(file + ": a document is no rule: it must have keys");
      return;
    }
    if (nodes(tree, 0) > MOST_NODES) {
      problems.add(file + ": a document is too large, or holds itself");
      return;
    }
    try {
      watches.add(WatchReader.read(tree));
    } catch (InvalidConditionException e) {
      Object title = tree.get("title");
      String which = title == null ? "" : " (" + title + ")";
      e.flaws()
          .forEach(flaw ->
              problems.add(
                  "%s%s: %s"
                      .formatted(
                          file,
                          which,
                          flaw.path().isEmpty()
                              ? flaw.problem()
                              : flaw.path() + ": " + flaw.problem())));
    }
  }

  /// How many values a document has, an alias counted wherever it stands; more than the bound when
  /// it is deeper than a rule can be.
  private static int nodes(Object value, int depth) {
    Collection<?> below =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof Collection<?> list ? list : List.of();
    int nodes = depth > DEEPEST ? MOST_NODES + 1 : 1;
    for (Object each : below) {
      if (nodes > MOST_NODES) {
        return nodes;
      }
      nodes += each == null ? 1 : nodes(each, depth + 1);
    }
    return nodes;
  }
}
