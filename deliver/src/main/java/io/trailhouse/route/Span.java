package io.trailhouse.route;

import io.trailhouse.stream.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The stretch of the stream that a batch stands for, from which everything about its objects
/// follows: the same stretch gives the same objects.
///
/// @param stream tells this table from others that write to the same place
public record Span(String route, String stream, StreamPosition from, StreamPosition to) {
  /// The name of an object of this batch, without its ending.
  String name() {
    return "%s-%s-%d.%d-%d.%d"
        .formatted(route, stream, from.commit(), from.row(), to.commit(), to.row());
  }

  /// Eleven letters and digits that belong to this stretch alone, as Firehose's random string.
  String random() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(name().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 11);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
