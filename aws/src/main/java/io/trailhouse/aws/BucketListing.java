package io.trailhouse.aws;

import io.trailhouse.quantity.S3Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists one bucket and counts the calls. For any number of threads.
final class BucketListing {
  /// What S3 answers at the most.
  private static final int WHOLE_PAGE = 1_000;

  private final S3Client s3;
  private final String bucket;
  private final boolean requesterPays;
  private final LongAdder calls = new LongAdder();

  BucketListing(S3Client s3, String bucket, boolean requesterPays) {
    this.s3 = s3;
    this.bucket = bucket;
    this.requesterPays = requesterPays;
  }

  /// Some keys in their order.
  ///
  /// @param more where the next page begins; null after the last one
  record Page(List<ObjectAt> objects, @Nullable String more) {}

  long calls() {
    return calls.sum();
  }

  /// The folders directly below a prefix that ends with a slash, with their whole names.
  List<String> folders(String prefix) throws FetchFailure {
    List<String> folders = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2Response answer =
          list(request(prefix).delimiter("/").continuationToken(token).build());
      answer.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(folders::add);
      token = answer.nextContinuationToken();
    } while (token != null);
    return folders;
  }

  /// A page of the keys below a prefix that sort after `after`.
  Page page(String prefix, String after, @Nullable String token, int most) throws FetchFailure {
    ListObjectsV2Request.Builder request = request(prefix).maxKeys(most);
    if (token != null) {
      request.continuationToken(token);
    } else if (!after.isEmpty()) {
      request.startAfter(after);
    }
    ListObjectsV2Response answer = list(request.build());
    return new Page(
        answer.contents().stream().map(this::at).toList(), answer.nextContinuationToken());
  }

  /// Calls with every key below a prefix, page by page.
  void keys(String prefix, Consumer<String> each) throws FetchFailure {
    String token = null;
    do {
      Page page = page(prefix, "", token, WHOLE_PAGE);
      page.objects().forEach(at -> each.accept(at.key()));
      token = page.more();
    } while (token != null);
  }

  private ObjectAt at(S3Object object) {
    String etag = object.eTag();
    return new ObjectAt(
        bucket,
        object.key(),
        null,
        etag == null ? null : ObjectFetcher.unquoted(etag),
        object.size() == null ? -1 : object.size(),
        object.lastModified());
  }

  private ListObjectsV2Request.Builder request(String prefix) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix);
    return requesterPays ? request.requestPayer(RequestPayer.REQUESTER) : request;
  }

  private ListObjectsV2Response list(ListObjectsV2Request request) throws FetchFailure {
    calls.increment();
    try {
      return s3.listObjectsV2(request);
    } catch (SdkException e) {
      throw Failures.of(S3Place.text(bucket, request.prefix()), e);
    }
  }
}
