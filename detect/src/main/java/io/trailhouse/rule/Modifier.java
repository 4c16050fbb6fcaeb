package io.trailhouse.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a rule can write behind a field's name to change how values are compared.
enum Modifier {
  CONTAINS("contains", Kind.PLACE),
  STARTSWITH("startswith", Kind.PLACE),
  ENDSWITH("endswith", Kind.PLACE),
  ALL("all", Kind.LIST),
  NEQ("neq", Kind.LIST),
  CASED("cased", Kind.TEXT),
  WINDASH("windash", Kind.TEXT),
  EXPAND("expand", Kind.EXPAND),
  WIDE("wide", Kind.ENCODING),
  UTF16BE("utf16be", Kind.ENCODING),
  UTF16("utf16", Kind.ENCODING),
  BASE64("base64", Kind.BASE64),
  BASE64OFFSET("base64offset", Kind.BASE64),
  RE("re", Kind.MEANS),
  IGNORECASE("i", Kind.FLAG),
  MULTILINE("m", Kind.FLAG),
  DOTALL("s", Kind.FLAG),
  CIDR("cidr", Kind.MEANS),
  FIELDREF("fieldref", Kind.MEANS),
  EXISTS("exists", Kind.MEANS),
  LT("lt", Kind.ORDER),
  LTE("lte", Kind.ORDER),
  GT("gt", Kind.ORDER),
  GTE("gte", Kind.ORDER),
  MINUTE("minute", Kind.TIME),
  HOUR("hour", Kind.TIME),
  DAY("day", Kind.TIME),
  WEEK("week", Kind.TIME),
  MONTH("month", Kind.TIME),
  YEAR("year", Kind.TIME);

  /// What a modifier changes; of one kind only lists may have two, and flags.
  enum Kind {
    /// Where in the value the text stands.
    PLACE,
    /// How the values of a list belong together.
    LIST,
    TEXT,
    /// Placeholders.
    EXPAND,
    ENCODING,
    BASE64,
    /// Of an expression.
    FLAG,
    /// What takes the place of comparing text.
    MEANS,
    /// Numbers before and after each other.
    ORDER,
    /// A part of a time.
    TIME
  }

  private static final Map<String, Modifier> BY_NAME = new LinkedHashMap<>();

  static {
    for (Modifier modifier : values()) {
      BY_NAME.put(modifier.word, modifier);
    }
    BY_NAME.put("utf16le", WIDE);
    BY_NAME.put("ignorecase", IGNORECASE);
    BY_NAME.put("multiline", MULTILINE);
    BY_NAME.put("dotall", DOTALL);
  }

  private final String word;
  private final Kind kind;

  Modifier(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }

  static @Nullable Modifier named(String word) {
    return BY_NAME.get(word);
  }

  static Iterable<String> words() {
    return BY_NAME.keySet();
  }
}
