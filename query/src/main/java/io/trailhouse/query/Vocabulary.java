package io.trailhouse.query;

import io.trailhouse.problem.NearName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The functions that a query may call and the types that it may cast to: those of `functions.txt`
/// and the dialect's macros. What stands in neither is refused, so that a function which somebody
/// adds to the engine is not open before somebody has looked at it.
final class Vocabulary {
  private static final String OWN = "th_";
  private static final String TYPES = "Types";

  private static final Set<String> TYPE_NAMES = new HashSet<>();
  private static final Set<String> OPEN = new HashSet<>();
  private static final Map<String, String> CLOSED = new HashMap<>();

  static {
    read();
    OPEN.addAll(Macros.names());
    CLOSED.keySet().removeAll(OPEN);
  }

  private Vocabulary() {}

  /// Whether a query may call a function, whose name is in lower case.
  static boolean mayCall(String function) {
    return OPEN.contains(function) || function.startsWith(OWN);
  }

  /// Why a function that is known may not be called, to be read after "it"; null when it is
  /// unknown.
  static @Nullable String whyNot(String function) {
    return CLOSED.get(function);
  }

  /// Whether a query may cast to a type, whose name is in lower case.
  static boolean mayCast(String type) {
    return TYPE_NAMES.contains(type.replace(' ', '_'));
  }

  /// The function that somebody may have meant; null when none is near.
  static @Nullable String near(String function) {
    String usual = NearName.of(function, NearNames.functions());
    return usual != null ? usual : NearName.of(function, new TreeSet<>(OPEN));
  }

  /// All that have been looked at, open or not.
  static Set<String> functions() {
    Set<String> all = new TreeSet<>(OPEN);
    all.addAll(CLOSED.keySet());
    return all;
  }

  private static void read() {
    String heading = "";
    for (String line : ShippedText.of("functions.txt").lines().toList()) {
      if (line.startsWith("+ ") || line.startsWith("- ")) {
        heading = line;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        for (String name : StatementTree.lower(line.strip()).split("\\s+", -1)) {
          put(name, heading);
        }
      }
    }
  }

  private static void put(String name, String heading) {
    if (heading.startsWith("- ")) {
      CLOSED.put(name, heading.substring(2));
    } else if (heading.startsWith("+ " + TYPES)) {
      TYPE_NAMES.add(name);
    } else {
      OPEN.add(name);
    }
  }
}
