package io.trailhouse.cli;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Which events are looked at: those of files, or the table's.
final class OverOption {
  @Option(
      names = "--over",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = "Log files, folders and archives, or the word table for the home's events.")
  private List<String> over = List.of();

  boolean isTable() {
    return over.equals(List.of("table"));
  }

  /// The paths, all of which exist.
  ///
  /// @throws TrailhouseException with WRONG_USE that names all that do not
  List<Path> paths() {
    List<String> missing = over.stream().filter(path -> !Files.exists(Path.of(path))).toList();
    if (!missing.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "there is no " + String.join(" and no ", missing),
          "--over",
          "Name files or folders that exist, or write --over table");
    }
    return over.stream().map(Path::of).toList();
  }
}
