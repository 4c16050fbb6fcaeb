package io.trailhouse.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A part of the file whose keys are another language's, such as an event pattern: its values as
/// maps, lists and scalars, and where each stands.
final class FreeTree {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private final Map<String, Place> places = new HashMap<>();
  private final References references;
  private final List<ConfigProblem> problems;
  private final Object value;

  private int nodes;
  private boolean isTooLarge;

  private record Place(int line, int column) {}

  /// Aliases can make a tree without an end, or nearly so, of a few lines.
  private static final int MOST_NODES = 20_000;

  private static final int DEEPEST = 60;

  FreeTree(String path, Node node, References references, List<ConfigProblem> problems) {
    this.references = references;
    this.problems = problems;
    Object read = read(path, node, 0);
    this.value = read == null ? Map.of() : read;
  }

  Object value() {
    return value;
  }

  private @Nullable Object read(String path, Node node, int depth) {
    if (depth > DEEPEST || ++nodes > MOST_NODES) {
      if (!isTooLarge) {
        wrong(path, "is too large or nested too deeply");
      }
      isTooLarge = true;
      return null;
    }
    places.put(path, place(node));
    if (node instanceof MappingNode mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
        String below = path + "." + key;
        if (map.containsKey(key)) {
          places.put(below, place(tuple.getKeyNode()));
          wrong(below, "stands here twice");
        }
        map.put(key, read(below, tuple.getValueNode(), depth + 1));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 0; i < sequence.getValue().size(); i++) {
        list.add(read(path + "[" + i + "]", sequence.getValue().get(i), depth + 1));
      }
      return list;
    }
    Object scalar = new Scalars().of(node);
    return scalar instanceof String text ? resolved(path, text) : scalar;
  }

  private static Place place(Node node) {
    return node.getStartMark()
        .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Place(1, 1));
  }

  private static final class Scalars extends StandardConstructor {
    Scalars() {
      super(SETTINGS);
    }

    @Nullable Object of(Node node) {
      return constructObject(node);
    }
  }

  private String resolved(String path, String text) {
    try {
      return references.resolve(text);
    } catch (References.Unresolved e) {
      wrong(path, e.problem());
      return text;
    }
  }

  /// Tells a problem at the nearest place that the file has for a path.
  void wrong(String path, String problem) {
    String at = path;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    Place place = places.getOrDefault(at, new Place(1, 1));
    ConfigProblem told =
        new ConfigProblem(place.line(), place.column(), path, references.hidden(problem));
    if (!problems.contains(told)) {
      problems.add(told); // a bucket's keys are read for its errors too
    }
  }
}
