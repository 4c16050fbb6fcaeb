package io.trailhouse.config;

import io.trailhouse.document.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of the file whose keys are another language's, such as an event pattern: its values as
/// maps, lists and scalars, and where each stands.
final class FreeTree {
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

  FreeTree(String path, Yaml node, References references, List<ConfigProblem> problems) {
    this.references = references;
    this.problems = problems;
    Object read = read(path, node, 0);
    this.value = read == null ? Map.of() : read;
  }

  Object value() {
    return value;
  }

  private @Nullable Object read(String path, Yaml node, int depth) {
    if (depth > DEEPEST || ++nodes > MOST_NODES) {
      if (!isTooLarge) {
        wrong(path, "is too large or nested too deeply");
      }
      isTooLarge = true;
      return null;
    }
    places.put(path, new Place(node.line(), node.column()));
    if (node instanceof Yaml.Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      mapping
          .members()
          .forEach((key, entry) -> map.put(key, read(path + "." + key, entry.value(), depth + 1)));
      return map;
    }
    if (node instanceof Yaml.Sequence sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        list.add(read(path + "[" + i + "]", sequence.items().get(i), depth + 1));
      }
      return list;
    }
    Object scalar = node.plain();
    return scalar instanceof String text ? resolved(path, text) : scalar;
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
    ConfigProblem told = about(path, problem);
    if (!problems.contains(told)) {
      problems.add(told); // a bucket's keys are read for its errors too
    }
  }

  /// What is to be said of the nearest place that the file has for a path.
  ConfigProblem about(String path, String problem) {
    String at = path;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    Place place = places.getOrDefault(at, new Place(1, 1));
    return new ConfigProblem(place.line(), place.column(), path, references.hidden(problem));
  }
}
