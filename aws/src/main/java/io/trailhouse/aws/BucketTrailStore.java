package io.trailhouse.aws;

import io.trailhouse.integrity.TrailStore;
import io.trailhouse.quantity.S3Place;
import io.trailhouse.source.LogFileKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A trail's bucket, for verification. The caller closes the client.
public final class BucketTrailStore implements TrailStore {
  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final BucketListing listing;

  /// @param prefix empty, or ends with a slash
  public BucketTrailStore(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
    this.listing = new BucketListing(s3, bucket, false);
  }

  @Override
  public List<String> digestFolders() throws IOException {
    return new PrefixFinder(listing)
        .find(prefix).stream()
            .filter(folder -> folder.contains("/" + LogFileKind.DIGEST.folder() + "/"))
            .toList();
  }

  @Override
  public void keys(String below, Consumer<String> each) throws IOException {
    listing.keys(below, each);
  }

  @Override
  public @Nullable Stored open(@Nullable String other, String key) throws IOException {
    String from = other == null ? bucket : other;
    try {
      ResponseInputStream<GetObjectResponse> in =
          s3.getObject(request -> request.bucket(from).key(key));
      Map<String, String> metadata = new TreeMap<>();
      in.response()
          .metadata()
          .forEach((name, text) -> metadata.put(name.toLowerCase(Locale.ROOT), text));
      return new Stored(in, metadata, null);
    } catch (SdkException e) {
      if (Failures.kind(e) == FetchFailure.Kind.MISSING) {
        return null;
      }
      throw Failures.of(S3Place.text(from, key), e);
    }
  }

  @Override
  public String bucket() {
    return bucket;
  }
}
