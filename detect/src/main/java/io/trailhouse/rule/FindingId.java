package io.trailhouse.rule;

import java.util.List;

/// Names findings by what they are about.
final class FindingId {
  private static final int DIGITS = 32;

  private FindingId() {}

  /// A digest of texts; each with its length ahead, so that no other texts give the same.
  static String of(String ruleId, List<String> more) {
    StringBuilder all = new StringBuilder();
    append(all, ruleId);
    more.forEach(text -> append(all, text));
    return YamlJson.sha256(all.toString()).substring(0, DIGITS);
  }

  static String of(String ruleId, String key) {
    return of(ruleId, List.of(key));
  }

  private static void append(StringBuilder all, String text) {
    all.append(text.length()).append(':').append(text);
  }
}
