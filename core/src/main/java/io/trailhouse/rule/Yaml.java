package io.trailhouse.rule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a YAML document and the line it begins in, from 1.
sealed interface Yaml {
  int line();

  /// What a scalar is by YAML 1.2's core schema.
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    NOTHING
  }

  /// A member of a mapping.
  ///
  /// @param line of its key
  record Entry(Yaml value, int line) {}

  record Mapping(Map<String, Entry> members, int line) implements Yaml {
    /// This mapping with another's members put in, mapping by mapping; the other's win.
    Mapping with(Mapping other) {
      Map<String, Entry> all = new LinkedHashMap<>(members);
      other.members.forEach((key, entry) -> {
        Entry before = all.get(key);
        boolean both =
            before != null && before.value() instanceof Mapping && entry.value() instanceof Mapping;
        all.put(key, both ? new Entry(merged(before, entry), entry.line()) : entry);
      });
      return new Mapping(all, other.line);
    }

    private static Yaml merged(@Nullable Entry before, Entry entry) {
      return before != null
              && before.value() instanceof Mapping old
              && entry.value() instanceof Mapping more
          ? old.with(more)
          : entry.value();
    }

    /// This mapping with fewer members.
    Mapping without(String key) {
      Map<String, Entry> rest = new LinkedHashMap<>(members);
      rest.remove(key);
      return new Mapping(rest, line);
    }
  }

  record Sequence(List<Yaml> items, int line) implements Yaml {}

  /// A value without parts.
  ///
  /// @param text as it is written; of true and false in lower case
  record Scalar(Kind kind, String text, int line) implements Yaml {
    /// The number that it is; null when it is none, or none that is finite.
    @Nullable BigDecimal number() {
      if (kind != Kind.NUMBER) {
        return null;
      }
      String digits = text.startsWith("+") ? text.substring(1) : text;
      try {
        if (digits.startsWith("0x")) {
          return new BigDecimal(new BigInteger(digits.substring(2), 16));
        }
        return digits.startsWith("0o")
            ? new BigDecimal(new BigInteger(digits.substring(2), 8))
            : new BigDecimal(digits);
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
