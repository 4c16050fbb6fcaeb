package io.trailhouse.config;

import io.trailhouse.document.Yaml;
import io.trailhouse.quantity.DurationText;
import io.trailhouse.quantity.QuantityException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The values of one file with their references put in, and what is wrong with them.
final class Values {
  private final ConfigTree tree;
  private final References references;
  private final Path folder;
  private final List<ConfigProblem> problems;

  Values(ConfigTree tree, References references, Path folder) {
    this.tree = tree;
    this.references = references;
    this.folder = folder;
    this.problems = new ArrayList<>(tree.problems());
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /// What relative paths start from.
  Path folder() {
    return folder;
  }

  List<ConfigTree.Free> free(String section) {
    return tree.free(section);
  }

  FreeTree tree(String path, Yaml node) {
    return new FreeTree(path, node, references, problems);
  }

  List<ConfigTree.Named> named(String section) {
    return tree.named(section);
  }

  /// The value with its references put in; null when there is none.
  @Nullable String text(Keys key) {
    return text(key.path(), tree.value(key));
  }

  @Nullable String text(Keys key, String name) {
    return text(key.path(name), tree.value(key, name));
  }

  /// The items of a list; empty when there is none.
  List<String> items(Keys key) {
    return items(key.path(), tree.value(key));
  }

  List<String> items(Keys key, String name) {
    return items(key.path(name), tree.value(key, name));
  }

  private List<String> items(String path, ConfigTree.@Nullable Value value) {
    List<String> items = new ArrayList<>();
    if (value != null) {
      for (String item : value.items()) {
        String text = resolve(path, value, item);
        if (text != null) {
          items.add(text);
        }
      }
    }
    return items;
  }

  private @Nullable String text(String path, ConfigTree.@Nullable Value value) {
    return value == null ? null : resolve(path, value, value.text());
  }

  private @Nullable String resolve(String path, ConfigTree.Value value, String text) {
    try {
      return references.resolve(text);
    } catch (References.Unresolved e) {
      problem(path, value, e.problem());
      return null;
    }
  }

  /// Tells a problem with the value as the file has it, so that no secret is shown.
  void wrong(Keys key, String problem) {
    wrong(key.path(), tree.value(key), problem);
  }

  void wrong(Keys key, String name, String problem) {
    wrong(key.path(name), tree.value(key, name), problem);
  }

  private void wrong(String path, ConfigTree.@Nullable Value value, String problem) {
    if (value != null) {
      problem(path, value, "'" + value.text() + "' " + problem);
    }
  }

  private void problem(String path, ConfigTree.Value value, String problem) {
    problems.add(new ConfigProblem(value.line(), value.column(), path, problem));
  }

  /// Tells a problem of a section that the user has named.
  void wrong(String section, ConfigTree.Named named, String problem) {
    problems.add(
        new ConfigProblem(named.line(), named.column(), section + "." + named.name(), problem));
  }

  /// A path that the file names; null, and told, when no file can have such a name.
  @Nullable Path path(Keys key, String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      wrong(key, "is no name of a file");
      return null;
    }
  }

  /// A yes or no; the usual one when there is none.
  boolean flag(@Nullable String text, boolean usual, java.util.function.Consumer<String> wrong) {
    if (text == null) {
      return usual;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> {
        wrong.accept("is neither true nor false");
        yield usual;
      }
    };
  }

  /// A time with its unit, such as 30s, 15m, 6h or 1d; null, and told, when it is none.
  ///
  /// @param least and `most`: the bounds, both allowed
  static @Nullable Duration time(
      String text, Duration least, Duration most, java.util.function.Consumer<String> wrong) {
    try {
      return DurationText.parse(text, least, most);
    } catch (QuantityException e) {
      wrong.accept(e.problem());
      return null;
    }
  }
}
