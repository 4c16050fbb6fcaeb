package io.trailhouse.config;

import io.trailhouse.http.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a route sends events.
public sealed interface DestinationSpec {
  /// How AWS is reached for one destination.
  ///
  /// @param region null for the usual one
  /// @param role assumed for it: an ARN; null for the own credentials
  record Access(@Nullable String region, @Nullable String role, @Nullable String externalId) {}

  /// Objects in a folder.
  record Folder(Path folder) implements DestinationSpec {}

  /// Objects in a bucket.
  ///
  /// @param encryption none, AES256 or aws:kms
  /// @param kmsKey null for the account's own
  /// @param acl a canned one; null for none
  /// @param storageClass null for the bucket's usual
  record Bucket(
      String bucket,
      Access access,
      String encryption,
      @Nullable String kmsKey,
      @Nullable String acl,
      @Nullable String storageClass)
      implements DestinationSpec {}

  /// Messages to one of AWS's services.
  ///
  /// @param service which
  /// @param target a URL, an ARN or a name, as the service has it
  /// @param part the log stream of a log group; empty elsewhere
  record Service(Kind service, String target, String part, Access access)
      implements DestinationSpec {}

  /// The services that take messages.
  enum Kind {
    SQS,
    SNS,
    EVENTBRIDGE,
    KINESIS,
    FIREHOSE,
    LOGS
  }

  /// HTTP requests.
  ///
  /// @param batch whether a request holds a list of events; else one event
  record Webhook(Endpoint endpoint, boolean batch) implements DestinationSpec {}

  /// Lines on standard output.
  record Print() implements DestinationSpec {}
}
