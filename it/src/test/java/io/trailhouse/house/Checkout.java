package io.trailhouse.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files of the checkout that people write: sources, documents, scripts.
final class Checkout {
  /// What tools make; `.git` is a file in a second worktree.
  private static final Set<String> MADE =
      Set.of("target", ".git", "trailhouse-data", "dist", "node_modules", ".check");

  /// What the benchmarks make: data sets, other commits' checkouts.
  private static final Set<String> MEASURED = Set.of("bench/data", "bench/work");

  private static final long LARGEST_TEXT = 4 << 20;

  private Checkout() {}

  static Path root() {
    return Path.of(System.getProperty("trailhouse.root", "..")).toAbsolutePath().normalize();
  }

  /// The path as rules and exceptions name it: from the root, with slashes.
  static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  static List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              return MADE.contains(folder.getFileName().toString())
                      || MEASURED.contains(name(folder))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (about.isRegularFile()
                  && about.size() <= LARGEST_TEXT
                  && !MADE.contains(file.getFileName().toString())) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  static List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /// Java files that are shipped or run, not tests.
  static List<Path> mainFiles() {
    return javaFiles().stream().filter(file -> name(file).contains("/src/main/java/")).toList();
  }

  static List<Path> documents() {
    return files().stream().filter(file -> file.toString().endsWith(".md")).toList();
  }

  /// The lines of a text; empty when the file is not text.
  static Optional<List<String>> lines(Path file) {
    try {
      return Optional.of(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
