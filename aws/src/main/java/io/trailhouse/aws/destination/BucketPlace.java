package io.trailhouse.aws.destination;

import org.jspecify.annotations.Nullable;

/// Where in S3 a route writes, and how (S3 API reference, PutObject). What is null is left to the
/// bucket.
///
/// @param prefix empty, or ends with a slash
/// @param encryption null for the bucket's default
/// @param acl a canned one, such as `bucket-owner-full-control`, for buckets that still have ACLs
/// @param storageClass such as `STANDARD_IA`
/// @param owner the account that must own the bucket; writing to another one's is refused
/// @param isRequesterPaid whether the caller agrees to pay for its requests
public record BucketPlace(
    String bucket,
    String prefix,
    @Nullable Encryption encryption,
    @Nullable String acl,
    @Nullable String storageClass,
    @Nullable String owner,
    boolean isRequesterPaid) {
  /// A bucket with nothing asked for.
  public static BucketPlace of(String bucket, String prefix) {
    return new BucketPlace(bucket, prefix, null, null, null, null, false);
  }

  /// How S3 encrypts what is written.
  ///
  /// @param way `AES256`, `aws:kms` or `aws:kms:dsse`
  /// @param key id or ARN of a KMS key; null for AWS's own
  /// @param isBucketKey whether S3 asks KMS once for many objects
  public record Encryption(String way, @Nullable String key, boolean isBucketKey) {
    /// With S3's own keys.
    public static final Encryption AES256 = new Encryption("AES256", null, false);

    /// With a KMS key, asked for once for many objects.
    public static Encryption kms(String key) {
      return new Encryption("aws:kms", key, true);
    }
  }

  String requestPayer() {
    return isRequesterPaid ? "requester" : "";
  }
}
