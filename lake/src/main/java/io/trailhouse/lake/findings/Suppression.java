package io.trailhouse.lake.findings;

import io.trailhouse.finding.Finding;
import java.time.Instant;

/// Says of which findings nobody wants to hear until some moment. They are stored all the same.
///
/// @param rule a rule's id, or `*` for every rule
/// @param principal a pattern for the principal, in which `*` stands for any text and `?` for one
///   character; upper and lower case differ, as they do in ARNs
/// @param account an account's id, or `*` for every account
/// @param until the first moment at which it no longer applies
/// @param reason why, for people
public record Suppression(
    String rule, String principal, String account, Instant until, String reason) {
  static final String ANY = "*";

  /// Whether it applies to a finding at a moment.
  public boolean covers(Finding finding, Instant now) {
    return !isExpired(now)
        && (rule.equals(ANY) || rule.equals(finding.ruleId()))
        && (account.equals(ANY) || account.equals(finding.account()))
        && matches(principal, finding.principal());
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(until);
  }

  /// Takes a time of at most the product of both lengths, whatever they hold.
  private static boolean matches(String pattern, String text) {
    int star = -1;
    int resume = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && wanted == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
