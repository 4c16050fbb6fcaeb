package io.trailhouse.config;

import io.trailhouse.problem.NearName;
import io.trailhouse.rule.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The values of a YAML file by the paths of their keys, and what is wrong with its keys.
final class ConfigTree {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

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
  record Free(String name, Node node) {}

  /// A section that the user has named.
  record Named(String name, int line, int column) {}

  static ConfigTree read(Path file) throws IOException {
    ConfigTree tree = new ConfigTree();
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setSchema(new CoreSchema()).build();
    try (InputStream in = Files.newInputStream(file)) {
      String text = YamlText.read(in);
      YamlText.checkDepth(text, settings);
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent()) {
        tree.section("", "", root.get());
      }
    } catch (YamlText.Unfit e) {
      tree.problems.add(new ConfigProblem(e.line(), e.column(), "", e.problem()));
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      tree.problem(mark, "", "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      tree.problem(null, "", "not YAML: " + e.getMessage());
    }
    return tree;
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
  private void section(String path, String kind, Node node) {
    if (isNothing(node)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      problem(start(node), path, "must have keys below it: " + String.join(", ", Keys.below(kind)));
      return;
    }
    Set<String> met = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode name)) {
        problem(start(key), path, "a key must be a name");
      } else if (!met.add(name.getValue())) {
        problem(start(key), below(path, name.getValue()), "stands here twice");
      } else {
        member(path, kind, name, tuple.getValueNode());
      }
    }
  }

  private void member(String parent, String kindOfParent, ScalarNode key, Node value) {
    String name = key.getValue();
    String path = below(parent, name);
    Set<String> known = Keys.below(kindOfParent);
    if (known.contains(Keys.ANY)) {
      userNamed(parent, kindOfParent, key, value);
    } else if (!known.contains(name)) {
      unknown(parent, kindOfParent, key);
    } else if (Keys.isSection(below(kindOfParent, name))) {
      section(path, below(kindOfParent, name), value);
    } else {
      value(path, Keys.isList(below(kindOfParent, name)), value);
    }
  }

  private void userNamed(String parent, String kindOfParent, ScalarNode key, Node value) {
    Mark at = start(key);
    String path = below(parent, key.getValue());
    if (!NAME.matcher(key.getValue()).matches()) {
      problem(at, path, "a name has up to 63 letters, digits, - and _");
      return;
    }
    named
        .computeIfAbsent(parent, section -> new ArrayList<>())
        .add(new Named(key.getValue(), line(at), column(at)));
    if (Keys.FREE.contains(parent)) {
      free.computeIfAbsent(parent, section -> new ArrayList<>())
          .add(new Free(key.getValue(), value));
      values.put(path, Value.of("…", line(at), column(at)));
    } else {
      section(path, below(kindOfParent, Keys.ANY), value);
    }
  }

  private void value(String path, boolean maybeList, Node value) {
    Mark at = start(value);
    if (value instanceof ScalarNode scalar) {
      if (!isNothing(value)) {
        values.put(path, Value.of(scalar.getValue(), line(at), column(at)));
      }
    } else if (value instanceof SequenceNode sequence
        && maybeList
        && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      List<String> items =
          sequence.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList();
      values.put(path, new Value(String.join(", ", items), items, line(at), column(at)));
    } else {
      problem(at, path, "must be one value");
    }
  }

  private void unknown(String parent, String kindOfParent, ScalarNode key) {
    String name = key.getValue();
    Set<String> known = Keys.below(kindOfParent);
    String near =
        known.stream()
            .filter(name::equalsIgnoreCase)
            .findAny()
            .orElseGet(() -> NearName.of(name, known));
    problem(
        start(key),
        below(parent, name),
        near == null
            ? "unknown key; there are " + String.join(", ", known)
            : "unknown key; did you mean " + near + "?");
  }

  private static String below(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static @Nullable Mark start(Node node) {
    return node.getStartMark().orElse(null);
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static int column(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  private void problem(@Nullable Mark mark, String key, String problem) {
    problems.add(new ConfigProblem(line(mark), column(mark), key, problem));
  }
}
