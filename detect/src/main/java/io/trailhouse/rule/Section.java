package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The members of a mapping by what they must be; what is of another kind is told to the review.
record Section(Yaml.Mapping mapping, String path, Review review) {
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// The line of a member, or of the section where it has none.
  int line(String key) {
    Yaml.Entry entry = mapping.members().get(key);
    return entry == null ? mapping.line() : entry.line();
  }

  void wrong(String key, String problem, String remedy) {
    review.wrong(line(key), path(key), problem, remedy);
  }

  /// A member's value; null when it is absent or null.
  @Nullable Yaml value(String key) {
    Yaml.Entry entry = mapping.members().get(key);
    return entry == null || entry.value().isNothing() ? null : entry.value();
  }

  @Nullable String text(String key, int longest) {
    Yaml value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.TEXT) {
      wrong(key, "it must be a text", "Write one text; quote it when it looks like a number");
      return null;
    }
    if (scalar.text().codePointCount(0, scalar.text().length()) > longest) {
      wrong(key, "it has more than " + longest + " characters", "Shorten it");
    }
    return scalar.text();
  }

  /// A text that must be there and must say something; empty when it does not.
  String required(String key, int longest, String remedy) {
    String text = text(key, longest);
    if (value(key) == null || (text != null && text.isBlank())) {
      wrong(key, "it is missing", remedy);
    }
    return text == null ? "" : text;
  }

  String textOrEmpty(String key, int longest) {
    String text = text(key, longest);
    return text == null ? "" : text;
  }

  /// A list of texts; empty when it is absent.
  List<String> texts(String key) {
    Yaml value = value(key);
    List<String> texts = new ArrayList<>();
    if (value != null && !(value instanceof Yaml.Sequence)) {
      wrong(key, "it must be a list of texts", "Write a dash and a blank ahead of each");
    }
    if (value instanceof Yaml.Sequence list) {
      for (Yaml item : list.items()) {
        if (item instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.TEXT) {
          texts.add(scalar.text());
        } else if (!item.isNothing()) {
          review.wrong(item.line(), path(key), "its items must be texts", "Quote the item");
        }
      }
    }
    return texts;
  }

  /// A list of texts for which one text may stand.
  List<String> textOrTexts(String key) {
    if (value(key) instanceof Yaml.Scalar) {
      String text = text(key, Integer.MAX_VALUE);
      return text == null ? List.of() : List.of(text);
    }
    return texts(key);
  }

  boolean flag(String key) {
    Yaml value = value(key);
    if (value == null) {
      return false;
    }
    if (!(value instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.FLAG) {
      wrong(key, "it must be true or false", "Write one of the two, unquoted");
      return false;
    }
    return scalar.text().equals("true");
  }

  /// A mapping; null when it is absent or something else.
  @Nullable Section section(String key) {
    Yaml value = value(key);
    if (value instanceof Yaml.Mapping members) {
      return new Section(members, path(key), review);
    }
    if (value != null) {
      wrong(key, "it must have keys below it", "Write keys, one a line, further to the right");
    }
    return null;
  }
}
