package io.trailhouse.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The one list of keys that a configuration file can have.
enum Keys {
  WAREHOUSE("lake.warehouse", "warehouse in the home folder"),
  CATALOG("lake.catalog", "embedded"),
  KEEP_MANAGEMENT("lake.retention.management", "forever"),
  KEEP_DATA("lake.retention.data", "forever"),
  KEEP_INSIGHT("lake.retention.insight", "forever");

  /// Sections that belong to the program's plan, but to no version yet.
  static final List<String> LATER =
      List.of("aws", "sources", "routes", "rules", "alerts", "server");

  private final String path;
  private final String usual;

  Keys(String path, String usual) {
    this.path = path;
    this.usual = usual;
  }

  String path() {
    return path;
  }

  String usual() {
    return usual;
  }

  /// The names that can stand directly below a section, which is empty for the top.
  static Set<String> below(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    Set<String> names = new TreeSet<>();
    for (Keys key : values()) {
      if (key.path.startsWith(prefix)) {
        String rest = key.path.substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return names;
  }

  static boolean isSection(String path) {
    for (Keys key : values()) {
      if (key.path.startsWith(path + ".")) {
        return true;
      }
    }
    return false;
  }
}
