package io.trailhouse.dashboard;

import io.trailhouse.document.Yaml;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TerminalEscaper;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The members of a mapping by what they must be; what is of another kind is told.
///
/// @param path of the mapping; empty for the whole file
/// @param file its name, and where its problems go
record Section(Yaml.Mapping mapping, String path, Review file) {
  /// Line breaks and tabs are text; what else acts on a screen has no place in a dashboard.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

  /// Where problems go.
  ///
  /// @param problems gets them
  record Review(String name, List<DashboardProblem> problems) {
    void wrong(int line, int column, String key, String problem, String remedy) {
      problems.add(new DashboardProblem(name, line, column, key, problem, remedy));
    }
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// Tells of a member, at its key, or of the mapping where it has none.
  void wrong(String key, String problem, String remedy) {
    Yaml.Entry entry = mapping.members().get(key);
    int line = entry == null ? mapping.line() : entry.line();
    int column = entry == null ? mapping.column() : entry.column();
    file.wrong(line, column, path(key), problem, remedy);
  }

  /// A member's value; null when it is absent or null.
  @Nullable Yaml value(String key) {
    Yaml.Entry entry = mapping.members().get(key);
    return entry == null || entry.value().isNothing() ? null : entry.value();
  }

  /// A text of at most so many characters; null when it is absent or something else.
  @Nullable String text(String key, int longest) {
    Yaml value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.TEXT) {
      wrong(key, "it must be a text", "Write one text; quote it when it looks like a number");
      return null;
    }
    String text = scalar.text();
    if (text.codePointCount(0, text.length()) > longest) {
      wrong(key, "it has more than %,d characters".formatted(longest), "Shorten it");
    }
    if (CONTROL.matcher(text).find()) {
      wrong(key, "it holds a control character", "Take it out");
    }
    return text;
  }

  /// A text that must be there and must say something; empty when it does not.
  String required(String key, int longest, String remedy) {
    String text = text(key, longest);
    if (value(key) == null || (text != null && text.isBlank())) {
      wrong(key, "it is missing", remedy);
    }
    return text == null ? "" : text;
  }

  /// Tells of every key that is not one of these.
  void only(List<String> keys) {
    for (String key : mapping.members().keySet()) {
      if (!keys.contains(key)) {
        String near = NearName.of(TerminalEscaper.line(key, 64), keys);
        wrong(
            key,
            "there is no such key",
            near == null
                ? "The keys are " + String.join(", ", keys)
                : "Did you mean " + near + "?");
      }
    }
  }
}
