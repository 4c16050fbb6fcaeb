package io.trailhouse.config;

import io.trailhouse.problem.NearName;
import io.trailhouse.quantity.DataSize;
import io.trailhouse.quantity.QuantityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys below one place of a [FreeTree]. What is wrong is told where it stands; the answer then
/// is the usual value.
final class Branch {
  private final FreeTree tree;
  private final String path;
  private final Map<?, ?> map;

  Branch(FreeTree tree, String path, Object value) {
    this.tree = tree;
    this.path = path;
    if (value instanceof Map<?, ?> keys) {
      this.map = keys;
    } else {
      this.map = Map.of();
      tree.wrong(path, "must have keys below it");
    }
  }

  Map<?, ?> map() {
    return map;
  }

  String path() {
    return path;
  }

  /// Tells of keys that nobody knows.
  void knows(Set<String> known) {
    for (Object key : map.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        String near =
            known.stream()
                .filter(name::equalsIgnoreCase)
                .findAny()
                .orElseGet(() -> NearName.of(name, known));
        wrong(
            name,
            near == null
                ? "unknown key; there are " + String.join(", ", new TreeSet<>(known))
                : "unknown key; did you mean " + near + "?");
      }
    }
  }

  void wrong(String key, String problem) {
    tree.wrong(below(key), problem);
  }

  /// What is to be said of a key that is not wrong.
  ConfigProblem about(String key, String problem) {
    return tree.about(below(key), problem);
  }

  private String below(String key) {
    return key.isEmpty() ? path : path + "." + key;
  }

  boolean has(String key) {
    return map.get(key) != null;
  }

  @Nullable Object value(String key) {
    return map.get(key);
  }

  @Nullable Branch branch(String key) {
    Object value = map.get(key);
    return value == null ? null : new Branch(tree, path + "." + key, value);
  }

  @Nullable String text(String key) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Map || value instanceof List || value.toString().isEmpty()) {
      wrong(key, "must be one value");
      return null;
    }
    return value.toString();
  }

  String text(String key, String usual) {
    return Objects.requireNonNullElse(text(key), usual);
  }

  /// One of some words.
  String word(String key, String usual, Set<String> words) {
    String text = text(key, usual);
    if (!words.contains(text)) {
      wrong(key, "'%s' is not one of %s".formatted(text, String.join(", ", new TreeSet<>(words))));
      return usual;
    }
    return text;
  }

  /// A list, or one value that stands for a list of one.
  List<String> texts(String key) {
    Object value = map.get(key);
    if (!(value instanceof List<?> list)) {
      String text = text(key);
      return text == null ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      if (each == null || each instanceof Map || each instanceof List) {
        wrong(key, "must be a list of values");
      } else {
        texts.add(each.toString());
      }
    }
    return texts;
  }

  /// Texts by names.
  Map<String, String> pairs(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Branch below = branch(key);
    if (below != null) {
      for (Object name : below.map.keySet()) {
        String value = below.text(String.valueOf(name));
        if (value != null) {
          pairs.put(String.valueOf(name), value);
        }
      }
    }
    return pairs;
  }

  boolean flag(String key, boolean usual) {
    String text = text(key);
    if (text == null) {
      return usual;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> {
        wrong(key, "'" + text + "' is neither true nor false");
        yield usual;
      }
    };
  }

  Duration time(String key, Duration usual, Duration least, Duration most) {
    String text = text(key);
    Duration time =
        text == null
            ? null
            : Values.time(text, least, most, problem -> wrong(key, "'" + text + "' " + problem));
    return time == null ? usual : time;
  }

  /// A size with its unit, such as 5MB or 1MiB.
  long size(String key, long usual, long least, long most) {
    String text = text(key);
    if (text == null) {
      return usual;
    }
    try {
      return DataSize.parse(text, new DataSize(least), new DataSize(most)).bytes();
    } catch (QuantityException e) {
      wrong(
          key,
          "'%s' is no size from %,d to %,d bytes; write it with its unit: 5MB or 1MiB"
              .formatted(text, least, most));
      return usual;
    }
  }
}
