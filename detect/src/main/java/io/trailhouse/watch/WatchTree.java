package io.trailhouse.watch;

import io.trailhouse.problem.NearName;
import io.trailhouse.quantity.DurationText;
import io.trailhouse.quantity.QuantityException;
import io.trailhouse.select.ParseProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One map of a rule document. Whatever is wrong is noted with its place, and reading goes on with
/// something harmless.
final class WatchTree {
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  private final Map<?, ?> tree;
  private final String path;
  private final List<ParseProblem> problems;
  private final Set<String> asked = new TreeSet<>();

  WatchTree(Map<?, ?> tree, String path, List<ParseProblem> problems) {
    this.tree = tree;
    this.path = path;
    this.problems = problems;
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void wrong(String key, String problem) {
    problems.add(new ParseProblem(at(key), problem));
  }

  void add(String key, List<ParseProblem> below) {
    below.forEach(each -> problems.add(each.below(at(key))));
  }

  @Nullable Object value(String key) {
    asked.add(key);
    return tree.get(key);
  }

  /// The text of a scalar; null when the key is absent.
  @Nullable String text(String key) {
    Object value = value(key);
    if (value instanceof Map || value instanceof List) {
      wrong(key, "expected a text");
      return null;
    }
    return value == null ? null : value.toString();
  }

  String needed(String key) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      if (problems.stream().noneMatch(each -> each.path().equals(at(key)))) {
        wrong(key, "is needed");
      }
      return "";
    }
    return text;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    Object value = value(key);
    for (Object each : value instanceof List<?> list ? list : List.of()) {
      texts.add(String.valueOf(each));
    }
    if (value != null && !(value instanceof List)) {
      wrong(key, "expected a list of texts");
    }
    return texts;
  }

  /// A map below this one; empty when the key is absent.
  Map<?, ?> map(String key) {
    Object value = value(key);
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    if (value != null) {
      wrong(key, "expected a map of keys and values");
    }
    return Map.of();
  }

  double number(String key, double usual) {
    String text = text(key);
    if (text == null) {
      return usual;
    }
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    wrong(key, "expected a number, not " + text);
    return usual;
  }

  int whole(String key, int usual, int least, int most) {
    double number = number(key, usual);
    if (number != Math.rint(number) || number < least || number > most) {
      wrong(key, "expected a whole number from %d to %d".formatted(least, most));
      return usual;
    }
    return (int) number;
  }

  /// A time such as `300`, `5m` or `14d`; null when the key is absent.
  @Nullable Duration time(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return DurationText.parse(
          SECONDS.matcher(text.strip()).matches() ? text.strip() + "s" : text);
    } catch (QuantityException e) {
      wrong(key, "expected a time such as 300, 5m, 12h or 14d, not " + text);
      return null;
    }
  }

  Duration time(String key, Duration usual) {
    Duration time = time(key);
    return time == null ? usual : time;
  }

  /// What one of some words stands for; the usual one when the key is absent.
  <T> T choice(String key, Map<String, T> words, T usual) {
    String text = text(key);
    if (text == null) {
      return usual;
    }
    T found = words.get(text);
    if (found == null) {
      String near = NearName.of(text, words.keySet());
      String those = "expected one of " + String.join(", ", new TreeSet<>(words.keySet()));
      wrong(key, near == null ? those : text + " is unknown; did you mean " + near + "?");
      return usual;
    }
    return found;
  }

  /// Notes every key that nobody has asked for.
  void refuseOthers() {
    for (Object each : tree.keySet()) {
      String key = String.valueOf(each);
      if (!asked.contains(key)) {
        String near = NearName.of(key, asked);
        wrong(
            key,
            near == null
                ? "unknown key; there are " + String.join(", ", asked)
                : "unknown key; did you mean " + near + "?");
      }
    }
  }
}
