package io.trailhouse.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How AWS is reached: credentials themselves come from where AWS's own tools look for them.
///
/// @param accounts which accounts are worked on
/// @param role the name, path and name, or ARN of the role that is assumed in each account; null to
///   use the own credentials as they are
/// @param externalId what the role's trust policy may ask for
/// @param session how long an assumed role's credentials are asked for; 15 minutes to 12 hours
/// @param profile a profile of the shared configuration files; null for the usual chain
/// @param region where requests without a Region of their own go; null for the usual chain
public record AwsSpec(
    Accounts accounts,
    @Nullable String role,
    @Nullable String externalId,
    Duration session,
    @Nullable String profile,
    @Nullable String region) {
  /// What holds without a configuration file.
  public static final AwsSpec DEFAULT =
      new AwsSpec(new Accounts.Own(), null, null, Duration.ofHours(1), null, null);

  /// Whether a text can be the name, the path and name, or the ARN of a role.
  public static boolean isRole(String text) {
    return AwsSection.ROLE.matcher(text).matches();
  }

  /// Which accounts are worked on.
  public sealed interface Accounts {
    /// The one that the credentials belong to.
    record Own() implements Accounts {}

    /// All active ones of the organization, as AWS Organizations lists them.
    record Organization() implements Accounts {}

    /// These, as 12 digits each.
    record Listed(List<String> ids) implements Accounts {
      public Listed {
        ids = List.copyOf(ids);
      }
    }
  }
}
