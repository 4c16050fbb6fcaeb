package io.trailhouse.route;

import io.trailhouse.match.FieldText;
import io.trailhouse.match.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32C;

/// Keeps all events of some principals and none of the others, so that what is kept tells whole
/// stories.
///
/// @param share of principals, above 0 and up to 1
/// @param by the field that tells who; events without it belong together
public record Sample(double share, FieldText by) {
  /// The same for the same principal in every run and on every machine.
  boolean keeps(Subject subject) {
    CRC32C hash = new CRC32C();
    hash.update(Objects.requireNonNullElse(by.of(subject), "").getBytes(StandardCharsets.UTF_8));
    return hash.getValue() < share * (1L << 32);
  }
}
