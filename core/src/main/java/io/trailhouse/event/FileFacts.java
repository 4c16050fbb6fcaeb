package io.trailhouse.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the log file tells of a record that does not say it itself.
///
/// @param account the 12 digits of the account whose events the file holds
/// @param deliveredAt when it was delivered; of a stored row the time that the table has for it
public record FileFacts(@Nullable String account, @Nullable Instant deliveredAt) {
  /// Of records whose log file is not known.
  public static final FileFacts NONE = new FileFacts(null, null);
}
