package io.trailhouse.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which log a rule is about: what it says of product, service and category.
///
/// @param attributes what is said; nothing where nothing is
record LogSource(Map<String, String> attributes) {
  private static final Map<String, String> CLOUDTRAIL =
      Map.of("product", "aws", "service", "cloudtrail");
  private static final String REMEDY = "Write product: aws and service: cloudtrail";

  /// Reads it and refuses one that does not cover CloudTrail.
  ///
  /// @param needed whether it must be there
  static LogSource read(Section rule, boolean needed) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Section source = rule.section("logsource");
    if (source == null) {
      if (needed && rule.value("logsource") == null) {
        rule.wrong("logsource", "it is missing", REMEDY);
      }
      return new LogSource(attributes);
    }
    for (String key : source.mapping().members().keySet()) {
      if (!List.of("product", "service", "category", "definition").contains(key)) {
        source.wrong(key, "unknown key of a log source", REMEDY);
      }
    }
    source.text("definition", Integer.MAX_VALUE);
    for (String key : List.of("product", "service", "category")) {
      String value = source.text(key, Integer.MAX_VALUE);
      if (value != null) {
        attributes.put(key, value);
        if (!value.equals(CLOUDTRAIL.get(key))) {
          source.wrong(key, "'" + value + "' is not CloudTrail's log", REMEDY);
        }
      }
    }
    if (attributes.isEmpty()) {
      rule.wrong("logsource", "it names no log", REMEDY);
    }
    return new LogSource(attributes);
  }

  /// Whether everything that this one says, the other says too.
  boolean covers(LogSource other) {
    return other.attributes.entrySet().containsAll(attributes.entrySet());
  }
}
