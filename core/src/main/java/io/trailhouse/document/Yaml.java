package io.trailhouse.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a YAML document and where it begins, from 1.
public sealed interface Yaml {
  int line();

  int column();

  /// The same as maps, lists, texts, numbers and flags; null for nothing.
  @Nullable Object plain();

  /// Whether it is null, as an empty value is.
  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.kind() == Kind.NOTHING;
  }

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
  /// @param column of its key
  record Entry(Yaml value, int line, int column) {}

  record Mapping(Map<String, Entry> members, int line, int column) implements Yaml {
    @Override
    public Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      members.forEach((key, entry) -> plain.put(key, entry.value().plain()));
      return plain;
    }

    /// This mapping with another's members put in, mapping by mapping; the other's win.
    public Mapping with(Mapping other) {
      Map<String, Entry> all = new LinkedHashMap<>(members);
      other.members.forEach((key, entry) -> {
        Entry before = all.get(key);
        boolean both =
            before != null && before.value() instanceof Mapping && entry.value() instanceof Mapping;
        all.put(key, both ? new Entry(merged(before, entry), entry.line(), entry.column()) : entry);
      });
      return new Mapping(all, other.line, other.column);
    }

    private static Yaml merged(@Nullable Entry before, Entry entry) {
      return before != null
              && before.value() instanceof Mapping old
              && entry.value() instanceof Mapping more
          ? old.with(more)
          : entry.value();
    }

    /// This mapping with fewer members.
    public Mapping without(String key) {
      Map<String, Entry> rest = new LinkedHashMap<>(members);
      rest.remove(key);
      return new Mapping(rest, line, column);
    }
  }

  record Sequence(List<Yaml> items, int line, int column) implements Yaml {
    @Override
    public List<@Nullable Object> plain() {
      List<@Nullable Object> plain = new ArrayList<>();
      items.forEach(item -> plain.add(item.plain()));
      return plain;
    }
  }

  /// A value without parts.
  ///
  /// @param written as the file has it, without quotes
  record Scalar(Kind kind, String written, int line, int column) implements Yaml {
    /// As it is written; of true and false in lower case, of nothing empty.
    public String text() {
      return switch (kind) {
        case FLAG -> written.toLowerCase(Locale.ROOT);
        case NOTHING -> "";
        default -> written;
      };
    }

    /// The number that it is; null when it is none, or none that is finite.
    public @Nullable BigDecimal number() {
      if (kind != Kind.NUMBER) {
        return null;
      }
      try {
        BigInteger whole = whole();
        return whole == null ? new BigDecimal(unsigned()) : new BigDecimal(whole);
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private String unsigned() {
      return written.startsWith("+") ? written.substring(1) : written;
    }

    /// Null when it has a fraction or an exponent, or is not finite.
    private @Nullable BigInteger whole() {
      String digits = unsigned();
      if (digits.startsWith("0x")) {
        return new BigInteger(digits.substring(2), 16);
      }
      if (digits.startsWith("0o")) {
        return new BigInteger(digits.substring(2), 8);
      }
      return digits.matches("-?[0-9]+") ? new BigInteger(digits) : null;
    }

    /// A text, an [Integer], [Long], [BigInteger] or [Double], or a [Boolean].
    @Override
    public @Nullable Object plain() {
      return switch (kind) {
        case NOTHING -> null;
        case FLAG -> text().equals("true");
        case NUMBER -> plainNumber();
        case TEXT -> written;
      };
    }

    private Object plainNumber() {
      BigInteger whole = whole();
      BigDecimal number = number();
      if (whole == null) {
        return number == null ? (Object) infinite() : (Object) number.doubleValue();
      }
      if (whole.bitLength() < Integer.SIZE) {
        return whole.intValue();
      }
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private double infinite() {
      String name = unsigned().toLowerCase(Locale.ROOT);
      return switch (name) {
        case ".inf" -> Double.POSITIVE_INFINITY;
        case "-.inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
  }
}
