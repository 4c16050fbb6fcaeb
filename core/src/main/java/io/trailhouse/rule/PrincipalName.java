package io.trailhouse.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people call a principal of a finding: the part of an ARN that they know it by, and the root
/// user by its name, since an account number says nothing of how grave that is.
public final class PrincipalName {
  private static final Pattern ROOT = Pattern.compile("arn:[^:]*:iam::([^:]*):root");
  private static final Pattern SESSION = Pattern.compile("arn:[^:]*:sts::[^:]*:[a-z-]+/(.+)");

  private PrincipalName() {}

  /// The short name; of a session the role and the session's name.
  ///
  /// @param principal as a finding has it
  public static String of(String principal) {
    Matcher root = ROOT.matcher(principal);
    if (root.matches()) {
      return "the root user of " + root.group(1);
    }
    Matcher session = SESSION.matcher(principal);
    if (session.matches()) {
      return session.group(1);
    }
    return principal.startsWith("arn:")
        ? principal.substring(principal.lastIndexOf('/') + 1)
        : principal;
  }
}
