package io.trailhouse.rule.watch;

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
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads rules that remember from YAML files.
public final class WatchFiles {
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
    try (Stream<Path> below = Files.walk(place)) {
      for (Path file : below.filter(WatchFiles::isRuleFile).sorted().toList()) {
        readFile(file, watches, problems);
      }
    } catch (IOException e) {
      problems.add(place + ": it cannot be read: " + e.getMessage());
    }
    return watches;
  }

  private static boolean isRuleFile(Path file) {
    return Files.isRegularFile(file) && file.toString().matches(".*\\.ya?ml");
  }

  private static void readFile(Path file, List<WatchSpec> watches, List<String> problems)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Object document :
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadAllFromInputStream(in)) {
        if (document instanceof Map<?, ?> tree) {
          watches.add(WatchReader.read(tree));
        } else {
          problems.add(file + ": a document is no rule: it must have keys");
        }
      }
    } catch (InvalidConditionException e) {
      problems.add(file + ": " + e.getMessage());
    } catch (YamlEngineException e) {
      problems.add(file + ": not YAML: " + e.getMessage());
    }
  }
}
