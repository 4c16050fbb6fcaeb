package io.trailhouse.config;

import io.trailhouse.problem.NearName;
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
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The values of a YAML file by the paths of their keys, and what is wrong with its keys.
final class ConfigTree {
  private final Map<String, Value> values = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  /// A value as the file has it.
  record Value(String text, int line, int column) {}

  static ConfigTree read(Path file) throws IOException {
    ConfigTree tree = new ConfigTree();
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setSchema(new CoreSchema()).build();
    try (InputStream in = Files.newInputStream(file)) {
      Optional<Node> root = new Compose(settings).composeInputStream(in);
      if (root.isPresent()) {
        tree.section("", root.get());
      }
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

  private void section(String path, Node node) {
    if (isNothing(node)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      problem(start(node), path, "must have keys below it: " + String.join(", ", Keys.below(path)));
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
        member(path, name, tuple.getValueNode());
      }
    }
  }

  private void member(String parent, ScalarNode key, Node value) {
    String path = below(parent, key.getValue());
    if (!Keys.below(parent).contains(key.getValue())) {
      unknown(parent, key);
    } else if (Keys.isSection(path)) {
      section(path, value);
    } else if (value instanceof ScalarNode scalar) {
      if (!isNothing(value)) {
        Mark at = start(value);
        values.put(path, new Value(scalar.getValue(), line(at), column(at)));
      }
    } else {
      problem(start(value), path, "must be one value");
    }
  }

  private void unknown(String parent, ScalarNode key) {
    String name = key.getValue();
    if (parent.isEmpty() && Keys.LATER.contains(name)) {
      problem(start(key), name, "is not supported yet by this version");
      return;
    }
    Set<String> known = Keys.below(parent);
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
