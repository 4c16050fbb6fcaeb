package io.trailhouse.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The dialect's functions that are macros of the engine. A macro is made when a statement first
/// names it, with those it is built on: all of them together would cost every start a tenth of a
/// second.
final class Macros {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NAME = Pattern.compile("(?i)create\\s+macro\\s+(\\w+)");
  private static final Map<String, String> DEFINITIONS = read();

  /// Words of the engine whose macros only serve to find them.
  private static final Set<String> WORDS = Set.of("user");

  private final Set<String> made = new HashSet<>();

  /// The functions that this file defines for users, without our own.
  static Set<String> names() {
    Set<String> names = new java.util.TreeSet<>(DEFINITIONS.keySet());
    names.removeIf(name -> name.startsWith("th_") || WORDS.contains(name));
    return names;
  }

  /// Makes what a statement names and does not exist yet.
  synchronized void make(Connection connection, String sql) throws SQLException {
    Matcher words = WORD.matcher(sql);
    while (words.find()) {
      define(connection, words.group().toLowerCase(Locale.ROOT));
    }
  }

  /// The same for operators that call a function by another name.
  synchronized void define(Connection connection, String name) throws SQLException {
    if (TextFunctions.has(name) && made.add(name)) {
      TextFunctions.register(connection, name);
    }
    String definition = DEFINITIONS.get(name);
    if (definition == null || !made.add(name)) {
      return;
    }
    make(connection, definition);
    try (Statement statement = connection.createStatement()) {
      statement.execute(definition);
    }
  }

  private static Map<String, String> read() {
    String text = ShippedText.of("macros.sql");
    Map<String, String> found = new LinkedHashMap<>();
    for (String statement : text.replaceAll("(?m)^--.*$", "").split(";\\s*(?:\n|$)", -1)) {
      Matcher name = NAME.matcher(statement);
      if (name.find()) {
        found.put(name.group(1), statement.strip());
      }
    }
    return Map.copyOf(found);
  }
}
