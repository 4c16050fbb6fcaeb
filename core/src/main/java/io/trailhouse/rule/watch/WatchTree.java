package io.trailhouse.rule.watch;

import io.trailhouse.problem.NearName;
import io.trailhouse.select.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One map of a rule document. Whatever is wrong is noted with its place, and reading goes on with
/// something harmless.
final class WatchTree {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*([smhdw]?)");

  private final Map<?, ?> tree;
  private final String path;
  private final List<Flaw> flaws;
  private final Set<String> asked = new TreeSet<>();

  WatchTree(Map<?, ?> tree, String path, List<Flaw> flaws) {
    this.tree = tree;
    this.path = path;
    this.flaws = flaws;
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void wrong(String key, String problem) {
    flaws.add(new Flaw(at(key), problem));
  }

  void add(String key, List<Flaw> below) {
    below.forEach(flaw -> flaws.add(flaw.below(at(key))));
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
      if (flaws.stream().noneMatch(flaw -> flaw.path().equals(at(key)))) {
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
    Matcher parts = DURATION.matcher(text.strip());
    if (!parts.matches()) {
      wrong(key, "expected a time such as 300, 5m, 12h or 14d, not " + text);
      return null;
    }
    long unit =
        switch (parts.group(2)) {
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          case "w" -> 604_800;
          default -> 1;
        };
    return Duration.ofSeconds(Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
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
