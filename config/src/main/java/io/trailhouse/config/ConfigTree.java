package io.trailhouse.config;

import io.trailhouse.document.Yaml;
import io.trailhouse.document.YamlDocuments;
import io.trailhouse.document.YamlProblem;
import io.trailhouse.problem.NearName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a YAML file by the paths of their keys, and what is wrong with its keys.
final class ConfigTree {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private static final String ONE_DOCUMENT = "expected a single document in the stream";

  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, List<Named>> named = new HashMap<>();
  private final Map<String, List<Free>> free = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  /// A value as the file has it.
  ///
  /// @param items of a list, of which the text names all; a single value is a list of one
  record Value(String text, List<String> items, int line, int column) {
    private static Value of(String text, int line, int column) {
      return new Value(text, List.of(text), line, column);
    }
  }

  /// Where something stands, from 1.
  record Place(int line, int column) {}

  /// A section that the user has named and whose keys another language has.
  record Free(String name, Yaml node) {}

  /// A section that the user has named.
  record Named(String name, int line, int column) {}

  static ConfigTree read(Path file) throws IOException {
    ConfigTree tree = new ConfigTree();
    try (InputStream in = Files.newInputStream(file)) {
      YamlDocuments read = YamlDocuments.read(in, file.toString());
      read.problems().forEach(tree::problem);
      if (!read.documents().isEmpty()) {
        tree.section("", "", read.documents().get(0));
      }
      for (int i = 1; i < read.documents().size(); i++) {
        Yaml more = read.documents().get(i);
        tree.problem(more.line(), more.column(), "", "not YAML: " + ONE_DOCUMENT);
      }
    }
    return tree;
  }

  private void problem(YamlProblem problem) {
    String words =
        switch (problem.kind()) {
          case UNFIT -> problem.text();
          case NOT_YAML -> "not YAML: " + problem.text();
          case TOO_LARGE -> "is too large or nested too deeply";
          case NO_NAME -> "a key must be a name";
          case TWICE -> "is here twice";
          case UNKNOWN_TAG -> "the YAML tag " + problem.text() + " is not known";
          case NO_NUMBER -> "";
        };
    boolean isTold =
        problem.kind() == YamlProblem.Kind.TOO_LARGE
            && Keys.FREE.stream().anyMatch(section -> problem.path().startsWith(section + "."));
    if (!words.isEmpty() && !isTold) {
      problem(problem.line(), problem.column(), problem.path(), words);
    }
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  @Nullable Value value(Keys key) {
    return values.get(key.path());
  }

  @Nullable Value value(Keys key, String name) {
    return values.get(key.path(name));
  }

  /// Where a key stands, or the nearest section around it; the file's beginning when it has none.
  Place place(String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      Value value = values.get(at);
      if (value != null) {
        return new Place(value.line(), value.column());
      }
    }
    return new Place(1, 1);
  }

  /// The sections of another language's keys below one, in the order of the file.
  List<Free> free(String section) {
    return free.getOrDefault(section, List.of());
  }

  /// The sections below one whose names the user chooses, in the order of the file.
  List<Named> named(String section) {
    return named.getOrDefault(section, List.of());
  }

  /// @param kind the path with `*` for each name that the user has chosen
  private void section(String path, String kind, Yaml node) {
    if (node.isNothing()) {
      return;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      problem(
          node.line(),
          node.column(),
          path,
          "must have keys below it: " + String.join(", ", Keys.below(kind)));
      return;
    }
    mapping.members().forEach((name, entry) -> member(path, kind, name, entry));
  }

  private void member(String parent, String kindOfParent, String name, Yaml.Entry entry) {
    String path = below(parent, name);
    Set<String> known = Keys.below(kindOfParent);
    if (known.contains(Keys.ANY)) {
      userNamed(parent, kindOfParent, name, entry);
    } else if (!known.contains(name)) {
      unknown(parent, kindOfParent, name, entry);
    } else if (Keys.isSection(below(kindOfParent, name))) {
      section(path, below(kindOfParent, name), entry.value());
    } else {
      value(path, Keys.isList(below(kindOfParent, name)), entry.value());
    }
  }

  private void userNamed(String parent, String kindOfParent, String name, Yaml.Entry entry) {
    String path = below(parent, name);
    if (!NAME.matcher(name).matches()) {
      problem(entry.line(), entry.column(), path, "a name has up to 63 letters, digits, - and _");
      return;
    }
    named
        .computeIfAbsent(parent, section -> new ArrayList<>())
        .add(new Named(name, entry.line(), entry.column()));
    if (Keys.FREE.contains(parent)) {
      free.computeIfAbsent(parent, section -> new ArrayList<>()).add(new Free(name, entry.value()));
      values.put(path, Value.of("…", entry.line(), entry.column()));
    } else {
      section(path, below(kindOfParent, Keys.ANY), entry.value());
    }
  }

  private void value(String path, boolean maybeList, Yaml value) {
    int line = value.line();
    int column = value.column();
    if (value instanceof Yaml.Scalar scalar) {
      if (!value.isNothing()) {
        values.put(path, Value.of(scalar.written(), line, column));
      }
    } else if (value instanceof Yaml.Sequence sequence
        && maybeList
        && sequence.items().stream().allMatch(Yaml.Scalar.class::isInstance)) {
      List<String> items =
          sequence.items().stream().map(item -> ((Yaml.Scalar) item).written()).toList();
      values.put(path, new Value(String.join(", ", items), items, line, column));
    } else {
      problem(line, column, path, "must be one value");
    }
  }

  private void unknown(String parent, String kindOfParent, String name, Yaml.Entry entry) {
    Set<String> known = Keys.below(kindOfParent);
    String near =
        known.stream()
            .filter(name::equalsIgnoreCase)
            .findAny()
            .orElseGet(() -> NearName.of(name, known));
    problem(
        entry.line(),
        entry.column(),
        below(parent, name),
        near == null
            ? "unknown key; there are " + String.join(", ", known)
            : "unknown key; did you mean " + near + "?");
  }

  private static String below(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  private void problem(int line, int column, String key, String problem) {
    problems.add(new ConfigProblem(line, column, key, problem));
  }
}
