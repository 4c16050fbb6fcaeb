package io.trailhouse.aws;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Who asks AWS, and where.
///
/// @param profile of the shared configuration files; null for the SDK's usual chain: environment,
///   system properties, web identity (IRSA), profile, container, instance
/// @param region null for the SDK's usual chain
/// @param roleArn assumed with those credentials; null to use them as they are
/// @param externalId what the role's trust policy asks for
/// @param session how long the role's credentials are asked for; renewed before they end
public record Identity(
    @Nullable String profile,
    @Nullable String region,
    @Nullable String roleArn,
    @Nullable String externalId,
    Duration session) {
  /// The credentials and the Region that AWS's own tools would use here.
  public static final Identity DEFAULTS = new Identity(null, null, null, null, Duration.ofHours(1));

  /// The same with another Region; null keeps it.
  public Identity in(@Nullable String other) {
    return new Identity(profile, other == null ? region : other, roleArn, externalId, session);
  }

  /// The same, but with a role.
  public Identity as(@Nullable String arn, @Nullable String id) {
    return new Identity(profile, region, arn, id, session);
  }
}
