package io.trailhouse.rule;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Finds rule files where somebody says they are.
public final class RulePlaces {
  private final SigmaReader reader;
  private final Set<Path> seen = new HashSet<>();

  private RulePlaces(SigmaReader reader) {
    this.reader = reader;
  }

  /// Reads files, folders (all `.yml` and `.yaml` below them) and, where the word `builtin` stands,
  /// the rules that come with the program. A file that is named twice is read once.
  ///
  /// @param placeholders values of `%name%`
  /// @throws TrailhouseException with WRONG_USE when a place does not exist
  public static RuleReading read(List<String> places, Map<String, List<String>> placeholders) {
    SigmaReader reader = new SigmaReader(placeholders);
    RulePlaces walk = new RulePlaces(reader);
    boolean builtin = false;
    for (String place : places) {
      if (!place.equals(BuiltinRules.WORD)) {
        walk.place(place);
      } else if (!builtin) {
        builtin = true;
        BuiltinRules.read(reader);
      }
    }
    return reader.end();
  }

  private void place(String place) {
    try {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        folder(path);
      } else if (Files.exists(path)) {
        file(path);
      } else {
        throw wrong(place, "it does not exist");
      }
    } catch (InvalidPathException e) {
      throw wrong(place, "it is no file name in this shell's locale");
    }
  }

  private static TrailhouseException wrong(String place, String problem) {
    return new TrailhouseException(
        Code.WRONG_USE,
        problem,
        place,
        "Name rule files or folders that exist, or " + BuiltinRules.WORD);
  }

  private void folder(Path folder) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(RulePlaces::isRuleFile).sorted().forEach(files::add);
    } catch (UncheckedIOException e) {
      unreadable(folder, FileReason.of(e));
    } catch (IOException e) {
      unreadable(folder, FileReason.of(e));
    }
    if (files.isEmpty()) {
      reader.unreadable(
          folder.toString(), "no .yml file is in the folder", "Name the folder that has them");
    }
    files.forEach(this::file);
  }

  private void unreadable(Path folder, String reason) {
    reader.unreadable(
        folder.toString(), "the folder cannot be read: " + reason, "Name one that can be read");
  }

  /// The rule files of a place, in the order in which they are read.
  public static List<Path> files(Path place) {
    try (Stream<Path> all = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(RulePlaces::isRuleFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static boolean isRuleFile(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(path);
  }

  private void file(Path file) {
    try {
      if (seen.add(file.toRealPath())) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.add(file.toString(), in);
        }
      }
    } catch (IOException e) {
      reader.unreadable(
          file.toString(), "it cannot be read: " + FileReason.of(e), "Make the file readable");
    }
  }
}
