package io.trailhouse.aws;

import io.trailhouse.destination.TrailFiles;
import io.trailhouse.quantity.S3Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// [TrailFiles] in a bucket, encrypted as the bucket says. The caller closes the client.
public final class BucketFiles implements TrailFiles {
  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final BucketListing listing;

  /// @param prefix empty, or ends with a slash
  public BucketFiles(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
    this.listing = new BucketListing(s3, bucket, false);
  }

  @Override
  public List<String> named(String begin) throws IOException {
    List<String> keys = new ArrayList<>();
    listing.keys(prefix + begin, key -> keys.add(key.substring(prefix.length())));
    return keys;
  }

  @Override
  public @Nullable InputStream open(String key) throws IOException {
    try {
      return s3.getObject(request -> request.bucket(bucket).key(prefix + key));
    } catch (SdkException e) {
      if (Failures.kind(e) == FetchFailure.Kind.MISSING) {
        return null;
      }
      throw Failures.of(S3Place.text(bucket, prefix + key), e);
    }
  }

  @Override
  public void write(String key, byte[] content) throws IOException {
    try {
      s3.putObject(
          request ->
              request
                  .bucket(bucket)
                  .key(prefix + key)
                  .contentType("application/json")
                  .contentEncoding("gzip"),
          RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw Failures.of(S3Place.text(bucket, prefix + key), e);
    }
  }
}
